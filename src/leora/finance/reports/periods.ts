import { invalid } from "../../../kernel/errors.ts";
import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";

/** Days from `from` to `to`, both included. */
export interface Period {
  from: Day;
  to: Day;
}

export const GROUPINGS = ["day", "week", "month"] as const;
export type Grouping = (typeof GROUPINGS)[number];

const SERIES_MAX = 1000;

/**
 * The period that a report is asked for. Neither end: the current month; only `dateFrom`: until today;
 * only `dateTo`: from the first of its month.
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

/** The period of the same length right before; before whole months as many months. */
export function previousPeriod({ from, to }: Period): Period {
  const end = addDays(from, -1);
  if (from !== monthStart(from) || to !== monthEnd(to)) return { from: addDays(end, -daysBetween(from, to)), to: end };
  let start = from;
  for (let month = from; month <= to; month = nextMonth(month)) start = monthStart(addDays(start, -1));
  return { from: start, to: end };
}

/** The parts of a period in order, cut to it: days, weeks from Monday, months. @throws invalid_input when too many */
export function partsOf({ from, to }: Period, grouping: Grouping): Period[] {
  const parts: Period[] = [];
  for (let start = from; start <= to; ) {
    if (parts.length === SERIES_MAX) throw invalid("groupBy", `The period has more than ${SERIES_MAX} parts`);
    const end = endOf(start, grouping);
    parts.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return parts;
}

const endOf = (day: Day, grouping: Grouping): Day => {
  if (grouping === "month") return monthEnd(day);
  return grouping === "week" ? addDays(weekStart(day), 6) : day;
};

const nextMonth = (day: Day): Day => monthStart(addDays(monthStart(day), 31));
const monthEnd = (day: Day): Day => addDays(nextMonth(day), -1);
const later = (a: Day, b: Day): Day => (a > b ? a : b);
