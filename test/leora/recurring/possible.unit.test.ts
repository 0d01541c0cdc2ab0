import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPossible } from "../../../src/leora/recurring/possible.ts";
import { explicitRule, parseRule } from "../../../src/leora/recurring/rules.ts";
import { SearchBudget } from "../../../src/leora/recurring/search.ts";
import { endByCount } from "../../../src/leora/recurring/series.ts";

const START = "2024-01-01";
const possible = (rrule: string, startDate = START) => isPossible(explicitRule(parseRule(rrule), startDate));

describe("a rule", () => {
  it.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-30",
    "FREQ=DAILY;BYMONTH=4,6,9,11;BYMONTHDAY=31,-31",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-3",
    "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=-30",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO;BYMONTHDAY=28",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH;BYSETPOS=20",
    "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=3",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29,-1;BYSETPOS=2",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31,-30",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=6TH",
    "FREQ=YEARLY;BYDAY=53MO,53TU,53WE;BYSETPOS=3",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=54",
    "FREQ=YEARLY;BYMONTH=3;BYSETPOS=2",
  ])("%s has no date", (rrule) => {
    expect(possible(rrule)).toBe(false);
    expect(() => endByCount(new SearchBudget(), { rule: parseRule(rrule), startDate: START }, null)).toThrow(
      expect.objectContaining({ details: [{ field: "rrule", message: "No date can match this rule" }] }),
    );
  });

  it.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-29",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
    "FREQ=DAILY;BYMONTH=2,3;BYMONTHDAY=30",
    "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO,TU;BYSETPOS=-2",
    "FREQ=MONTHLY;BYMONTHDAY=-31",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=7",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=-5MO;BYMONTHDAY=1",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-15",
    "FREQ=MONTHLY;BYMONTHDAY=1,31;BYSETPOS=2",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,-1",
    "FREQ=YEARLY;BYDAY=53MO,53TU;BYSETPOS=2",
    "FREQ=YEARLY;BYDAY=-53SU;BYMONTHDAY=1",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=53",
    "FREQ=YEARLY;BYMONTH=3,5;BYSETPOS=2",
  ])("%s has dates", (rrule) => {
    expect(possible(rrule)).toBe(true);
  });

  it("that names no day means the last one of months that lack the day of its start", () => {
    for (const [rrule, startDate, written] of [
      ["FREQ=MONTHLY;BYMONTH=2,4", "2026-01-31", "30"],
      ["FREQ=YEARLY;BYMONTH=2", "2026-01-31", "29"],
      ["FREQ=YEARLY", "2024-02-29", "29"],
      ["FREQ=MONTHLY", "2026-01-31", "31"],
    ] as const) {
      expect(explicitRule(parseRule(rrule), startDate).byMonthDay.join(), rrule).toBe(written);
      expect(possible(rrule, startDate), rrule).toBe(true);
    }
    // BYSETPOS counts the dates that there are, so that nothing is moved.
    expect(possible("FREQ=MONTHLY;BYMONTH=2,4;BYSETPOS=1", "2026-01-31")).toBe(false);
    expect(possible("FREQ=MONTHLY;BYMONTH=2,4;BYSETPOS=1", "2026-01-30")).toBe(true);
  });
});

