import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";

export const BUDGET_TYPES = ["category", "project"] as const;
export const DIRECTIONS = ["income", "expense"] as const;
export const PERIOD_TYPES = ["none", "weekly", "monthly", "custom_range"] as const;
export const ROLLOVER_MODES = ["none", "carryover"] as const;

/** Sums by day, in minor units, the earliest first. */
export type Upcoming = [day: Day, amount: number][];

/** What a budget's periods follow from: weeks start on Monday, months are the calendar's. */
export interface Terms {
  periodType: (typeof PERIOD_TYPES)[number];
  /** The budget's life: periods are cut to it. */
  startDate: Day | null;
  endDate: Day | null;
  rolloverMode: (typeof ROLLOVER_MODES)[number];
  limitAmount: number;
}

/** First and last day; null where it is open. */
export interface Period {
  start: Day | null;
  end: Day | null;
}

/** Where a budget's periods have come to: the period that counts, and what is left of those before it. */
export interface Standing {
  periodStart: Day | null;
  periodEnd: Day | null;
  rollsAfter: Day | null;
  carryFrom: Day | null;
  carriedLimit: number;
  since: Day | null;
}

/** What the entries of a budget sum up to. */
export interface Figures {
  spentAmount: number;
  carriedAmount: number;
  contributionTotal: number;
  upcoming: Upcoming;
}

export type Numbers = Standing & Figures & { isExceedNotified: boolean };

const isBefore = (day: Day, bound: Day | null): boolean => bound !== null && day < bound;
const isAfter = (day: Day, bound: Day | null): boolean => bound !== null && day > bound;

/** The period that a day is in; before the budget's life the first one, after it the last one. */
export function periodOf({ periodType, startDate, endDate }: Terms, day: Day): Period {
  if (periodType !== "weekly" && periodType !== "monthly") return { start: startDate, end: endDate };
  const within = isBefore(day, startDate) ? startDate : isAfter(day, endDate) ? endDate : day;
  const start = calendarStart(periodType, within ?? day);
  const end = periodType === "weekly" ? addDays(start, 6) : addDays(monthStart(addDays(start, 31)), -1);
  return {
    start: isBefore(start, startDate) ? startDate : start,
    end: isAfter(end, endDate) ? endDate : end,
  };
}

const calendarStart = (type: "weekly" | "monthly", day: Day): Day =>
  type === "weekly" ? weekStart(day) : monthStart(day);

/** How many periods begin after the one of `from` and not after the one of `to`. */
function periodsBetween({ periodType }: Terms, from: Day, to: Day): number {
  if (periodType === "weekly") return daysBetween(weekStart(from), weekStart(to)) / 7;
  const months = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(to) - months(from);
}

/**
 * Where a budget stands whose terms are new on `today`. Without a start date its life begins with the present period,
 * and so does what it carries, unless `anchor` says that they began earlier.
 */
export function opened(terms: Terms, today: Day, anchor: Pick<Standing, "since" | "carryFrom"> | null): Standing {
  const { start, end } = periodOf(terms, today);
  const repeats = terms.periodType === "weekly" || terms.periodType === "monthly";
  const carries = repeats && terms.rolloverMode === "carryover";
  const carryFrom = carries ? (terms.startDate ?? anchor?.carryFrom ?? start) : null;
  return {
    periodStart: start,
    periodEnd: end,
    rollsAfter: repeats && isAfter(terms.endDate ?? "9999", end) ? end : null,
    carryFrom,
    carriedLimit: carryFrom && start ? exact(periodsBetween(terms, carryFrom, start) * terms.limitAmount) : 0,
    since: terms.startDate ?? (anchor ? anchor.since : repeats ? start : null),
  };
}

/** The numbers on `today`: whichever periods have ended since leave over what they did not spend, and the next counts. */
export function roll<Row extends Terms & Numbers>(row: Row, today: Day): Row {
  if (row.rollsAfter === null || today <= row.rollsAfter) return row;
  const { start, end } = periodOf(row, today);
  const sum = (from: Day, to: Day) =>
    row.upcoming.reduce((so, [day, amount]) => (day >= from && day < to ? so + amount : so), 0);
  const after = end === null ? "9999" : addDays(end, 1);
  const isCarrying = row.carryFrom !== null && row.periodStart !== null && start !== null;
  const limits = isCarrying ? periodsBetween(row, row.periodStart ?? "", start ?? "") * row.limitAmount : 0;
  const passed = row.spentAmount + sum("", start ?? "");
  return {
    ...row,
    periodStart: start,
    periodEnd: end,
    rollsAfter: isAfter(row.endDate ?? "9999", end) ? end : null,
    carriedLimit: exact(row.carriedLimit + limits),
    carriedAmount: isCarrying ? exact(row.carriedAmount + limits - passed) : 0,
    spentAmount: sum(start ?? "", after),
    upcoming: row.upcoming.filter(([day]) => day >= after),
    isExceedNotified: false,
  };
}

/** What an amount of a day changes. Days outside the budget's life change nothing. */
export function effectOf(
  row: Standing & Pick<Terms, "endDate">,
  day: Day,
  amount: number,
): { spentAmount: number; carriedAmount: number; contributionTotal: number; upcoming: number } {
  const none = { spentAmount: 0, carriedAmount: 0, contributionTotal: 0, upcoming: 0 };
  if (isBefore(day, row.since) || isAfter(day, row.endDate)) return none;
  const counted = { ...none, contributionTotal: amount };
  if (isAfter(day, row.periodEnd)) return { ...counted, upcoming: amount };
  if (!isBefore(day, row.periodStart)) return { ...counted, spentAmount: amount };
  return row.carryFrom !== null && day >= row.carryFrom ? { ...counted, carriedAmount: -amount } : counted;
}

/** Everything that a budget's entries sum up to. */
export function figuresOf(
  row: Standing & Pick<Terms, "endDate">,
  entries: Iterable<{ date: Day; appliedAmount: number }>,
): Figures {
  const figures: Figures = { spentAmount: 0, carriedAmount: row.carriedLimit, contributionTotal: 0, upcoming: [] };
  for (const { date, appliedAmount } of entries) {
    const effect = effectOf(row, date, appliedAmount);
    figures.spentAmount += effect.spentAmount;
    figures.carriedAmount += effect.carriedAmount;
    figures.contributionTotal += effect.contributionTotal;
    figures.upcoming = withUpcoming(figures.upcoming, date, effect.upcoming);
  }
  return { ...figures, carriedAmount: exact(figures.carriedAmount) };
}

export function withUpcoming(upcoming: Upcoming, day: Day, by: number): Upcoming {
  if (by === 0) return upcoming;
  const sums = new Map(upcoming);
  const sum = (sums.get(day) ?? 0) + by;
  if (sum === 0) sums.delete(day);
  else sums.set(day, sum);
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** True while more was spent than the limit and what was carried to it. */
export const isOverspent = (row: Pick<Terms, "limitAmount"> & Pick<Figures, "carriedAmount" | "spentAmount">) =>
  BigInt(row.spentAmount) > BigInt(row.limitAmount) + BigInt(row.carriedAmount);

/** What the clock alone moves must never become a number that no write can store. */
const exact = (amount: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, amount)) + 0;
