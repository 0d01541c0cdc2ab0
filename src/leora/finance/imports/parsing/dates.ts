import { type Day, isDay } from "../../../../kernel/time.ts";

// Reads dates and times as bank files write them.

/** The order in which a file writes year, month and day. A date that starts with a four-digit year is `YMD` in any file. */
export const DATE_FORMATS = ["YMD", "DMY", "MDY"] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** `2026-11-17`, `17.11.2026 14:05:11`, `11/17/26`, and Quicken's `1/ 5'26`. */
const SEPARATED = /^(\d{1,4})\s*([-./])\s*(\d{1,2})\s*([-./'])\s*(\d{1,4})(?:[T,\s]+(\d{1,2}):(\d{2})\b.*)?$/;
/** `20261117`. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/** Years of two digits are of the 20th century from this one on, earlier ones of the 21st. */
const FIRST_YEAR_OF_20TH_CENTURY = 70;

const LENGTH_MAX = 40;

interface DateParts {
  numbers: [first: string, second: string, third: string];
  /** The two separators between the numbers; empty when there are none. */
  separators: string;
  time: string | null;
}

function splitDate(text: string): DateParts | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const compact = COMPACT.exec(text.trim());
  if (compact) {
    const [, year = "", month = "", day = ""] = compact;
    return { numbers: [year, month, day], separators: "", time: null };
  }
  const match = SEPARATED.exec(text.trim());
  if (!match) return undefined;
  const [, first = "", separator = "", second = "", nextSeparator = "", third = "", hour, minute] = match;
  return {
    numbers: [first, second, third],
    separators: separator + nextSeparator,
    time: clockTime(hour, minute),
  };
}

const clockTime = (hour = "", minute = ""): string | null =>
  hour !== "" && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;

/** `9:05` or `14:05:11` as `HH:MM`; null for any other text. */
export function parseTime(text: string): string | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text.trim()) ?? [];
  return clockTime(hour, minute);
}

/**
 * A calendar day, with the time of day (`HH:MM`) if the text has one. Both are taken as written: files do not tell their
 * time zone.
 * @returns undefined when the text is no date in this format
 */
export function parseDate(text: string, format: DateFormat): { date: Day; time: string | null } | undefined {
  const parts = splitDate(text);
  if (!parts) return undefined;
  const [first, second, third] = parts.numbers;
  const order = first.length === 4 ? "YMD" : format;
  const [year, month, day] =
    order === "YMD" ? [first, second, third] : order === "DMY" ? [third, second, first] : [third, first, second];
  const date = `${fullYear(year, parts.separators.endsWith("'"))}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(date) ? { date, time: parts.time } : undefined;
}

/** Quicken writes years from 2000 on with an apostrophe: `'05` is 2005. */
function fullYear(year: string, hasApostrophe: boolean): string {
  if (year.length > 2) return year;
  const isOf21stCentury = hasApostrophe || Number(year) < FIRST_YEAR_OF_20TH_CENTURY;
  return String(Number(year) + (isOf21stCentury ? 2000 : 1900));
}

/**
 * The date format of a file, as its dates show it together. Dates with dots are day first in every country, and Quicken's
 * dates with an apostrophe are month first.
 * @returns undefined when they contradict each other, or when none of them decides what `05/06/2026` is
 */
export function detectDateFormat(texts: readonly string[]): DateFormat | undefined {
  const formats = new Set<DateFormat>();
  let isUndecided = false;
  let isYearFirst = true;
  for (const text of texts) {
    const parts = splitDate(text);
    if (!parts || parts.numbers[0].length === 4) continue;
    isYearFirst = false;
    const [first, second] = [Number(parts.numbers[0]), Number(parts.numbers[1])];
    if (parts.separators.endsWith("'") || second > 12) formats.add("MDY");
    else if (parts.separators === ".." || first > 12) formats.add("DMY");
    else isUndecided ||= first !== second;
  }
  const [format, contradiction] = formats;
  if (contradiction || (format === undefined && isUndecided)) return undefined;
  return format ?? (isYearFirst ? "YMD" : "DMY");
}
