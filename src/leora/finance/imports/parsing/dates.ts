import { type Day, dayOf, fromIso, isDay, timeOf, withinYears } from "../../../../kernel/time.ts";
import { monthNamed } from "./month-names.ts";

// Reads dates and times as bank files write them.

/** The order in which a file writes year, month and day. A date that starts with a four-digit year is `YMD` in any file. */
export const DATE_FORMATS = ["YMD", "DMY", "MDY"] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** `2026-11-17`, `2026.11.17.`, `17.11.2026`, `11/17/26`, and Quicken's `1/ 5'26`. */
const SEPARATED = /^(\d{1,4})\s*([-./])\s*(\d{1,2})\s*([-./'])\s*(\d{1,4})\.?/;
/** `20261117`. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
/** `24-DEC-25`, `24 декабря 2025 г.`, `24th December, 2025`. */
const DAY_AND_NAME =
  /^(\d{1,2})(?:st|nd|rd|th)?[-\s./]*(\p{L}{3,12})\.?[-\s./,']*(\d{4}|\d{2})(?!\d)\.?(?:\s*(?:г|yil)\.?(?!\p{L}))?/iu;
/** `Dec 24, 2025`. */
const NAME_AND_DAY = /^(\p{L}{3,12})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4}|\d{2})(?!\d)/iu;

/** `14:05:11.250`, `2:05 p.m.`, with the zone of an instant: `Z`, `UTC`, `+05:00`, `GMT+5`. */
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)(?:\s*([ap])\.?m\b\.?)?\s*(?:(?:Z|UTC|GMT)(?!\p{L})\s*(?:([-+])(\d{1,2})(?::?(\d{2}))?)?|([-+])(\d{1,2})(?::?(\d{2}))?)?/iu;

/** Years of two digits are of the 20th century from this one on, earlier ones of the 21st. */
const FIRST_YEAR_OF_20TH_CENTURY = 70;

const LENGTH_MAX = 50;

interface DateParts {
  /** Three numbers in the order of the file, or year, month and day when the text itself tells which is which. */
  numbers: [first: string, second: string, third: string];
  isOrdered: boolean;
  /** The two separators between the numbers; empty when there are none. */
  separators: string;
  /** What follows the date. */
  rest: string;
}

function splitDate(text: string): DateParts | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LENGTH_MAX) return undefined;
  const parts = separatedParts(trimmed) ?? namedParts(trimmed);
  // Whatever follows a date is its time: `1.11.20261` is no date.
  return parts && /^($|[T,\s])/i.test(parts.rest) ? parts : undefined;
}

function separatedParts(text: string): DateParts | undefined {
  const compact = COMPACT.exec(text);
  if (compact) {
    const [all, year = "", month = "", day = ""] = compact;
    return { numbers: [year, month, day], isOrdered: true, separators: "", rest: text.slice(all.length) };
  }
  const match = SEPARATED.exec(text);
  if (!match) return undefined;
  const [all, first = "", separator = "", second = "", nextSeparator = "", third = ""] = match;
  const separators = separator + nextSeparator;
  return { numbers: [first, second, third], isOrdered: first.length === 4, separators, rest: text.slice(all.length) };
}

function namedParts(text: string): DateParts | undefined {
  const [dayFirst, nameFirst] = [DAY_AND_NAME.exec(text), NAME_AND_DAY.exec(text)];
  const [day = "", name = "", year = ""] = dayFirst?.slice(1) ?? [nameFirst?.[2], nameFirst?.[1], nameFirst?.[3]];
  const month = monthNamed(name);
  if (month === undefined) return undefined;
  const length = (dayFirst ?? nameFirst)?.[0].length ?? 0;
  return { numbers: [year, month, day], isOrdered: true, separators: "", rest: text.slice(length) };
}

interface ClockTime {
  /** `HH:MM`. */
  time: string;
  /** `Z` or `+05:00`; null when the text names no zone. */
  offset: string | null;
}

function splitTime(text: string): ClockTime | null {
  const match = TIME.exec(text.trim().replace(/^[T,]\s*/i, ""));
  if (!match) return null;
  const [all, hour = "", minute = "", second = "0", half] = match;
  const [sign, offsetHour, offsetMinute = "00"] = match.slice(match[5] === undefined ? 8 : 5);
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  if (hours > 23 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const zone = sign === undefined ? (/[A-Z]/i.test(all.replace(/[ap]\.?m\b/i, "")) ? "Z" : null) : sign;
  const offset = zone === null || zone === "Z" ? zone : `${zone}${(offsetHour ?? "").padStart(2, "0")}:${offsetMinute}`;
  return { time: `${String(hours).padStart(2, "0")}:${minute}`, offset };
}

/** `9:05`, `14:05:11` or `2:05 PM` as `HH:MM`; null for any other text. */
export const parseTime = (text: string): string | null =>
  text.length > LENGTH_MAX ? null : (splitTime(text)?.time ?? null);

/**
 * A calendar day, with the time of day (`HH:MM`) if the text has one. Both are taken as written, but for a text that names
 * its offset from UTC: that is an instant, which falls on a day of the user's.
 * @param timezone the user's, as an IANA name
 * @returns undefined when the text is no date in this format
 */
export function parseDate(
  text: string,
  format: DateFormat,
  timezone: string,
): { date: Day; time: string | null } | undefined {
  const parts = splitDate(text);
  if (!parts) return undefined;
  const [first, second, third] = parts.numbers;
  const order = parts.isOrdered ? "YMD" : format;
  const [year, month, day] =
    order === "YMD" ? [first, second, third] : order === "DMY" ? [third, second, first] : [third, first, second];
  const date = `${fullYear(year, parts.separators.endsWith("'"))}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (!isDay(date)) return undefined;
  const clock = splitTime(parts.rest);
  if (!clock?.offset) return { date, time: clock?.time ?? null };
  const instant = fromIso(`${date}T${clock.time}:00${clock.offset}`);
  if (instant === undefined || withinYears(instant) !== instant) return undefined;
  return { date: dayOf(instant, timezone), time: timeOf(instant, timezone) };
}

/** Quicken writes years from 2000 on with an apostrophe: `'05` is 2005. */
function fullYear(year: string, hasApostrophe: boolean): string {
  if (year.length > 2) return year;
  const isOf21stCentury = hasApostrophe || Number(year) < FIRST_YEAR_OF_20TH_CENTURY;
  return String(Number(year) + (isOf21stCentury ? 2000 : 1900));
}

/**
 * The date format of a file, as its dates show it together. Dates with dots are day first in every country.
 * @returns undefined when they contradict each other, or when none of them decides what `05/06/2026` is
 */
export function detectDateFormat(texts: readonly string[]): DateFormat | undefined {
  const formats = new Set<DateFormat>();
  let isUndecided = false;
  let isOrdered = true;
  for (const text of texts) {
    const parts = splitDate(text);
    if (!parts || parts.isOrdered) continue;
    isOrdered = false;
    const [first, second] = [Number(parts.numbers[0]), Number(parts.numbers[1])];
    if (second > 12) formats.add("MDY");
    else if (parts.separators === ".." || first > 12) formats.add("DMY");
    else isUndecided ||= first !== second;
  }
  const [format, contradiction] = formats;
  if (contradiction || (format === undefined && isUndecided)) return undefined;
  return format ?? (isOrdered ? "YMD" : "DMY");
}
