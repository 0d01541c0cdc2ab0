import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../kernel/time.ts";

// The calendar of sales analytics: which periods a range of days consists of.

export const PERIODS = ["daily", "weekly", "monthly", "yearly"] as const;
export type PeriodKind = (typeof PERIODS)[number];

/** The most periods of one report: ten years by day. More would take too long, and nobody would read them. */
const PERIODS_MAX = 3_700;

/** A calendar period, or the part of it that lies in a report's range. */
export interface Period {
  /** Names the whole calendar period: `2026-11-24`, `2026-W48`, `2026-11` or `2026`. */
  label: string;
  from: Day;
  /** The day after the last. */
  to: Day;
}

/** The calendar periods from `start` to `end`, both included. The first and the last are cut to that range. */
export function periodsOf(start: Day, end: Day, kind: PeriodKind): Period[] | "too many" {
  const after = addDays(end, 1);
  const periods: Period[] = [];
  for (let from = start; from < after; ) {
    if (periods.length === PERIODS_MAX) return "too many";
    const next = nextStart(from, kind);
    const to = next < after ? next : after;
    periods.push({ label: labelOf(from, kind), from, to });
    from = to;
  }
  return periods;
}

/** The month of `today` and the eleven before it. */
export const lastTwelveMonths = (today: Day): { start: Day; end: Day } => ({
  start: monthsBefore(monthStart(today), 11),
  end: addDays(nextStart(today, "monthly"), -1),
});

const monthsBefore = (month: Day, count: number): Day =>
  count === 0 ? month : monthsBefore(monthStart(addDays(month, -1)), count - 1);

function nextStart(day: Day, kind: PeriodKind): Day {
  switch (kind) {
    case "daily":
      return addDays(day, 1);
    case "weekly":
      return addDays(weekStart(day), 7);
    case "monthly":
      return monthStart(addDays(monthStart(day), 31));
    case "yearly":
      return `${String(Number(day.slice(0, 4)) + 1).padStart(4, "0")}-01-01`;
  }
}

function labelOf(day: Day, kind: PeriodKind): string {
  switch (kind) {
    case "daily":
      return day;
    case "weekly":
      return isoWeek(day);
    case "monthly":
      return day.slice(0, 7);
    case "yearly":
      return day.slice(0, 4);
  }
}

/** `YYYY-Www` by ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(day: Day): string {
  const thursday = addDays(weekStart(day), 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** `part` of `whole` in percent with 2 decimals; 0 when `whole` is 0. */
export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part * 10_000) / whole) / 100;
