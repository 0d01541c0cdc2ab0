import { MONTH_DAYS, type Rule, WEEKDAYS } from "./rules.ts";

// Which rules can have dates at all, decided without a search. A year has one of fourteen shapes: it is a leap year or none,
// and begins on one of seven weekdays. All of them occur within 28 years, and so does everything that a rule with INTERVAL=1
// can tell days by.

const FEBRUARY = 2;
const SHAPES = [true, false].flatMap((isLeap) => WEEKDAYS.map((_, firstWeekday) => ({ isLeap, firstWeekday })));
type Shape = (typeof SHAPES)[number];

/** Where a day is in its month and year. Months and days are counted from 1, `dayOfYear` and weekdays from 0. */
interface Place {
  month: number;
  date: number;
  monthDays: number;
  dayOfYear: number;
  yearDays: number;
  weekday: number;
}

/** The weekday of a BYDAY; `nth` counts such weekdays of a month or year, from the end when negative; 0 means each. */
interface Weekday {
  nth: number;
  weekday: number;
}

/**
 * False for a rule whose parts exclude each other on every day of the calendar: 30 February, the 6th Monday of a month, a
 * position beyond all dates of a period. With an INTERVAL some further rules have no date because of the day on which they
 * start; those are found by searching. COUNT and UNTIL are ignored.
 */
export function isPossible(rule: Rule): boolean {
  const needed = rule.bySetPos.length > 0 ? Math.min(...rule.bySetPos.map(Math.abs)) : 1;
  const weekdays = rule.byDay.map((text) => ({
    nth: Number.parseInt(text, 10) || 0,
    weekday: WEEKDAYS.findIndex((name) => text.endsWith(name)),
  }));
  return SHAPES.some((shape) => hasPeriod(rule, weekdays, shape, needed));
}

/** True when a period of the rule in such a year has at least so many dates, before BYSETPOS chooses among them. */
function hasPeriod(rule: Rule, weekdays: readonly Weekday[], shape: Shape, needed: number): boolean {
  const dates = new Map<number, number>();
  let dayOfYear = 0;
  const yearDays = shape.isLeap ? 366 : 365;
  for (const [index, longest] of MONTH_DAYS.entries()) {
    const month = index + 1;
    const monthDays = month === FEBRUARY && !shape.isLeap ? longest - 1 : longest;
    for (let date = 1; date <= monthDays; date += 1, dayOfYear += 1) {
      const weekday = (shape.firstWeekday + dayOfYear) % 7;
      const place = { month, date, monthDays, dayOfYear, yearDays, weekday };
      if (!matches(rule, weekdays, place)) continue;
      const period = { DAILY: dayOfYear, WEEKLY: dayOfYear - weekday, MONTHLY: month, YEARLY: 0 }[rule.freq];
      const found = (dates.get(period) ?? 0) + 1;
      if (found === needed) return true;
      dates.set(period, found);
    }
  }
  return false;
}

function matches({ freq, byMonth, byMonthDay }: Rule, weekdays: readonly Weekday[], place: Place): boolean {
  const { month, date, monthDays, dayOfYear, yearDays, weekday } = place;
  if (byMonth.length > 0 && !byMonth.includes(month)) return false;
  if (byMonthDay.length > 0 && !byMonthDay.includes(date) && !byMonthDay.includes(date - monthDays - 1)) return false;
  const [position, length] = freq === "YEARLY" && byMonth.length === 0 ? [dayOfYear, yearDays] : [date - 1, monthDays];
  const nths = [0, Math.floor(position / 7) + 1, -Math.floor((length - 1 - position) / 7) - 1];
  return weekdays.length === 0 || weekdays.some((wanted) => wanted.weekday === weekday && nths.includes(wanted.nth));
}