describe("compared with all days of 401 years", () => {
  const YEARS = 401;
  const days = fc.oneof(fc.constantFrom(29, 30, 31, -29, -30, -31), fc.integer({ min: 1, max: 31 }));
  const list = <Item>(item: fc.Arbitrary<Item>) => fc.uniqueArray(item, { maxLength: 2 });
  const nth = fc.constantFrom("", "", "1", "5", "-5", "-1", "6", "53", "-53");
  const weekday = fc.constantFrom("MO", "TH", "SU");

  const rules = fc
    .record({
      freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
      months: list(fc.constantFrom(1, 2, 4, 9, 12)),
      days: list(days),
      weekdays: list(fc.tuple(nth, weekday)),
      positions: list(fc.constantFrom(1, -1, 2, -3, 5, 6, 10, 11, 54)),
    })
    .map(({ freq, months, days, weekdays, positions }) => {
      const maxNth = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 53 }[freq] as number;
      const byDay = [...new Set(weekdays.map(([n, name]) => (Math.abs(Number(n)) <= maxNth ? n : "") + name))];
      const byMonthDay = freq === "WEEKLY" ? [] : days;
      const takesPositions = freq !== "DAILY" && months.length + byMonthDay.length + byDay.length > 0;
      const parts: [string, readonly unknown[]][] = [
        ["FREQ", [freq]],
        ["BYMONTH", months],
        ["BYMONTHDAY", byMonthDay],
        ["BYDAY", byDay],
        ["BYSETPOS", takesPositions ? positions : []],
      ];
      return parts.flatMap(([name, values]) => (values.length > 0 ? [`${name}=${values}`] : [])).join(";");
    });

  /** One day, with its place among the same weekdays of its month and year, counted from both ends. */
  interface CalendarDay {
    /** Numbers that the days of one period of each frequency share. */
    DAILY: number;
    WEEKLY: number;
    MONTHLY: number;
    YEARLY: number;
    month: number;
    monthDays: [fromStart: number, fromEnd: number];
    weekday: string;
    nthInMonth: [fromStart: number, fromEnd: number];
    nthInYear: [fromStart: number, fromEnd: number];
  }

  /** The days of the calendar by their numbers since 2024, of which the first is a Monday. */
  const CALENDAR: CalendarDay[] = Array.from({ length: YEARS * 366 }, (_, index) => {
    const day = new Date(Date.UTC(2024, 0, 1 + index));
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + 1];
    const weekday = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"][day.getUTCDay()] ?? "";
    const periods = { DAILY: index, WEEKLY: Math.floor(index / 7), MONTHLY: year * 12 + month, YEARLY: year };
    return { ...periods, month, weekday, monthDays: [0, 0], nthInMonth: [0, 0], nthInYear: [0, 0] };
  });
  for (const [end, days] of [CALENDAR, CALENDAR.toReversed()].entries()) {
    const seen = new Map<string, number>();
    const next = (key: string) => seen.set(key, (seen.get(key) ?? 0) + 1).get(key) ?? 0;
    for (const day of days) {
      day.monthDays[end] = next(`${day.MONTHLY}`);
      day.nthInMonth[end] = next(`${day.MONTHLY}/${day.weekday}`);
      day.nthInYear[end] = next(`${day.YEARLY}/${day.weekday}`);
    }
  }

  /** True when the rule has a date, by the table of the RFC and every day of the calendar. */
  function hasDate(rrule: string): boolean {
    const { freq, byMonth, byMonthDay, byDay, bySetPos } = explicitRule(parseRule(rrule), START);
    const counted = ([fromStart, fromEnd]: [number, number]) => [fromStart, -fromEnd];
    const isDate = (day: CalendarDay) => {
      if (byMonth.length > 0 && !byMonth.includes(day.month)) return false;
      if (byMonthDay.length > 0 && !counted(day.monthDays).some((date) => byMonthDay.includes(date))) return false;
      const nths = freq === "YEARLY" && byMonth.length === 0 ? day.nthInYear : day.nthInMonth;
      const isNth = (name: string) => counted(nths).some((nth) => name === nth + day.weekday);
      return byDay.length === 0 || byDay.some((name) => name === day.weekday || isNth(name));
    };
    const isChosen = (dates: number) =>
      bySetPos.length === 0 ? dates > 0 : bySetPos.some((position) => Math.abs(position) <= dates);
    let [period, dates] = [-1, 0];
    return CALENDAR.some((day) => {
      if (day[freq] !== period) [period, dates] = [day[freq], 0];
      if (isDate(day)) dates += 1;
      return isChosen(dates);
    });
  }

  it("is right about every rule", () => {
    fc.assert(
      fc.property(rules, (rrule) => {
        expect(possible(rrule), rrule).toBe(hasDate(rrule));
      }),
      { numRuns: 150, seed: 9 },
    );
  }, 60_000);
});
