import Big from "big.js";
import { fold } from "../../kernel/text.ts";
import { Lexicon } from "./lexicon.ts";
import { isAdjacent, isSign, type Token } from "./tokens.ts";

// Numbers in a sentence: `25 000`, `1,5 mln`, `50k`, `yuz ellik ming`, `две тысячи пятьсот`, `half a million`.

export interface SpokenNumber {
  readonly value: Big;
  /** Its tokens, the last one excluded. */
  readonly start: number;
  readonly end: number;
  /** True when digits are part of it. */
  readonly hasDigits: boolean;
  /** True when it is said in thousands or more: `50 ming`. */
  readonly isScaled: boolean;
}

type NumberWord =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "scale"; readonly scale: number }
  | { readonly kind: "hundred" }
  | { readonly kind: "half" }
  | { readonly kind: "joint" };

const value = (number: number, entries: string): readonly [NumberWord, string] => [
  { kind: "value", value: number },
  entries,
];
const scale = (number: number, entries: string): readonly [NumberWord, string] => [
  { kind: "scale", scale: number },
  entries,
];

const WORDS = new Lexicon<NumberWord>([
  value(1, "bir, один=, одна=, одну=, одного=, one="),
  value(2, "ikki, два=, две=, двух=, two="),
  value(3, "uch, три=, трех=, three="),
  value(4, "to'rt, четыре=, four="),
  value(5, "besh, пять=, пяти=, five="),
  value(6, "olti, шесть=, шести=, six="),
  value(7, "yetti, семь=, семи=, seven="),
  value(8, "sakkiz, восемь=, восьми=, eight="),
  value(9, "to'qqiz, девять=, девяти=, nine="),
  value(10, "o'n, десять=, десяти=, ten="),
  value(11, "одиннадцать=, eleven="),
  value(12, "двенадцать=, twelve="),
  value(13, "тринадцать=, thirteen="),
  value(14, "четырнадцать=, fourteen="),
  value(15, "пятнадцать=, fifteen="),
  value(16, "шестнадцать=, sixteen="),
  value(17, "семнадцать=, seventeen="),
  value(18, "восемнадцать=, eighteen="),
  value(19, "девятнадцать=, nineteen="),
  value(20, "yigirma, двадцать=, двадцати=, twenty="),
  value(30, "o'ttiz, тридцать=, тридцати=, thirty="),
  value(40, "qirq, сорок=, сорока=, forty="),
  value(50, "ellik, пятьдесят=, пятидесяти=, fifty="),
  value(60, "oltmish, шестьдесят=, шестидесяти=, sixty="),
  value(70, "yetmish, семьдесят=, семидесяти=, seventy="),
  value(80, "sakson, восемьдесят=, восьмидесяти=, eighty="),
  value(90, "to'qson, девяносто=, ninety="),
  value(100, "сто=, ста="),
  value(200, "двести="),
  value(300, "триста="),
  value(400, "четыреста="),
  value(500, "пятьсот="),
  value(600, "шестьсот="),
  value(700, "семьсот="),
  value(800, "восемьсот="),
  value(900, "девятьсот="),
  value(1.5, "полтора=, полторы="),
  value(500, "полтысячи="),
  value(500_000, "полмиллиона=, полмиллион=, поллимона="),
  [{ kind: "hundred" }, "yuz, hundred"],
  [{ kind: "half" }, "yarim, с половиной, and a half, half a, half"],
  [{ kind: "joint" }, "and="],
  scale(1_000, "ming, тыс=, тыщ=, тыща=, тыщи=, тысяч=, тысяча=, тысячи=, тысячу=, тысячей=, thousand, grand="),
  scale(1_000_000, "mln, million, млн=, миллион=, миллиона=, миллионов=, лям=, ляма=, лямов=, лимон="),
  scale(1_000_000_000, "mlrd, milliard, млрд=, миллиард=, миллиарда=, миллиардов=, billion, bn="),
]);

/** Scales that are letters count only right after digits: `5k`, but `5 к обеду` is no five thousand. */
const LETTER_SCALES: ReadonlyMap<string, number> = new Map([
  ["k", 1_000],
  ["к", 1_000],
  ["m", 1_000_000],
]);

const isDigits = (token: Token | undefined): boolean => token?.kind === "number" && /^\d+$/.test(token.forms[0] ?? "");
const digitsOf = (token: Token | undefined): string => token?.forms[0] ?? "";

/** Ten and four without their apostrophes are also an English preposition and a cake: they count only before more of a number. */
const HOMOGRAPHS: ReadonlySet<string> = new Set(["on", "tort"]);

/** Longer numbers are no amounts but card or phone numbers. */
const DIGITS_MAX = 16;

