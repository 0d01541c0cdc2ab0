import { addDays, type Day, monthStart, startOfDay, weekStart } from "../../kernel/time.ts";
import { nextMonth, type Period } from "../finance/reports/periods.ts";
import type { InsightPeriod, InsightScope } from "./finding.ts";

// The days that runs of each scope are about, and until when their insights count.

/** What a run without a range of its own is about: today, or the last whole week (from Monday) or month before it. */
export function lastPeriod(scope: Exclude<InsightScope, "custom">, today: Day): InsightPeriod {
  if (scope === "daily") return { scope, from: today, to: today };
  const to = addDays(scope === "weekly" ? weekStart(today) : monthStart(today), -1);
  return { scope, from: scope === "weekly" ? weekStart(to) : monthStart(to), to };
}

/** The name of a period among those of its scope: the day, the Monday, `YYYY-MM`, or `from..to`. */
export function periodKey({ scope, from, to }: InsightPeriod): string {
  if (scope === "custom") return `${from}..${to}`;
  return scope === "monthly" ? monthOf(from) : from;
}

/** The month of a day, `YYYY-MM`. */
export const monthOf = (day: Day): string => day.slice(0, 7);

/** The week before a week. */
export const weekBefore = ({ from }: Period): Period => ({ from: addDays(from, -7), to: addDays(from, -1) });

/**
 * Until when an insight of a scope counts, UTC ms: the first moment after the user's present day, week or month. Null for a
 * range: what somebody asks about one does not go out of date.
 */
export function endOfScope(scope: InsightScope, today: Day, timezone: string): number | null {
  if (scope === "custom") return null;
  const next = { daily: addDays(today, 1), weekly: addDays(weekStart(today), 7), monthly: nextMonth(today) };
  return startOfDay(next[scope], timezone);
}
