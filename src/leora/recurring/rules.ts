import { v5 } from "uuid";
import { invalid } from "../../kernel/errors.ts";
import { addDays, type Day, dayOf, isDay, withinYears, zonedToInstant } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";

// The rules of recurrences: what repeats, and RRULE texts of RFC 5545 (section 3.3.10) as far as they are about whole days.

/** Of which entities a recurrence can create rows. */
export const RECURRING_ENTITIES = ["tasks", "transactions", "debtPayments"] as const;
export type RecurringEntity = (typeof RECURRING_ENTITIES)[number];

export const RECURRENCE_STATUSES = ["active", "paused", "completed"] as const;
export const OCCURRENCE_STATUSES = ["materialized", "skipped", "missed", "upcoming"] as const;

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
/** Days of each month in a leap year. */
export const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const BY_DAY = /^([+-]?[1-9]\d?)?(SU|MO|TU|WE|TH|FR|SA)$/;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?))?$/;
/** The namespace of occurrence ids (UUID v5). It must never change: server and clients compute the same ids by it. */
const OCCURRENCE_NAMESPACE = "5f2b8a0e-6f5d-5c39-9a4e-1c7d3e9b2a60";

/** No series starts earlier, and the days around it have numbers in every zone. */
const UNTIL_MIN = "0002-01-01";

/** The UNTIL of an RRULE: a day, a wall-clock time (`time` HH:MM:SS), or an instant (`isUtc`). */
export interface Until {
  day: Day;
  time: string | null;
  isUtc: boolean;
}

/** A parsed RRULE. A part that is absent from the text is null, an empty list, or its default of the RFC. */
export interface Rule {
  freq: (typeof FREQUENCIES)[number];
  interval: number;
  count: number | null;
  until: Until | null;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byDay: readonly string[];
  bySetPos: readonly number[];
  wkst: string;
}

/**
 * The id of the row that a recurrence creates for a date: UUID v5 of `recurrenceId/date`. Server and offline clients that
 * create it both create the same row.
 */
export const occurrenceId = (recurrenceId: string, date: Day): string =>
  v5(`${recurrenceId}/${date}`, OCCURRENCE_NAMESPACE);

/** Parses an RRULE text. @throws invalid_input on `rrule`, with what is wrong with it */
export function parseRule(text: string): Rule {
  const parts = partsOf(text);
  const { FREQ, INTERVAL, COUNT, UNTIL: until, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, WKST, ...others } = parts;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalidRule(`${unknown} is not supported`);
  const freq = FREQUENCIES.find((name) => name === FREQ);
  if (!freq) throw invalidRule("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY");
  if (COUNT !== undefined && until !== undefined) throw invalidRule("COUNT and UNTIL exclude each other");
  const rule: Rule = {
    freq,
    interval: INTERVAL === undefined ? 1 : integer("INTERVAL", INTERVAL, 1, LIMITS.recurring.interval),
    count: COUNT === undefined ? null : integer("COUNT", COUNT, 1, LIMITS.recurring.count),
    until: until === undefined ? null : parseUntil(until),
    byMonth: list(BYMONTH, (month) => integer("BYMONTH", month, 1, 12)),
    byMonthDay: list(BYMONTHDAY, (day) => nonZero("BYMONTHDAY", day, 31)),
    byDay: list(BYDAY, (text) => weekday(text, freq)),
    bySetPos: list(BYSETPOS, (position) => nonZero("BYSETPOS", position, 366)),
    wkst: WKST ?? "MO",
  };
  requireCoherent(rule);
  return rule;
}

/** The rule as RRULE text. */
export function ruleText({ freq, interval, count, until, byMonth, byMonthDay, byDay, bySetPos, wkst }: Rule): string {
  const parts: [string, string][] = [
    ["FREQ", freq],
    ["INTERVAL", interval === 1 ? "" : String(interval)],
    ["COUNT", count === null ? "" : String(count)],
    ["UNTIL", until === null ? "" : untilText(until)],
    ["BYMONTH", byMonth.join(",")],
    ["BYMONTHDAY", byMonthDay.join(",")],
    ["BYDAY", byDay.join(",")],
    ["BYSETPOS", bySetPos.join(",")],
    ["WKST", wkst === "MO" ? "" : wkst],
  ];
  return parts.flatMap(([name, value]) => (value === "" ? [] : [`${name}=${value}`])).join(";");
}

/**
 * The rule with the weekday, month or day that it takes from its start date written out. So it has the same dates when it
 * starts on another of them. A day that none of its months has is their last day.
 */
