import { invalid } from "../../../kernel/errors.ts";
import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";

/** The days that a report covers, from `from` to `to`, both included. */
export interface Period {
  from: Day;
  to: Day;
}

export const GROUPINGS = ["day", "week", "month"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/**
 * The period that a report is asked for. Without both ends it is the current month; with `dateFrom` alone it lasts until
 * today; with `dateTo` alone it begins on the first of that month.
 * @throws invalid_input when it ends before it begins
 */
export function reportPeriod(
  { dateFrom, dateTo }: { dateFrom?: Day | undefined; dateTo?: Day | undefined },
  today: Day,
): Period {
  const from = dateFrom ?? monthStart(dateTo ?? today);
  const to = dateTo ?? (dateFrom === undefined ? monthEnd(today) : later(dateFrom, today));
  if (from > to) throw invalid("dateFrom", "Must not be after dateTo");
  return { from, to };
}

/** The period right before: as many days, or as many months when the period is made of whole ones. */
export function previousPeriod({ from, to }: Period): Period {
  const end = addDays(from, -1);
  if (from !== monthStart(from) || to !== monthEnd(to)) return { from: addDays(end, -daysBetween(from, to)), to: end };
  let start = from;
  for (let month = from; month <= to; month = nextMonth(month)) start = monthStart(addDays(start, -1));
  return { from: start, to: end };
}

/**
 * The days, weeks (from Monday) or months of a period in order; the first and the last are cut to it.
 * @throws invalid_input when there are more than a chart can show
 */
export function partsOf({ from, to }: Period, grouping: Grouping): Period[] {
  const parts: Period[] = [];
  for (let start = from; start <= to; ) {
    if (parts.length === LIMITS.finance.reportParts) {
      throw invalid("groupBy", `The period has more than ${LIMITS.finance.reportParts} parts`);
    }
    const end = endOf(start, grouping);
    parts.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return parts;
}

/** The first day of the part that a day of the period is in: see `partsOf`. */
export const partStart = ({ from }: Period, grouping: Grouping, day: Day): Day => {
  const start = grouping === "month" ? monthStart(day) : grouping === "week" ? weekStart(day) : day;
  return later(start, from);
};

const endOf = (day: Day, grouping: Grouping): Day => {
  if (grouping === "month") return monthEnd(day);
  return grouping === "week" ? addDays(weekStart(day), 6) : day;
};

/** The first day of the month after the day's. */
export const nextMonth = (day: Day): Day => monthStart(addDays(monthStart(day), 31));
const monthEnd = (day: Day): Day => addDays(nextMonth(day), -1);
const later = (a: Day, b: Day): Day => (a > b ? a : b);
