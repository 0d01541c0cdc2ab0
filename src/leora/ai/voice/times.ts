import { Lexicon } from "../../words/lexicon.ts";
import { numberAt } from "../../words/numbers.ts";
import { isAdjacent, isSign, type Token } from "../../words/tokens.ts";
import { currencyAfter } from "./amounts.ts";

// The time of day that a sentence names: `18:30`, `soat 9 da`, `в 9 вечера`, `at 7 pm`.

export interface SpokenTime {
  /** `HH:mm`. */
  readonly time: string;
  readonly start: number;
  readonly end: number;
}

/** Which half of the day an hour is in. */
type Part = "am" | "noon" | "pm" | "evening" | "night";

const NAMED = new Lexicon<string>([
  ["12:00", "в полдень, at noon, noon=, tushda="],
  ["00:00", "в полночь, at midnight, midnight="],
]);
const BEFORE_PART = new Lexicon<Part>([
  ["am", "ertalab, ertalabki, tong, tonggi, утром=, morning="],
  ["noon", "kunduzi, kunduzgi, tushdan keyin, днем=, afternoon="],
  ["evening", "kechki, kechqurun, oqshom, вечером=, evening=, tonight="],
  ["night", "tungi, tunda, kechasi, ночью="],
]);
const AFTER_PART = new Lexicon<Part>([
  ["am", "утра=, am=, a m, in the morning, ertalab="],
  ["noon", "дня=, in the afternoon"],
  ["pm", "pm=, p m"],
  ["evening", "вечера=, in the evening, at night, kechqurun=, tonight="],
  ["night", "ночи="],
]);
const HOUR_WORD = new Lexicon<true>([[true, "soat, в=, к=, до=, at=, by="]]);
/** These alone say that a number is an hour; the others are said of much else: `в 9 магазинах`. */
const CLOCK_WORD = new Lexicon<true>([[true, "soat, часов=, часа=, час=, o'clock, oclock="]]);
const HALF = new Lexicon<true>([[true, "yarim, yarimda, half="]]);
const CASE = new Lexicon<true>([[true, "da=, ga=, dan=, gacha=, larda="]]);
/** An hour without its number: `в час ночи`. */
const ONE_HOUR = new Lexicon<true>([[true, "час="]]);

/**
 * The first time that a sentence names.
 * @param isTaken tokens that mean something else, such as a day
 * @param mayBeBare true where an hour alone is a time (`в 9`, `9 da`), as in a reminder, but not beside an amount
 */
export function timeIn(
  tokens: readonly Token[],
  isTaken: (index: number) => boolean,
  mayBeBare: boolean,
): SpokenTime | undefined {
  for (let index = 0; index < tokens.length; index += 1) {
    const found = isTaken(index) ? undefined : (namedAt(tokens, index) ?? clockAt(tokens, index, isTaken, mayBeBare));
    if (found) return found;
  }
  return undefined;
}

function namedAt(tokens: readonly Token[], start: number): SpokenTime | undefined {
  const match = NAMED.at(tokens, start);
  return match && { time: match.value, start, end: start + match.count };
}

function clockAt(
  tokens: readonly Token[],
  start: number,
  isTaken: (index: number) => boolean,
  mayBeBare: boolean,
): SpokenTime | undefined {
  const before = BEFORE_PART.at(tokens, start);
  // `tomorrow evening at 7`: the word may belong to the day.
  let part = before?.value ?? BEFORE_PART.at(tokens, start - 1)?.value;
  let index = start + (before?.count ?? 0);
  const hourWord = HOUR_WORD.at(tokens, index);
  let isClock = hourWord !== undefined && CLOCK_WORD.at(tokens, index) !== undefined;
  index += hourWord?.count ?? 0;
  const read = hourAndMinute(tokens, index, hourWord !== undefined) ?? oneHour(tokens, index);
  if (!read || isTaken(index) || isMoney(tokens, index)) return undefined;
  let { hour, minute, end } = read;
  const after = CLOCK_WORD.at(tokens, end);
  if (after) {
    isClock = true;
    end += after.count;
  }
  const half = HALF.at(tokens, end);
  if (half && (isClock || part !== undefined) && minute === 0) {
    minute = 30;
    end += half.count;
  }
  const isAtHour = mayBeBare && isLocative(tokens, end);
  end += CASE.at(tokens, end)?.count ?? 0;
  const dots = afterPart(tokens, end);
  part = dots?.part ?? part;
  end = dots?.end ?? end;
  const isBare = !read.hasMinutes && !isClock && part === undefined;
  if (isBare && !(mayBeBare && (hourWord || isAtHour))) return undefined;
  hour = inPart(hour, part);
  return hour > 23 ? undefined : at(hour, minute, start, end);
}

