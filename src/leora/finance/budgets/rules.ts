import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";

// The periods of a budget, and what its entries sum up to in them. Amounts are minor units of the budget's currency.

export const BUDGET_TYPES = ["category", "project"] as const;
export const DIRECTIONS = ["income", "expense"] as const;
export const PERIOD_TYPES = ["none", "weekly", "monthly", "custom_range"] as const;
export const ROLLOVER_MODES = ["none", "carryover"] as const;

/** Sums by day, the earliest first. */
export type Upcoming = [day: Day, amount: number][];

/** The columns that decide a budget's periods. Weeks start on Monday, months are the calendar's. */
export interface PeriodSettings {
  periodType: (typeof PERIOD_TYPES)[number];
  /** The first and the last day of the budget: periods are cut to them. */
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

/** The columns that tell which period a budget is in, and what earlier periods carry to it: see `table.ts`. */
export interface PeriodState {
  periodStart: Day | null;
  periodEnd: Day | null;
  rollsAfter: Day | null;
  carryFrom: Day | null;
  carriedLimit: number;
  since: Day | null;
}

/** The columns that sum up the entries of a budget: see `table.ts`. */
export interface Totals {
  spentAmount: number;
  carriedAmount: number;
  contributionTotal: number;
  upcoming: Upcoming;
}

/** All columns of a budget that only the server changes. */
export type DerivedColumns = PeriodState & Totals & { isExceedNotified: boolean };

/** The totals of a budget without entries. */
export const NO_TOTALS: Totals = { spentAmount: 0, carriedAmount: 0, contributionTotal: 0, upcoming: [] };

/** Later than any day: the end of what has no end. */
const AFTER_EVERY_DAY = "9999";

const isBefore = (day: Day, bound: Day | null): boolean => bound !== null && day < bound;
const isAfter = (day: Day, bound: Day | null): boolean => bound !== null && day > bound;

/** The period that a day is in; the first one for days before the budget begins, the last one for days after its end. */
function periodOf({ periodType, startDate, endDate }: PeriodSettings, day: Day): Period {
  if (periodType !== "weekly" && periodType !== "monthly") return { start: startDate, end: endDate };
  const nearest = isBefore(day, startDate) ? startDate : isAfter(day, endDate) ? endDate : day;
  const start = calendarStart(periodType, nearest ?? day);
  const end = periodType === "weekly" ? addDays(start, 6) : addDays(monthStart(addDays(start, 31)), -1);
  return {
    start: isBefore(start, startDate) ? startDate : start,
    end: isAfter(end, endDate) ? endDate : end,
  };
}

const calendarStart = (type: "weekly" | "monthly", day: Day): Day =>
  type === "weekly" ? weekStart(day) : monthStart(day);

/** How many periods begin after the one of `from` and not after the one of `to`. */
function periodsBetween({ periodType }: PeriodSettings, from: Day, to: Day): number {
  if (periodType === "weekly") return daysBetween(weekStart(from), weekStart(to)) / 7;
  const monthNumber = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return monthNumber(to) - monthNumber(from);
}

/**
 * The periods of a budget whose period settings are new on `today`. A budget without a start date begins with the present
 * period, and so does what it carries over.
 * @param previous the state before the settings changed, when the budget still begins where it began then
 */
export function periodStateOn(
  settings: PeriodSettings,
  today: Day,
  previous: Pick<PeriodState, "since" | "carryFrom"> | null,
): PeriodState {
  const { periodType, rolloverMode, startDate, endDate, limitAmount } = settings;
  const { start, end } = periodOf(settings, today);
  const repeats = periodType === "weekly" || periodType === "monthly";
  const carries = repeats && rolloverMode === "carryover";
  const carryFrom = carries ? (startDate ?? previous?.carryFrom ?? start) : null;
  return {
    periodStart: start,
    periodEnd: end,
    rollsAfter: repeats && isAfter(endDate ?? AFTER_EVERY_DAY, end) ? end : null,
    carryFrom,
    carriedLimit: carryFrom && start ? inRange(periodsBetween(settings, carryFrom, start) * limitAmount) : 0,
    since: startDate ?? (previous ? previous.since : repeats ? start : null),
  };
}

/**
 * A budget in the period of `today`. When its stored period is over, what that one and any others in between have left
 * over or overspent is carried, where the budget carries over, and the entries of the present period count as spent.
 */
export function inPeriodOf<Row extends PeriodSettings & DerivedColumns>(row: Row, today: Day): Row {
  if (row.rollsAfter === null || today <= row.rollsAfter) return row;
  const { start, end } = periodOf(row, today);
  const sumOfDays = (from: Day, to: Day) =>
    row.upcoming.reduce((sum, [day, amount]) => (day >= from && day < to ? sum + amount : sum), 0);
  const dayAfter = end === null ? AFTER_EVERY_DAY : addDays(end, 1);
  const isCarrying = row.carryFrom !== null && row.periodStart !== null && start !== null;
  const limits = isCarrying ? periodsBetween(row, row.periodStart ?? "", start ?? "") * row.limitAmount : 0;
  const spentBefore = row.spentAmount + sumOfDays("", start ?? "");
  return {
    ...row,
    periodStart: start,
    periodEnd: end,
    rollsAfter: isAfter(row.endDate ?? AFTER_EVERY_DAY, end) ? end : null,
    carriedLimit: inRange(row.carriedLimit + limits),
    carriedAmount: isCarrying ? inRange(row.carriedAmount + limits - spentBefore) : 0,
    spentAmount: sumOfDays(start ?? "", dayAfter),
    upcoming: row.upcoming.filter(([day]) => day >= dayAfter),
    isExceedNotified: false,
  };
}

/** What an amount of a day adds to each total; `upcoming` to the sum of that day. */
export type TotalsChange = Record<keyof Totals, number>;

const NO_CHANGE: TotalsChange = { spentAmount: 0, carriedAmount: 0, contributionTotal: 0, upcoming: 0 };

/** What an amount of a day adds to the totals of a budget: nothing when the budget does not reach to that day. */
export function changeOfTotals(
  row: PeriodState & Pick<PeriodSettings, "endDate">,
  day: Day,
  amount: number,
): TotalsChange {
  if (isBefore(day, row.since) || isAfter(day, row.endDate)) return NO_CHANGE;
  const counted = { ...NO_CHANGE, contributionTotal: amount };
  if (isAfter(day, row.periodEnd)) return { ...counted, upcoming: amount };
  if (!isBefore(day, row.periodStart)) return { ...counted, spentAmount: amount };
  return row.carryFrom !== null && day >= row.carryFrom ? { ...counted, carriedAmount: -amount } : counted;
}

/** The totals with the changes of some amounts, each of a day. They may leave the range of exact numbers. */
export function withAmounts(
  row: PeriodState & Pick<PeriodSettings, "endDate">,
  totals: Totals,
  amounts: Iterable<readonly [day: Day, amount: number]>,
): Totals {
  const next = { ...totals };
  for (const [day, amount] of amounts) {
    const change = changeOfTotals(row, day, amount);
    next.spentAmount += change.spentAmount;
    next.carriedAmount += change.carriedAmount;
    next.contributionTotal += change.contributionTotal;
    next.upcoming = withUpcoming(next.upcoming, day, change.upcoming);
  }
  return next;
}

/** Everything that all entries of a budget sum up to. */
export function totalsOf(
  row: PeriodState & Pick<PeriodSettings, "endDate">,
  entries: Iterable<{ date: Day; appliedAmount: number }>,
): Totals {
  const amounts = Array.from(entries, ({ date, appliedAmount }) => [date, appliedAmount] as const);
  const totals = withAmounts(row, { ...NO_TOTALS, carriedAmount: row.carriedLimit }, amounts);
  return { ...totals, carriedAmount: inRange(totals.carriedAmount) };
}

function withUpcoming(upcoming: Upcoming, day: Day, change: number): Upcoming {
  if (change === 0) return upcoming;
  const sums = new Map(upcoming);
  const sum = (sums.get(day) ?? 0) + change;
  if (sum === 0) sums.delete(day);
  else sums.set(day, sum);
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** True while more was spent than the limit and what was carried to it. */
export const isOverspent = (row: Pick<PeriodSettings, "limitAmount"> & Pick<Totals, "carriedAmount" | "spentAmount">) =>
  BigInt(row.spentAmount) > BigInt(row.limitAmount) + BigInt(row.carriedAmount);

/**
 * Ends an amount at the bounds of exact numbers. Carried amounts also grow by the passing of time alone, which no write
 * can refuse.
 */
const inRange = (amount: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, amount)) + 0;
