import { addDays, addMonthsToDay, type Day, monthStart, weekStart } from "../../../kernel/time.ts";
import type { PeriodUnit } from "./period-words.ts";
import type { AskedRange, DateRange, NamedRange } from "./ranges.ts";

// Whole days, weeks, months and years, and numbers of them up to today.

const NAMED_DAYS: ReadonlyMap<number, NamedRange> = new Map([
  [7, "last_7_days"],
  [30, "last_30_days"],
  [90, "last_90_days"],
]);

/**
 * So many units up to today, today included. Months begin on the day after the same day so many months ago: on 17 December,
 * three months are 18 September to 17 December.
 */
export function lastUnits(today: Day, unit: PeriodUnit, count: number): AskedRange {
  if (unit === "month" || unit === "year") {
    return { from: addDays(addMonthsToDay(today, unit === "year" ? -12 * count : -count), 1), to: today };
  }
  const days = unit === "week" ? 7 * count : count;
  return NAMED_DAYS.get(days) ?? { from: addDays(today, 1 - days), to: today };
}

/** The whole day, week, month or year that lies so many later than that of a day. */
export function unitOf(day: Day, unit: PeriodUnit, later: number): DateRange {
  if (unit === "day") return { from: addDays(day, later), to: addDays(day, later) };
  if (unit === "week") {
    const from = addDays(weekStart(day), 7 * later);
    return { from, to: addDays(from, 6) };
  }
  if (unit === "month") {
    const from = addMonthsToDay(monthStart(day), later);
    return { from, to: addDays(addMonthsToDay(from, 1), -1) };
  }
  const year = String(Number(day.slice(0, 4)) + later).padStart(4, "0");
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

export const wholeYear = (year: number): DateRange => unitOf(`${year}-01-01`, "year", 0);
export const wholeMonth = (year: number, month: number): DateRange =>
  unitOf(`${year}-${String(month).padStart(2, "0")}-01`, "month", 0);
