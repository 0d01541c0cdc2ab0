import { addDays, type Day, monthStart, weekStart } from "../../../kernel/time.ts";

// The calendar of reports.

export const PERIODS = ["daily", "weekly", "monthly"] as const;
export type Period = (typeof PERIODS)[number];

/** A range of days, both ends included. */
export interface DayRange {
  start_date: Day;
  end_date: Day;
}

const LONGEST_MONTH_DAYS = 31;

/** The period that contains `today`: the day, Monday to Sunday, or the calendar month. */
export function rangeOf(period: Period, today: Day): DayRange {
  switch (period) {
    case "daily":
      return { start_date: today, end_date: today };
    case "weekly":
      return { start_date: weekStart(today), end_date: addDays(weekStart(today), 6) };
    case "monthly": {
      const start = monthStart(today);
      return { start_date: start, end_date: addDays(monthStart(addDays(start, LONGEST_MONTH_DAYS)), -1) };
    }
  }
}