/** The number that begins at a token. */
export function numberAt(tokens: readonly Token[], start: number): SpokenNumber | undefined {
  let [total, current] = [new Big(0), null as Big | null];
  let lowestScale = Number.POSITIVE_INFINITY;
  let [index, end] = [start, start];
  let [hasDigits, isScaled] = [false, false];
  let isLiteral = false;

  while (index < tokens.length) {
    if (isDigits(tokens[index])) {
      const literal = literalAt(tokens, index);
      if (!literal || current !== null || (end > start && !continues(tokens, literal, lowestScale))) break;
      current = literal.value;
      [hasDigits, isLiteral] = [true, true];
      index = end = literal.end;
      continue;
    }
    const word = wordAt(tokens, index, isLiteral);
    if (!word) {
      if (
        isSign(tokens[index], "-–") &&
        current !== null &&
        !isLiteral &&
        isAdjacent(tokens[index - 1], tokens[index])
      ) {
        index += 1;
        continue;
      }
      break;
    }
    if (word.kind === "joint") {
      if (end === start) break;
      index += word.count;
      continue;
    }
    if (word.kind === "scale") {
      if (word.scale >= lowestScale) break;
      total = total.plus((current ?? new Big(1)).times(word.scale));
      [current, lowestScale, isScaled, isLiteral] = [null, word.scale, true, false];
    } else if (word.kind === "hundred") {
      if (current?.gt(99)) break;
      current = (current ?? new Big(1)).times(100);
    } else if (word.kind === "value") {
      if (isLiteral || !fitsAfter(current, word.value) || isOtherWord(tokens, index, index === start)) break;
      current = (current ?? new Big(0)).plus(word.value);
    } else {
      const next = wordAt(tokens, index + word.count, false);
      // A half alone is a half of what follows: `yarim million`, but not `yarim kilo`.
      if (current === null && next?.kind !== "scale") break;
      current = (current ?? new Big(0)).plus(0.5);
    }
    index = end = index + word.count;
  }
  if (end === start) return undefined;
  return { value: total.plus(current ?? 0), start, end, hasDigits, isScaled };
}

/** Words of numbers go from large to small: twenty five, but not five twenty. */
function fitsAfter(current: Big | null, next: number): boolean {
  if (current === null) return true;
  const unit = next < 10 ? 10 : next < 100 ? 100 : 1000;
  return current.mod(unit).eq(0);
}

/** True for a homograph that is no number here: in `250 thousand on clothes` and `tort 50 ming`. */
function isOtherWord(tokens: readonly Token[], index: number, isFirst: boolean): boolean {
  const token = tokens[index];
  if (!token || !HOMOGRAPHS.has(token.forms.at(-1) ?? "") || fold(token.text) !== token.forms.at(-1)) return false;
  const next = wordAt(tokens, index + 1, false);
  const before = wordAt(tokens, index - 1, false);
  const isInside = isFirst || before?.kind === "hundred" || before?.kind === "value";
  return !isInside || !(next?.kind === "scale" || next?.kind === "value");
}

function wordAt(
  tokens: readonly Token[],
  index: number,
  isAfterDigits: boolean,
): (NumberWord & { count: number }) | undefined {
  const token = tokens[index];
  if (token?.kind !== "word") return undefined;
  const letterScale = LETTER_SCALES.get(token.forms[0] ?? "");
  if (isAfterDigits && letterScale !== undefined && isAdjacent(tokens[index - 1], token)) {
    return { kind: "scale", scale: letterScale, count: 1 };
  }
  const match = WORDS.at(tokens, index);
  return match && { ...match.value, count: match.count };
}

/** After thousands only what is smaller goes on: `1 million 200 ming`, `2 тысячи 500`; in `50 ming 3 ta non` a count follows. */
function continues(tokens: readonly Token[], { value: literal, end }: Literal, lowestScale: number): boolean {
  const next = wordAt(tokens, end, true);
  if (next?.kind === "scale") return next.scale < lowestScale;
  return literal.gte(100) && literal.lt(1000) && literal.lt(lowestScale);
}

interface Literal {
  readonly value: Big;
  readonly end: number;
}

/**
 * A number in digits. Three digits after one sign group thousands (`25.000`), unless a word for thousands or more follows:
 * `1,250 mln` are one and a quarter. Groups may be separated by single spaces.
 */
function literalAt(tokens: readonly Token[], start: number): Literal | undefined {
  let whole = digitsOf(tokens[start]);
  let end = start + 1;
  if (whole.length <= 3) {
    while (whole.length <= DIGITS_MAX && isSpacedGroup(tokens, end)) {
      whole += digitsOf(tokens[end]);
      end += 1;
    }
  }
  if (whole.length > DIGITS_MAX) return undefined;
  const parts: string[] = [];
  const signs = new Set<string>();
  while (isSign(tokens[end], ".,") && isAdjacent(tokens[end - 1], tokens[end]) && isDigits(tokens[end + 1])) {
    if (!isAdjacent(tokens[end], tokens[end + 1]) || whole.length > DIGITS_MAX) break;
    parts.push(digitsOf(tokens[end + 1]));
    signs.add(tokens[end]?.text ?? "");
    end += 2;
  }
  const last = parts.at(-1);
  if (last === undefined) return { value: new Big(whole), end };
  const isScaled = wordAt(tokens, end, true)?.kind === "scale";
  const areGroups = parts.every((part) => part.length === 3) && signs.size === 1 && /^[1-9]\d{0,2}$/.test(whole);
  if (areGroups && !(isScaled && parts.length === 1)) return inRange(whole + parts.join(""), "", end);
  const groups = parts.slice(0, -1);
  const isDecimal = groups.every((part) => part.length === 3) && (groups.length === 0 || signs.size === 2);
  return isDecimal ? inRange(whole + groups.join(""), last, end) : undefined;
}

const inRange = (whole: string, fraction: string, end: number): Literal | undefined =>
  whole.length + fraction.length > DIGITS_MAX ? undefined : { value: new Big(`${whole}.${fraction || "0"}`), end };

/** True for three digits one space after others: `25 000`. */
const isSpacedGroup = (tokens: readonly Token[], index: number): boolean =>
  isDigits(tokens[index]) &&
  digitsOf(tokens[index]).length === 3 &&
  (tokens[index]?.start ?? 0) - (tokens[index - 1]?.end ?? 0) === 1;