export function explicitRule(rule: Rule, startDate: Day): Rule {
  const [month, dayOfMonth] = [Number(startDate.slice(5, 7)), Number(startDate.slice(8))];
  const namesDays = rule.byDay.length + rule.byMonthDay.length > 0;
  if (rule.freq === "WEEKLY" && !namesDays) return { ...rule, byDay: [weekdayOf(startDate)] };
  if (rule.freq === "DAILY" || rule.freq === "WEEKLY" || namesDays) return rule;
  const byMonth = rule.freq === "YEARLY" && rule.byMonth.length === 0 ? [month] : rule.byMonth;
  const longest = Math.max(...MONTH_DAYS.filter((_, index) => byMonth.length === 0 || byMonth.includes(index + 1)));
  return { ...rule, byMonth, byMonthDay: [rule.bySetPos.length > 0 ? dayOfMonth : Math.min(dayOfMonth, longest)] };
}

/**
 * The last day on which UNTIL allows a date. A day is included. A time is compared with the occurrences' time of day
 * (midnight when they have none); an instant is compared with that time in the user's zone.
 */
export function lastDay({ day, time, isUtc }: Until, timeOfDay: string | null, timeZone: string): Day {
  if (time === null) return day;
  const at = timeOfDay ?? "00:00";
  if (!isUtc) return at <= time.slice(0, 5) ? day : addDays(day, -1);
  // "For ever" is often written as the last second of 9999, which is a day of the year 10000 east of Greenwich.
  const instant = withinYears(Date.parse(`${day}T${time}Z`));
  const local = dayOf(instant, timeZone);
  return zonedToInstant(local, at, timeZone) <= instant ? local : addDays(local, -1);
}

const invalidRule = (message: string) => invalid("rrule", message);

const weekdayOf = (day: Day): string => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "MO";

function partsOf(text: string): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const part of text.split(";")) {
    const [name = "", value = "", ...more] = part.split("=");
    if (!/^[A-Z-]+$/.test(name) || value === "" || more.length > 0) throw invalidRule("Expected NAME=VALUE;NAME=VALUE");
    if (Object.hasOwn(parts, name)) throw invalidRule(`${name} occurs twice`);
    parts[name] = value;
  }
  return parts;
}

function parseUntil(text: string): Until {
  const [, year, month, date, hour, minute, second, zone] = UNTIL.exec(text) ?? [];
  const day = `${year}-${month}-${date}`;
  if (!isDay(day)) throw invalidRule("UNTIL must be YYYYMMDD, YYYYMMDDTHHMMSS or YYYYMMDDTHHMMSSZ");
  if (day < UNTIL_MIN) throw invalidRule("UNTIL is before any date of a series");
  return { day, time: hour === undefined ? null : `${hour}:${minute}:${second}`, isUtc: zone === "Z" };
}

const untilText = ({ day, time, isUtc }: Until): string =>
  day.replaceAll("-", "") + (time === null ? "" : `T${time.replaceAll(":", "")}${isUtc ? "Z" : ""}`);

/** The distinct items of a comma-separated part. */
const list = <Item>(text: string | undefined, read: (item: string) => Item): Item[] =>
  text === undefined ? [] : [...new Set(text.split(",").map(read))];

function integer(name: string, text: string, min: number, max: number): number {
  const value = /^[+-]?\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw invalidRule(`${name} must be ${min} to ${max}`);
  return value;
}

function nonZero(name: string, text: string, max: number): number {
  const value = integer(name, text, -max, max);
  if (value === 0) throw invalidRule(`${name} must not be 0`);
  return value;
}

function weekday(text: string, freq: Rule["freq"]): string {
  const match = BY_DAY.exec(text);
  if (!match) throw invalidRule("BYDAY must be MO to SU, with a number in monthly and yearly rules");
  const [, ordinal, name = ""] = match;
  if (ordinal === undefined) return name;
  const max = { DAILY: 0, WEEKLY: 0, MONTHLY: 5, YEARLY: 53 }[freq];
  if (max === 0) throw invalidRule("A number in BYDAY needs a monthly or yearly rule");
  return `${nonZero("BYDAY", ordinal, max)}${name}`;
}

/** @throws invalid_input for parts that do not go together */
function requireCoherent({ freq, byMonth, byMonthDay, byDay, bySetPos, wkst }: Rule): void {
  if (!WEEKDAYS.some((name) => name === wkst)) throw invalidRule("WKST must be MO to SU");
  if (freq === "WEEKLY" && byMonthDay.length > 0) throw invalidRule("A weekly rule has no BYMONTHDAY");
  if (bySetPos.length === 0) return;
  if (freq === "DAILY") throw invalidRule("BYSETPOS needs a weekly, monthly or yearly rule");
  if (byMonth.length + byMonthDay.length + byDay.length === 0) throw invalidRule("BYSETPOS needs another BY part");
}