/** True after an hour in the case that says when: `9 da`, `to'qqizda`. */
const isLocative = (tokens: readonly Token[], end: number): boolean =>
  tokens[end]?.forms.at(-1) === "da" || (tokens[end - 1]?.forms.at(-1) ?? "").endsWith("da");

/** `soat 20 dollarga` is a watch. */
function isMoney(tokens: readonly Token[], index: number): boolean {
  const number = numberAt(tokens, index);
  return number !== undefined && (number.isScaled || currencyAfter(tokens, number.end) !== undefined);
}

const at = (hour: number, minute: number, start: number, end: number): SpokenTime => ({
  time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`,
  start,
  end,
});

/** `утра`, `pm`, and `p.m.`, whose letters are words of their own. */
function afterPart(tokens: readonly Token[], index: number): { part: Part; end: number } | undefined {
  const letters = tokens[index]?.forms[0] ?? "";
  if (/^[ap]$/.test(letters) && isSign(tokens[index + 1], ".") && tokens[index + 2]?.forms[0] === "m") {
    return { part: letters === "a" ? "am" : "pm", end: index + (isSign(tokens[index + 3], ".") ? 4 : 3) };
  }
  const match = AFTER_PART.at(tokens, index);
  return match && { part: match.value, end: index + match.count };
}

interface HourAndMinute {
  hour: number;
  minute: number;
  hasMinutes: boolean;
  end: number;
}

/** @param mayHavePoint true after a word such as `soat`, where `18.30` is no amount */
function hourAndMinute(tokens: readonly Token[], index: number, mayHavePoint: boolean): HourAndMinute | undefined {
  const [first, sign, second] = tokens.slice(index, index + 3);
  const hour = /^\d{1,2}$/.test(first?.forms[0] ?? "") ? Number(first?.forms[0]) : undefined;
  if (hour !== undefined) {
    const hasMinutes =
      isSign(sign, mayHavePoint ? ":." : ":") &&
      isAdjacent(first, sign) &&
      isAdjacent(sign, second) &&
      /^[0-5]\d$/.test(second?.forms[0] ?? "");
    return hasMinutes
      ? { hour, minute: Number(second?.forms[0]), hasMinutes, end: index + 3 }
      : { hour, minute: 0, hasMinutes, end: index + 1 };
  }
  const number = numberAt(tokens, index);
  if (!number || number.hasDigits || number.value.gt(23)) return undefined;
  const [whole, rest] = [Math.floor(Number(number.value)), Number(number.value) % 1];
  return { hour: whole, minute: rest * 60, hasMinutes: false, end: number.end };
}

/** The one of `в час ночи`, where a half of the day follows; else the word means a span. */
const oneHour = (tokens: readonly Token[], index: number): HourAndMinute | undefined => {
  const word = ONE_HOUR.at(tokens, index);
  return word && AFTER_PART.at(tokens, index + 1) && { hour: 1, minute: 0, hasMinutes: false, end: index + 1 };
};

function inPart(hour: number, part: Part | undefined): number {
  if (hour > 12 || part === undefined) return hour;
  if (part === "am") return hour % 12;
  // Twelve in the evening or at night is midnight.
  if (part === "night") return hour >= 6 && hour < 12 ? hour + 12 : hour % 12;
  if (part === "evening" && hour === 12) return 0;
  if (part === "noon") return hour >= 10 ? hour : hour + 12;
  return (hour % 12) + 12;
}
