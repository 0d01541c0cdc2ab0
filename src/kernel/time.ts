import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import * as PlainDateTime from "temporal-polyfill/fns/PlainDateTime";
import * as ZonedDateTime from "temporal-polyfill/fns/ZonedDateTime";

// Days, moments and time zones. Moments are UTC milliseconds; calendar days are texts, which sort as days do.
//
// Only functions of the Temporal polyfill are imported: they bundle to a third of the size of its classes and load in
// half the time. Calendar arithmetic needs neither, because a day in UTC has exactly 86,400,000 ms.

/** A calendar day, `YYYY-MM-DD`, years 0001–9999. */
export type Day = string;

/** Milliseconds of an hour, and of a day in UTC. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const TIME_ZONE_MAX = 64;
const FIRST_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** True for a real calendar day written `YYYY-MM-DD`, years 0001–9999. */
export function isDay(text: string): boolean {
  const match = DAY.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** `day` plus `count` days, which may be negative. @throws RangeError when that leaves the years 0001–9999. */
export function addDays(day: Day, count: number): Day {
  return dayFromUtc(utcStart(day) + count * DAY_MS);
}

/** The day `count` days before, or the first one there is: 0001-01-01. */
export const daysBefore = (day: Day, count: number): Day =>
  dayFromUtc(Math.max(utcStart(day) - count * DAY_MS, FIRST_MS));

/** Days from `from` to `to`: negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (utcStart(to) - utcStart(from)) / DAY_MS;

/** `day` plus `count` calendar months, as `addMonths`; `count` may be negative. @throws RangeError as `addDays` */
export const addMonthsToDay = (day: Day, count: number): Day => dayFromUtc(addMonths(utcStart(day), count));

/**
 * The instant (UTC milliseconds) so many calendar months later in UTC, at the same time of day: of the 31st, the last day of a month
 * that has none.
 */
export function addMonths(instantMs: number, count: number): number {
  const instant = new Date(instantMs);
  const month = instant.getUTCMonth() + count;
  const [year, monthOfYear] = [instant.getUTCFullYear() + Math.floor(month / 12), ((month % 12) + 12) % 12];
  const day = Math.min(instant.getUTCDate(), daysInMonth(year, monthOfYear + 1));
  return instant.setUTCFullYear(year, monthOfYear, day);
}

/** The moment of a request in its user's time zone, for all that depends on the calendar. `now` is UTC milliseconds. */
export class Moment {
  private day: Day | undefined;

  constructor(
    readonly now: number,
    /** IANA name. */
    readonly timezone: string,
  ) {}

  /** The user's calendar day. */
  get today(): Day {
    this.day ??= dayOf(this.now, this.timezone);
    return this.day;
  }
}

/** The moment of a write or a read, for the user whose rows it is about. */
export class UserMoment extends Moment {
  readonly userId: string;

  constructor(now: number, { userId, timezone }: { readonly userId: string; readonly timezone: string }) {
    super(now, timezone);
    this.userId = userId;
  }
}

/** The Monday of the day's week. */
export function weekStart(day: Day): Day {
  const start = utcStart(day);
  const sinceMonday = (new Date(start).getUTCDay() + 6) % 7;
  return dayFromUtc(start - sinceMonday * DAY_MS);
}

/** The first day of the day's month. */
export const monthStart = (day: Day): Day => `${day.slice(0, 8)}01`;

/** UTC milliseconds as ISO 8601 with milliseconds and Z. */
export function toIso(ms: number): string {
  // Rows of one write have one time, so the last answer is mostly the next one as well.
  if (ms !== lastIso.ms) lastIso = { ms, text: new Date(ms).toISOString() };
  return lastIso.text;
}

/** The last moment that was formatted, and its text. */
let lastIso = { ms: 0, text: new Date(0).toISOString() };

/**
 * UTC milliseconds of an ISO 8601 date and time with Z or an offset (`+05:00`). Seconds and up to nine digits of their
 * fraction are optional; digits after the milliseconds are dropped.
 * @returns undefined for anything else: no offset, no real date, hour 24, a leap second, a UTC year outside 0001–9999
 */
export function fromIso(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [, day = "", hour, minute, second = "0", fraction = "", sign, offsetHour = "0", offsetMinute = "0"] = match;
  const isTime = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
  const isOffset = Number(offsetHour) <= 23 && Number(offsetMinute) <= 59;
  if (!isDay(day) || !isTime || !isOffset) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const local = utcStart(day) + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000;
  const ms = sign === "-" ? local + offset : local - offset;
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : undefined;
}

/** True for a name in the IANA time zone database, in any case; false for offsets such as `+05:00`. */
export function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Za-z]/.test(timeZone) || timeZone.length > TIME_ZONE_MAX) return false;
  try {
    ZonedDateTime.create(0n, timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day of an instant (UTC milliseconds) in a time zone. */
export function dayOf(instantMs: number, timeZone: string): Day {
  const zoned = ZonedDateTime.create(BigInt(instantMs) * 1_000_000n, timeZone);
  return dayFromUtc(instantMs + ZonedDateTime.offsetNanoseconds(zoned) / 1_000_000);
}

/**
 * The instant, or the nearest one whose day lies within the years 0001–9999 in every time zone: for instants that clients
 * choose, before `dayOf`.
 */
export const withinYears = (instantMs: number): number =>
  Math.min(Math.max(instantMs, FIRST_MS + 2 * DAY_MS), LAST_MS - 2 * DAY_MS);

/** The wall-clock time (`HH:MM`) of an instant (UTC milliseconds) in a time zone. */
export function timeOf(instantMs: number, timeZone: string): string {
  const zoned = ZonedDateTime.create(BigInt(instantMs) * 1_000_000n, timeZone);
  return new Date(instantMs + ZonedDateTime.offsetNanoseconds(zoned) / 1_000_000).toISOString().slice(11, 16);
}

/**
 * UTC milliseconds of a wall-clock time (`HH:mm`) in a time zone. A time that the clocks skip moves later by as much as
 * they skip; a time that occurs twice is the first of the two.
 */
export function zonedToInstant(day: Day, time: string, timeZone: string): number {
  const [hour, minute] = [Number(time.slice(0, 2)), Number(time.slice(3, 5))];
  const local = PlainDateTime.create(...datePartsOf(day), hour, minute);
  return PlainDateTime.toZonedDateTime(local, timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** UTC milliseconds of the day's first instant in a time zone, which is not 00:00 where the clocks skip midnight. */
export const startOfDay = (day: Day, timeZone: string): number =>
  PlainDate.toZonedDateTime(PlainDate.create(...datePartsOf(day)), timeZone).epochMilliseconds;

/** UTC milliseconds of the day's midnight in UTC. */
const utcStart = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`);

/** The UTC day of a moment. @throws RangeError outside the years 0001–9999 */
function dayFromUtc(ms: number): Day {
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) throw new RangeError("Day outside the years 0001–9999");
  return new Date(ms).toISOString().slice(0, 10);
}

const datePartsOf = (day: Day): [year: number, month: number, day: number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
