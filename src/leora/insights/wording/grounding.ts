// Checks that a model invented no number: every number of three or more digits in its text must be one that it was given,
// however digits are grouped and whichever sign separates decimals.

const DIGITS_CHECKED = 3;

/** Digits in groups of three with any sign between them, or digits with a fraction. After NFKC all spaces are the plain one. */
const NUMBER = /\d{1,3}(?:[ .,'’٬_]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,٫]\d+)?/g;
const DATE = /(?<!\d)(?:(\d{4})([-./])\d{1,2}\2\d{1,2}|\d{1,2}([-./])\d{1,2}\3(\d{4}))(?!\d)/g;
const ISO_DAY = /(?<!\d)\d{4}-(\d{2})-(\d{2})(?!\d)/g;
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const OTHER_DIGITS = /[\p{Nd}--[0-9]]/v;

/** True when the text names only numbers that are in `given`: values of JSON, with all that is inside them. */
export function isGrounded(text: string, given: unknown): boolean {
  const normal = normalized(text);
  // Digits of other scripts are read by people, and not by what follows.
  if (OTHER_DIGITS.test(normal)) return false;
  const known = new Set<string>();
  collect(given, known);
  return numbersIn(normal).every(
    (number) =>
      number.replace(/\D/g, "").length < DIGITS_CHECKED || readingsOf(number).some((reading) => known.has(reading)),
  );
}

/** Digits are 0–9, spaces the plain one, and nothing invisible and no mark, such as a stroke, stands between digits. */
const normalized = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{M}]/gu, "")
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) % 16));

/** The numbers of a text; of a date its year alone, because the day and the month have two digits. */
const numbersIn = (text: string): string[] =>
  text.replace(DATE, (_, first, _sign, _otherSign, last) => ` ${first ?? last}; `).match(NUMBER) ?? [];

/** The values that a number may be read as: `1.234` is a thousand in some languages, and little more than one in others. */
function readingsOf(number: string): string[] {
  const last = Math.max(...[".", ",", "٫"].map((sign) => number.lastIndexOf(sign)));
  const whole = canonical(number.replace(/\D/g, ""));
  if (last < 0) return [whole];
  const fraction = number.slice(last + 1);
  return [whole, canonical(`${number.slice(0, last).replace(/\D/g, "")}.${fraction.replace(/\D/g, "")}`)];
}

/** The same text for the same value: no zeros before the first digit, or after the last one of a fraction. */
function canonical(decimal: string): string {
  const [whole = "", fraction = ""] = decimal.split(".");
  const shortFraction = fraction.replace(/0+$/, "");
  return `${whole.replace(/^0+(?=\d)/, "")}${shortFraction && `.${shortFraction}`}`;
}

function collect(value: unknown, known: Set<string>): void {
  if (typeof value === "number") {
    const size = Math.abs(value);
    known.add(canonical(Number.isInteger(size) ? BigInt(size).toString() : String(size)));
  } else if (typeof value === "string") {
    const text = normalized(value);
    for (const number of numbersIn(text)) for (const reading of readingsOf(number)) known.add(reading);
    // A day may be written without its year: `30.11`, `11/30`.
    for (const [, month = "", day = ""] of text.matchAll(ISO_DAY)) {
      for (const [first, second] of [
        [day, month],
        [month, day],
      ]) {
        known.add(canonical(`${first}.${second}`));
      }
    }
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, known);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) collect(item, known);
  }
}
