import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type Day, daysBetween } from "../../../src/kernel/time.ts";
import { occurrenceId, parseRule, ruleText } from "../../../src/leora/recurring/rules.ts";
import { SearchBudget } from "../../../src/leora/recurring/search.ts";
import { datesBetween, datesFrom, endByCount } from "../../../src/leora/recurring/series.ts";

const series = (startDate: Day, rrule: string) => ({ startDate, rule: parseRule(rrule) });
const first = (startDate: Day, rrule: string, limit: number) =>
  datesFrom(new SearchBudget(), series(startDate, rrule), startDate, limit, null);

describe("dates", () => {
  it.each<[what: string, startDate: Day, rrule: string, dates: string]>([
    ["every third day", "2026-02-26", "FREQ=DAILY;INTERVAL=3", "2026-02-26 2026-03-01 2026-03-04"],
    ["weekdays", "2026-01-02", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-01-02 2026-01-05 2026-01-06"],
    ["the start's weekday", "2026-01-07", "FREQ=WEEKLY;INTERVAL=2", "2026-01-07 2026-01-21 2026-02-04"],
    [
      "weeks from Sunday",
      "2026-01-01",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
      "2026-01-11 2026-01-12 2026-01-25",
    ],
    ["weeks from Monday", "2026-01-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "2026-01-04 2026-01-12 2026-01-18"],
    ["the 31st, from the start", "2026-01-31", "FREQ=MONTHLY", "2026-01-31 2026-02-28 2026-03-31 2026-04-30"],
    ["the 31st in a leap year", "2028-01-31", "FREQ=MONTHLY", "2028-01-31 2028-02-29 2028-03-31 2028-04-30"],
    ["the 31st from February on", "2026-02-28", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-02-28 2026-03-31 2026-04-30"],
    [
      "the 15th and the 30th",
      "2026-02-01",
      "FREQ=MONTHLY;BYMONTHDAY=15,30",
      "2026-02-15 2026-02-28 2026-03-15 2026-03-30",
    ],
    [
      "the 30th and 31st once in February",
      "2026-02-01",
      "FREQ=MONTHLY;BYMONTHDAY=30,31",
      "2026-02-28 2026-03-30 2026-03-31 2026-04-30",
    ],
    ["the last day", "2026-01-01", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31 2026-02-28 2026-03-31"],
    [
      "every other month's 31st",
      "2026-02-01",
      "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
      "2026-02-28 2026-04-30 2026-06-30",
    ],
    [
      "the last working day",
      "2026-01-01",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
      "2026-01-30 2026-02-27 2026-03-31",
    ],
    ["the second Tuesday", "2026-01-01", "FREQ=MONTHLY;BYDAY=2TU", "2026-01-13 2026-02-10 2026-03-10"],
    ["Friday the 13th", "2026-01-01", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-02-13 2026-03-13 2026-11-13"],
    [
      "Friday the 31st is never moved to the month's end",
      "2026-01-01",
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=31",
      "2026-07-31 2027-12-31 2028-03-31",
    ],
    ["29 February", "2024-02-29", "FREQ=YEARLY", "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"],
    ["29 February in centuries", "2096-02-29", "FREQ=YEARLY;INTERVAL=4", "2096-02-29 2100-02-28 2104-02-29"],
    ["two months' 31st", "2026-01-01", "FREQ=YEARLY;BYMONTH=2,7;BYMONTHDAY=31", "2026-02-28 2026-07-31 2027-02-28"],
    ["a list in a DAILY rule filters", "2026-01-30", "FREQ=DAILY;BYMONTHDAY=31", "2026-01-31 2026-03-31 2026-05-31"],
    ["Thanksgiving", "2026-01-01", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26 2027-11-25 2028-11-23"],
  ])("%s", (_, startDate, rrule, dates) => {
    expect(first(startDate, rrule, dates.split(" ").length).join(" ")).toBe(dates);
  });

  it("has the same dates from any day on as from the start", () => {
    const weekly = series("2006-01-02", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR");
    expect(datesFrom(new SearchBudget(), weekly, "2026-01-01", 3, null)).toEqual([
      "2026-01-05",
      "2026-01-09",
      "2026-01-26",
    ]);
    expect(datesBetween(new SearchBudget(), weekly, "2026-01-05", "2026-01-09")).toEqual(["2026-01-05", "2026-01-09"]);
    expect(datesBetween(new SearchBudget(), weekly, "2005-01-01", "2005-12-31")).toEqual([]);
  });

  it("ends by COUNT on its last date, with moved month ends counted", () => {
    expect(endByCount(new SearchBudget(), series("2026-01-31", "FREQ=MONTHLY;COUNT=3"), null)).toBe("2026-03-31");
    expect(endByCount(new SearchBudget(), series("2026-01-31", "FREQ=DAILY;COUNT=1000"), null)).toBe("2028-10-26");
    expect(endByCount(new SearchBudget(), series("2026-01-31", "FREQ=DAILY"), null)).toBeNull();
  });

  it("knows a rule that has no date", () => {
    for (const rrule of ["FREQ=MONTHLY;BYMONTH=2;BYDAY=MO;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2"]) {
      expect(() => endByCount(new SearchBudget(), series("2026-01-01", rrule), null), rrule).toThrow(/invalid_input/);
    }
  });
});

describe("the budget of a request", () => {
  const overrides = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [i, {}]));
  const left = (search: SearchBudget) => {
    for (let count = 0; ; count += 1) {
      try {
        search.spend(parseRule("FREQ=DAILY"), "2026-01-01", "2026-01-01");
      } catch {
        return count;
      }
    }
  };

  it("is 100,000 steps, to the last", () => {
    expect(left(new SearchBudget())).toBe(100_000);
    const search = new SearchBudget();
    search.spendOnOverrides(overrides(9_999));
    expect(left(search)).toBe(10);
    expect(() => search.spendOnOverrides(overrides(1))).toThrow(
      expect.objectContaining({ code: "limit_reached", details: [expect.objectContaining({ field: "overrides" })] }),
    );
  });

  it("is mostly spent when another rule might not fit", () => {
    const search = new SearchBudget();
    search.spendOnOverrides(overrides(4_000));
    expect(search.isMostlySpent).toBe(false);
    search.spendOnOverrides(overrides(1));
    expect(search.isMostlySpent).toBe(true);
  });

  it.each([
    ["FREQ=DAILY", 100],
    ["FREQ=DAILY;INTERVAL=3", 34],
    ["FREQ=WEEKLY;BYDAY=MO", 30],
    ["FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", 240],
    ["FREQ=MONTHLY", 8],
    ["FREQ=YEARLY", 6],
  ])("is spent by %s on 100 days: %i", (rrule, steps) => {
    const search = new SearchBudget();
    search.spend(parseRule(rrule), "2026-01-01", "2026-04-10");
    expect(left(search)).toBe(100_000 - steps);
  });
});

describe("compared with a test of each single day", () => {
  const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
  const weekday = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();
  const monthOf = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const lengthOf = (day: Day) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  const monday = (day: Day) => addDays(day, -((weekday(day) + 6) % 7));

  interface Case {
    startDate: Day;
    freq: string;
    interval: number;
    byMonth: number[];
    days: number[];
    byDay: string[];
  }

  /** True when the rule has this day: written from the table of the RFC, with days that a month lacks moved to its end. */
  function matches({ startDate, freq, interval, byMonth, days, byDay }: Case, day: Day): boolean {
    const [dayOfMonth, length] = [Number(day.slice(8)), lengthOf(day)];
    const periods = {
      DAILY: daysBetween(startDate, day),
      WEEKLY: daysBetween(monday(startDate), monday(day)) / 7,
      MONTHLY: monthOf(day) - monthOf(startDate),
      YEARLY: Number(day.slice(0, 4)) - Number(startDate.slice(0, 4)),
    }[freq] as number;
    if (day < startDate || periods % interval !== 0) return false;
    if (byMonth.length > 0 && !byMonth.includes(Number(day.slice(5, 7)))) return false;
    if (byDay.length > 0 && !byDay.includes(WEEKDAYS[weekday(day)] as string)) return false;
    if (freq === "WEEKLY") return byDay.length > 0 || weekday(day) === weekday(startDate);
    if (freq === "DAILY") return days.length === 0 || days.includes(dayOfMonth);
    if (days.length === 0 && byDay.length > 0) return true;
    const wanted = days.length > 0 ? days : [Number(startDate.slice(8))];
    if (freq === "YEARLY" && days.length === 0 && byMonth.length === 0) {
      if (day.slice(5, 7) !== startDate.slice(5, 7)) return false;
    }
    return wanted.some((date) => (byDay.length > 0 ? date : Math.min(date, length)) === dayOfMonth);
  }

  const cases: fc.Arbitrary<Case> = fc
    .record({
      startDate: fc.integer({ min: 0, max: 1500 }).map((days) => addDays("2023-12-25", days)),
      freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
      interval: fc.integer({ min: 1, max: 4 }),
      byMonth: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 3 }),
      byDay: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 3 }),
    })
    .map((rule) => ({ ...rule, days: rule.freq === "WEEKLY" ? [] : rule.days }));

  it("finds the same dates", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 1000 }), (rule, skip) => {
        const parts = [
          `FREQ=${rule.freq};INTERVAL=${rule.interval}`,
          rule.byMonth.length > 0 ? `BYMONTH=${rule.byMonth}` : "",
          rule.days.length > 0 ? `BYMONTHDAY=${rule.days}` : "",
          rule.byDay.length > 0 ? `BYDAY=${rule.byDay}` : "",
        ];
        const from = addDays(rule.startDate, skip);
        const days = Array.from({ length: 500 }, (_, index) => addDays(from, index));
        const expected = days.filter((day) => matches(rule, day));
        const rrule = parts.filter(Boolean).join(";");
        expect(
          datesBetween(new SearchBudget(), series(rule.startDate, rrule), from, addDays(from, 499)),
          rrule,
        ).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe("rules", () => {
  it.each([
    ["FREQ=HOURLY", "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"],
    ["INTERVAL=2", "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"],
    ["FREQ=DAILY;BYHOUR=9", "BYHOUR is not supported"],
    ["FREQ=DAILY;COUNT=2;UNTIL=20260101", "COUNT and UNTIL exclude each other"],
    ["FREQ=DAILY;FREQ=DAILY", "FREQ occurs twice"],
    ["FREQ=DAILY;INTERVAL=0", "INTERVAL must be 1 to 400"],
    ["FREQ=DAILY;INTERVAL=1.5", "INTERVAL must be 1 to 400"],
    ["FREQ=DAILY;COUNT=1001", "COUNT must be 1 to 1000"],
    ["FREQ=DAILY;UNTIL=20260230", "UNTIL must be YYYYMMDD, YYYYMMDDTHHMMSS or YYYYMMDDTHHMMSSZ"],
    ["FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY must not be 0"],
    ["FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY must be -31 to 31"],
    ["FREQ=WEEKLY;BYMONTHDAY=1", "A weekly rule has no BYMONTHDAY"],
    ["FREQ=WEEKLY;BYDAY=1MO", "A number in BYDAY needs a monthly or yearly rule"],
    ["FREQ=WEEKLY;BYDAY=XX", "BYDAY must be MO to SU, with a number in monthly and yearly rules"],
    ["FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another BY part"],
    ["FREQ=DAILY;WKST=XX", "WKST must be MO to SU"],
    ["FREQ=DAILY;", "Expected NAME=VALUE;NAME=VALUE"],
    ["", "Expected NAME=VALUE;NAME=VALUE"],
  ])("%s: %s", (text, message) => {
    expect(() => parseRule(text)).toThrow(
      expect.objectContaining({ code: "invalid_input", details: [{ field: "rrule", message }] }),
    );
  });

  it("writes a rule as it read it", () => {
    for (const text of [
      "FREQ=DAILY;INTERVAL=2;COUNT=5",
      "FREQ=MONTHLY;UNTIL=20261231;BYMONTHDAY=1,-1",
      "FREQ=WEEKLY;UNTIL=20261231T235959Z;BYDAY=MO,WE;WKST=SU",
      "FREQ=YEARLY;UNTIL=20261231T090000;BYMONTH=3;BYDAY=-1SU;BYSETPOS=1",
    ]) {
      expect(ruleText(parseRule(text))).toBe(text);
    }
  });

  it("gives an occurrence the same id everywhere", () => {
    expect(occurrenceId("0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a", "2026-01-31")).toBe(
      "b39a3487-f84b-5e17-b87b-d3864018f293",
    );
  });
});
