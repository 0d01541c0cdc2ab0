import { invalid } from "../../../kernel/errors.ts";
import { addDays, type Day, monthStart, weekStart } from "../../../kernel/time.ts";

// The days that a question is about.

export const NAMED_RANGES = [
  "today",
  "yesterday",
  "last_7_days",
  "last_30_days",
  "last_90_days",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_year",
  "all_time",
] as const;
export type NamedRange = (typeof NAMED_RANGES)[number];

export const DEFAULT_RANGE: NamedRange = "last_30_days";

/** From the first to the last day, both included. */
export interface DateRange {
  readonly from: Day;
  readonly to: Day;
}

/** A range as it is asked for. */
export type AskedRange = NamedRange | DateRange;

/** A range whose beginning is known, or not yet: `all_time` begins on the day of the first row, which is read with the facts. */
export interface RangeToRead extends DateRange {
  readonly beginsWithFirstRow: boolean;
}

/** Reports know no earlier day. */
const FIRST_DAY: Day = "1900-01-01";

/**
 * The days of a range. Weeks begin on Monday; a week, month or year that is not over ends today.
 * @throws invalid_input on `context.dateRange` when it ends before it begins
 */
export function dateRangeOf(range: AskedRange, today: Day): RangeToRead {
  if (typeof range !== "string") {
    if (range.from > range.to) throw invalid("context.dateRange", "Must not end before it begins");
    return { from: range.from, to: range.to, beginsWithFirstRow: false };
  }
  const [from, to] = daysOf(range, today);
  return { from, to, beginsWithFirstRow: range === "all_time" };
}

function daysOf(range: NamedRange, today: Day): [from: Day, to: Day] {
  switch (range) {
    case "today":
      return [today, today];
    case "yesterday":
      return [addDays(today, -1), addDays(today, -1)];
    case "last_7_days":
      return [addDays(today, -6), today];
    case "last_30_days":
      return [addDays(today, -29), today];
    case "last_90_days":
      return [addDays(today, -89), today];
    case "this_week":
      return [weekStart(today), today];
    case "last_week":
      return [addDays(weekStart(today), -7), addDays(weekStart(today), -1)];
    case "this_month":
      return [monthStart(today), today];
    case "last_month":
      return [monthStart(addDays(monthStart(today), -1)), addDays(monthStart(today), -1)];
    case "this_year":
      return [`${today.slice(0, 4)}-01-01`, today];
    case "all_time":
      return [FIRST_DAY, today];
  }
}
