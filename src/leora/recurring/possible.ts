import type { Rule } from "./rules.ts";

// Which rules can have dates at all, decided without a search.

/** Days of each month in a leap year. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTHS = MONTH_DAYS.map((_, index) => index + 1);
const WEEKDAYS_OF_MONTH = 5;
const WEEKDAYS_OF_YEAR = 53;

/**
 * False for a rule that no date can ever match: a day that its months lack (30 February), a weekday that they lack (the 6th
 * Monday of a month), or a position beyond all dates of a period. Some of the other rules have no date either, because their
 * parts exclude each other for this start date; those are found by searching.
 */
export const isPossible = (rule: Rule): boolean => hasMonthDay(rule) && hasWeekday(rule) && hasPosition(rule);

function hasMonthDay({ freq, byMonth, byMonthDay, byDay, bySetPos }: Rule): boolean {
  // Without BYDAY and BYSETPOS, days that a month lacks become its last day, except in daily rules.
  if (byMonthDay.length === 0 || (freq !== "DAILY" && byDay.length + bySetPos.length === 0)) return true;
  const longest = Math.max(...monthsOf(byMonth).map((month) => MONTH_DAYS[month - 1] ?? 31));
  return byMonthDay.some((day) => Math.abs(day) <= longest);
}

function hasWeekday({ freq, byMonth, byDay }: Rule): boolean {
  const most = freq === "YEARLY" && byMonth.length === 0 ? WEEKDAYS_OF_YEAR : WEEKDAYS_OF_MONTH;
  return byDay.length === 0 || byDay.some((weekday) => ordinalOf(weekday) <= most);
}

function hasPosition(rule: Rule): boolean {
  const { bySetPos } = rule;
  return bySetPos.length === 0 || bySetPos.some((position) => Math.abs(position) <= mostDates(rule));
}

/** No period of the rule has more dates than this, before BYSETPOS chooses among them. */
function mostDates({ freq, byMonth, byMonthDay, byDay }: Rule): number {
  if (freq === "DAILY") return 1;
  if (freq === "WEEKLY") return Math.max(1, byDay.length);
  const months = freq === "MONTHLY" ? 1 : monthsOf(byMonth).length;
  const weekdays = freq === "YEARLY" && byMonth.length === 0 ? WEEKDAYS_OF_YEAR : WEEKDAYS_OF_MONTH * months;
  const byWeekday = byDay.reduce((sum, weekday) => sum + (ordinalOf(weekday) === 0 ? weekdays : months), 0);
  const counts = [
    ...(byDay.length > 0 ? [byWeekday] : []),
    ...(byMonthDay.length > 0 ? [byMonthDay.length * months] : []),
  ];
  return counts.length > 0 ? Math.min(...counts) : months;
}

const monthsOf = (byMonth: readonly number[]): readonly number[] => (byMonth.length > 0 ? byMonth : MONTHS);

/** The number before a weekday, without its sign; 0 when there is none, which means every such weekday. */
const ordinalOf = (weekday: string): number => Math.abs(Number.parseInt(weekday, 10)) || 0;
