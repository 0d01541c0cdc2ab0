import { RRuleTemporal } from "rrule-temporal";
import { invalid } from "../../kernel/errors.ts";
import { addDays, type Day, daysBetween } from "../../kernel/time.ts";
import { explicitRule, type Rule, ruleText } from "./rules.ts";

// A recurrence is a matter of calendar days: they are reckoned in UTC, where no day is longer than another, and become
// moments only in the user's own zone. So no change of clocks can shift or double them.

/** A rule and the day it starts; its COUNT and UNTIL are the caller's. */
export interface Series {
  startDate: Day;
  rule: Rule;
}

const SPAN_DAYS = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };
/** What one question to the library may span: a rule that matches nothing costs its whole span. */
const WINDOW_MAX = 8 * 366;
/** A rule without a date for so long has none. */
const HORIZON_DAYS = 60 * 366;

/** The first `limit` dates from a day on, up to `last`. */
export function datesFrom(series: Series, from: Day, limit: number, last: Day | null): Day[] {
  const { startDate, rule } = series;
  const first = from > startDate ? from : startDate;
  const end = last ?? addDays(first, HORIZON_DAYS);
  const pieces = piecesOf(series);
  const dates: Day[] = [];
  let window = Math.min(WINDOW_MAX, SPAN_DAYS[rule.freq] * rule.interval * (limit + 1));
  for (let start = first; start <= end && dates.length < limit; window = Math.min(WINDOW_MAX, window * 2)) {
    const stop = daysBetween(start, end) < window ? end : addDays(start, window - 1);
    dates.push(...between(pieces, start, stop));
    start = addDays(stop, 1);
  }
  return dates.slice(0, limit);
}

/** All dates between two days, both of which count. */
export function datesBetween(series: Series, from: Day, to: Day): Day[] {
  const first = from > series.startDate ? from : series.startDate;
  return first > to ? [] : between(piecesOf(series), first, to);
}

/** The day on which COUNT ends the series; null without it. @throws invalid_input on `rrule` when it has no date at all */
export function countedEnd(series: Series): Day | null {
  const { startDate, rule } = series;
  const dates = datesFrom(series, startDate, rule.count ?? 1, null);
  if (dates.length === 0) throw invalid("rrule", "Has no date within 60 years");
  return rule.count === null ? null : (dates.at(-1) ?? null);
}

function between(pieces: readonly RRuleTemporal[], from: Day, to: Day): Day[] {
  const [start, end] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)];
  const dates = pieces.flatMap((piece) => piece.between(start, end, true).map(dayOfDate));
  return pieces.length === 1 ? dates : [...new Set(dates)].sort();
}

const dayOfDate = ({ epochMilliseconds }: { epochMilliseconds: number }): Day =>
  new Date(epochMilliseconds).toISOString().slice(0, 10);

/**
 * RFC 5545 leaves out months that lack the 29th, 30th or 31st. People mean the month's last day: such days become rules
 * of their own, "the last of the 28th to the 31st". With BYDAY or BYSETPOS a rule says precisely what it means.
 */
function piecesOf({ startDate, rule }: Series): RRuleTemporal[] {
  const whole = { ...explicitRule(rule, startDate), count: null, until: null };
  const dtstart = startDate.replaceAll("-", "");
  return clamped(whole).map(
    (piece) => new RRuleTemporal({ rruleString: `DTSTART;VALUE=DATE:${dtstart}\nRRULE:${ruleText(piece)}` }),
  );
}

function clamped(rule: Rule): Rule[] {
  const { freq, byMonth, byMonthDay, byDay, bySetPos } = rule;
  const late = byMonthDay.filter((day) => day > 28);
  if (freq === "DAILY" || late.length === 0 || byDay.length + bySetPos.length > 0) return [rule];
  const early = byMonthDay.filter((day) => day <= 28);
  // A position counts within a period: in a yearly rule each month needs a rule of its own.
  const months = freq === "MONTHLY" ? [byMonth] : (byMonth.length > 0 ? byMonth : ALL_MONTHS).map((month) => [month]);
  return [
    ...(early.length > 0 ? [{ ...rule, byMonthDay: early }] : []),
    ...months.flatMap((months) =>
      late.map((day) => ({ ...rule, byMonth: months, byMonthDay: daysTo(day), bySetPos: [-1] })),
    ),
  ];
}

const ALL_MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** 28 to `day`. */
const daysTo = (day: number): number[] => Array.from({ length: day - 27 }, (_, index) => 28 + index);
