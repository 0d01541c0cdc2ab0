import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  DAY_MS,
  dayOf,
  daysBetween,
  fromIso,
  isDay,
  isTimeZone,
  monthStart,
  startOfDay,
  toIso,
  weekStart,
  zonedToInstant,
} from "../../src/kernel/time.ts";

const ZONES = [
  "Asia/Tashkent",
  "Europe/Moscow",
  "Europe/Istanbul",
  "Asia/Riyadh",
  "Asia/Dubai",
  "UTC",
  "America/New_York",
  "America/Havana",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
] as const;

const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.parse("1971-01-01T00:00:00Z"), max: Date.parse("2099-12-31T00:00:00Z") });
const day = fc.integer({ min: FIRST / DAY_MS, max: Math.floor(LAST / DAY_MS) }).map((n) => addDays("1970-01-01", n));

describe("isDay", () => {
  it.each(["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "2026-12-31"])("%s is one", (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    "0000-12-31",
    "2023-02-29",
    "1900-02-29",
    "2026-02-30",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "2026-1-1",
    "20260101",
    "2026-01-01T00:00:00Z",
    " 2026-01-01",
    "2026-01-01\n",
    "+002026-01-01",
    "٢٠٢٦-٠١-٠١",
    "",
  ])("%j is none", (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe("calendar arithmetic", () => {
  it.each([
    ["2026-10-25", 1, "2026-10-26"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2023-02-28", 1, "2023-03-01"],
    ["2024-03-01", -1, "2024-02-29"],
    ["2026-10-01", 0, "2026-10-01"],
    ["0001-01-01", 3_652_058, "9999-12-31"],
  ])("%s plus %i days is %s", (from, count, to) => {
    expect(addDays(from, count)).toBe(to);
    expect(daysBetween(from, to)).toBe(count);
  });

  it("does not leave the years 0001–9999", () => {
    expect(() => addDays("9999-12-31", 1)).toThrow(RangeError);
    expect(() => addDays("0001-01-01", -1)).toThrow(RangeError);
  });

  it("adds what lies between", () => {
    fc.assert(fc.property(day, day, (from, to) => addDays(from, daysBetween(from, to)) === to));
  });

  it("orders days as their text does", () => {
    fc.assert(fc.property(day, day, (a, b) => a < b === daysBetween(a, b) > 0));
  });

  it.each([
    ["2026-09-28", "2026-09-28"],
    ["2026-10-01", "2026-09-28"],
    ["2026-10-04", "2026-09-28"],
    ["2026-10-05", "2026-10-05"],
    ["2027-01-01", "2026-12-28"],
    ["0001-01-01", "0001-01-01"],
  ])("the week of %s begins on Monday, %s", (of, monday) => {
    expect(weekStart(of)).toBe(monday);
  });

  it.each([
    ["2026-10-31", "2026-10-01"],
    ["2026-10-01", "2026-10-01"],
    ["0999-02-28", "0999-02-01"],
  ])("the month of %s begins on %s", (of, first) => {
    expect(monthStart(of)).toBe(first);
  });
});

describe("ISO 8601", () => {
  it.each([
    ["2026-10-01T09:30:00.000Z", "2026-10-01T09:30:00.000Z"],
    ["2026-10-01T09:30:00Z", "2026-10-01T09:30:00.000Z"],
    ["2026-10-01T09:30Z", "2026-10-01T09:30:00.000Z"],
    ["2026-10-01T09:30:00.1Z", "2026-10-01T09:30:00.100Z"],
    ["2026-10-01T09:30:00.123999999Z", "2026-10-01T09:30:00.123Z"],
    ["2026-10-01T02:00:00+05:00", "2026-09-30T21:00:00.000Z"],
    ["2026-12-31T23:00:00-03:30", "2027-01-01T02:30:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
    ["1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"],
  ])("%s is %s", (text, iso) => {
    expect(fromIso(text)).toBe(Date.parse(iso));
    expect(toIso(Date.parse(iso))).toBe(iso);
  });

  it.each([
    "2026-10-01",
    "2026-10-01T09:30:00",
    "2026-10-01 09:30:00Z",
    "2026-10-01T24:00:00Z",
    "2026-10-01T09:60:00Z",
    "2026-10-01T23:59:60Z",
    "2026-02-30T00:00:00Z",
    "2026-10-01T09:30:00+24:00",
    "2026-10-01T09:30:00+05",
    "2026-10-01T09:30:00.Z",
    "2026-10-01T09:30:00.1234567890Z",
    "2026-10-01t09:30:00z",
    "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "1759311000000",
    "now",
    "",
  ])("%j is refused", (text) => {
    expect(fromIso(text)).toBeUndefined();
  });

  it("reads what it writes", () => {
    fc.assert(fc.property(fc.integer({ min: FIRST, max: LAST }), (ms) => fromIso(toIso(ms)) === ms));
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => fromIso(text) === undefined || isDay(text.slice(0, 10))),
    );
  });
});

describe("isTimeZone", () => {
  it.each([...ZONES, "asia/tashkent", "Asia/Calcutta", "Etc/GMT+5"])("%s is one", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "Asia/Nowhere", "+05:00", "-03:30", "Tashkent", "Asia/Tashkent ", `A${"a".repeat(64)}`, "\0"])(
    "%j is none",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe("dayOf", () => {
  it.each([
    ["2026-10-01T18:59:59.999Z", "Asia/Tashkent", "2026-10-01"],
    ["2026-10-01T19:00:00.000Z", "Asia/Tashkent", "2026-10-02"],
    ["2026-10-01T20:59:59.999Z", "Europe/Moscow", "2026-10-01"],
    ["2026-10-01T21:00:00.000Z", "Europe/Moscow", "2026-10-02"],
    ["2026-10-01T03:59:59.999Z", "America/New_York", "2026-09-30"],
    ["2026-12-01T04:59:59.999Z", "America/New_York", "2026-11-30"],
    ["2026-10-01T18:15:00.000Z", "Asia/Kathmandu", "2026-10-02"],
    ["1969-12-31T19:00:00.000Z", "Asia/Karachi", "1970-01-01"],
    // Samoa skipped 30 December 2011 to change sides of the date line.
    ["2011-12-30T09:59:59.999Z", "Pacific/Apia", "2011-12-29"],
    ["2011-12-30T10:00:00.000Z", "Pacific/Apia", "2011-12-31"],
  ])("at %s it is in %s %s", (iso, timeZone, expected) => {
    expect(dayOf(Date.parse(iso), timeZone)).toBe(expected);
  });

  it("agrees with Intl", () => {
    const calendars = new Map(
      ZONES.map((name) => [name, new Intl.DateTimeFormat("en-CA", { timeZone: name, dateStyle: "short" })]),
    );
    fc.assert(fc.property(instant, zone, (ms, name) => dayOf(ms, name) === calendars.get(name)?.format(ms)));
  });
});

describe("zonedToInstant", () => {
  it.each([
    ["2026-10-01", "09:30", "Asia/Tashkent", "2026-10-01T04:30:00.000Z"],
    ["2026-10-01", "00:00", "UTC", "2026-10-01T00:00:00.000Z"],
    ["2026-10-01", "00:15", "Asia/Kathmandu", "2026-09-30T18:30:00.000Z"],
    // New York skips 02:00–03:00 on 8 March 2026 and has 01:00–02:00 twice on 1 November.
    ["2026-03-08", "01:59", "America/New_York", "2026-03-08T06:59:00.000Z"],
    ["2026-03-08", "02:30", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["2026-03-08", "03:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-11-01", "02:00", "America/New_York", "2026-11-01T07:00:00.000Z"],
    // Lord Howe moves its clocks by half an hour.
    ["2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"],
    // Moscow has stayed on UTC+3 since 26 October 2014, Istanbul since 2016.
    ["2014-10-25", "12:00", "Europe/Moscow", "2014-10-25T08:00:00.000Z"],
    ["2026-07-01", "12:00", "Europe/Moscow", "2026-07-01T09:00:00.000Z"],
    ["2026-01-01", "12:00", "Europe/Istanbul", "2026-01-01T09:00:00.000Z"],
  ])("%s %s in %s is %s", (on, time, timeZone, iso) => {
    expect(toIso(zonedToInstant(on, time, timeZone))).toBe(iso);
  });
});

describe("startOfDay", () => {
  it.each([
    ["2026-10-01", "Asia/Tashkent", "2026-09-30T19:00:00.000Z"],
    ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
    ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
    // Havana skips 00:00–01:00 on 8 March 2026, and has it twice on 1 November.
    ["2026-03-08", "America/Havana", "2026-03-08T05:00:00.000Z"],
    ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
  ])("%s begins in %s at %s", (on, timeZone, iso) => {
    expect(toIso(startOfDay(on, timeZone))).toBe(iso);
  });

  it("is the first instant of its day, for every instant", () => {
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        const on = dayOf(ms, name);
        const start = startOfDay(on, name);
        expect(start).toBeLessThanOrEqual(ms);
        expect(dayOf(start, name)).toBe(on);
        expect(dayOf(start - 1, name) < on).toBe(true);
      }),
    );
  });
});
