import { type Day, isDay } from "../../../kernel/time.ts";

/** In which order a file writes year, month and day; a year of four digits in front is seen anyway. */
export const DATE_FORMATS = ["YMD", "DMY", "MDY"] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** `2026-11-17`, `17.11.2026 14:05:11`, `11/17/26`, and Quicken's `1/ 5'26`. */
const SHAPE = /^(\d{1,4})\s*([-./])\s*(\d{1,2})\s*([-./'])\s*(\d{1,4})(?:[T,\s]+(\d{1,2}):(\d{2})\b.*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/** Two digits from here on are of the 20th century. */
const CENTURY_TURN = 70;

const LENGTH_MAX = 40;

interface Written {
  parts: [first: string, second: string, third: string];
  separators: string;
  time: string | null;
}

function written(text: string): Written | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const compact = COMPACT.exec(text.trim());
  if (compact) {
    const [, year = "", month = "", day = ""] = compact;
    return { parts: [year, month, day], separators: "", time: null };
  }
  const match = SHAPE.exec(text.trim());
  if (!match) return undefined;
  const [, first = "", one = "", second = "", two = "", third = "", hour, minute] = match;
  return { parts: [first, second, third], separators: one + two, time: clockTime(hour, minute) };
}

const clockTime = (hour = "", minute = ""): string | null =>
  hour !== "" && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;

/** `9:05`, `14:05:11`; null for anything else. */
export function readTime(text: string): string | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text.trim()) ?? [];
  return clockTime(hour, minute);
}

/** A calendar day, and the time of day where the file has it; what zone that was in, only the bank knows. */
export function readDay(text: string, format: DateFormat): { date: Day; time: string | null } | undefined {
  const found = written(text);
  if (!found) return undefined;
  const [first, second, third] = found.parts;
  const order = first.length === 4 ? "YMD" : format;
  const [year, month, day] =
    order === "YMD" ? [first, second, third] : order === "DMY" ? [third, second, first] : [third, first, second];
  const date = `${fullYear(year, found.separators.endsWith("'"))}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(date) ? { date, time: found.time } : undefined;
}

/** Quicken's apostrophe stands for 2000. */
function fullYear(year: string, isApostrophe: boolean): string {
  if (year.length > 2) return year;
  return String(Number(year) + (isApostrophe || Number(year) < CENTURY_TURN ? 2000 : 1900));
}

/**
 * The order that all dates of a file prove. With dots the day comes first everywhere, with an apostrophe the month.
 * @returns undefined when `05/06/2026` could be either and nothing else tells
 */
export function provenFormat(texts: readonly string[]): DateFormat | undefined {
  const proofs = new Set<DateFormat>();
  let isUndecided = false;
  let isYearFirst = true;
  for (const text of texts) {
    const found = written(text);
    if (!found || found.parts[0].length === 4) continue;
    isYearFirst = false;
    const [first, second] = [Number(found.parts[0]), Number(found.parts[1])];
    if (found.separators.endsWith("'") || second > 12) proofs.add("MDY");
    else if (found.separators === ".." || first > 12) proofs.add("DMY");
    else isUndecided ||= first !== second;
  }
  const [proof, contradiction] = proofs;
  if (contradiction || (proof === undefined && isUndecided)) return undefined;
  return proof ?? (isYearFirst ? "YMD" : "DMY");
}
