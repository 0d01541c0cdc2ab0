import { RRuleTemporal } from "rrule-temporal";
import { invalid } from "../../kernel/errors.ts";
import { addDays, type Day, daysBetween } from "../../kernel/time.ts";
import { isPossible } from "./possible.ts";
import { explicitRule, parseRule, type Rule, ruleText } from "./rules.ts";
import type { SearchBudget } from "./search.ts";

// The dates of a recurrence are calendar days. They are computed in UTC, where all days are equally long, and become moments
// only in the user's own zone. So no change of clocks can shift a date, or yield it twice.

/** A rule and the day on which it starts. The functions here ignore its COUNT and UNTIL, unless they say otherwise. */
export interface Series {
  startDate: Day;
  rule: Rule;
}

const PERIOD_DAYS = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };
/** Days that one call of the library may search: a rule that matches nothing is tried on each of them. */
const WINDOW_DAYS_MAX = 8 * 366;
/** A rule that has no date within so many days counts as one that has none at all. */
const HORIZON_DAYS = 60 * 366;

/** The series of a stored or sent rule. @throws invalid_input on `rrule` */
export const seriesOf = ({ rrule, startDate }: { rrule: string; startDate: Day }): Series => ({
  rule: parseRule(rrule),
  startDate,
});

/** The first `limit` dates from a day on, up to `last` and to the horizon. @throws limit_reached */
export function datesFrom(search: SearchBudget, series: Series, from: Day, limit: number, last: Day | null): Day[] {
  const { startDate, rule } = series;
  const first = from > startDate ? from : startDate;
  const horizon = addDays(first, HORIZON_DAYS);
  const end = last !== null && last < horizon ? last : horizon;
  const rules = libraryRules(series);
  const dates: Day[] = [];
  let window = Math.min(WINDOW_DAYS_MAX, PERIOD_DAYS[rule.freq] * rule.interval * (limit + 1));
  for (let start = first; start <= end && dates.length < limit; window = Math.min(WINDOW_DAYS_MAX, window * 2)) {
    const stop = daysBetween(start, end) < window ? end : addDays(start, window - 1);
    dates.push(...datesOfRules(search, rules, start, stop));
    start = addDays(stop, 1);
  }
  return dates.slice(0, limit);
}

/** All dates from one day to another, both included. @throws limit_reached */
export function datesBetween(search: SearchBudget, series: Series, from: Day, to: Day): Day[] {
  const first = from > series.startDate ? from : series.startDate;
  return first > to ? [] : datesOfRules(search, libraryRules(series), first, to);
}

/**
 * The last date that the rule's COUNT allows; null without a COUNT.
 * @param until the last day that its UNTIL allows, in the user's zone; null without an UNTIL
 * @throws invalid_input on `rrule` when it has no date; limit_reached
 */
export function endByCount(search: SearchBudget, series: Series, until: Day | null): Day | null {
  const { startDate, rule } = series;
  if (!isPossible(explicitRule(rule, startDate))) throw invalid("rrule", "No date can match this rule");
  const dates = datesFrom(search, series, startDate, rule.count ?? 1, until);
  if (dates.length === 0) throw invalid("rrule", "Has no date within 60 years, or none up to its UNTIL");
  return rule.count === null ? null : (dates.at(-1) ?? null);
}

/** A rule with what the library makes of it. */
interface LibraryRule {
  rule: Rule;
  dates: RRuleTemporal;
}

/** The dates that any of the rules has, from one day to another, in order. @throws limit_reached */
function datesOfRules(search: SearchBudget, rules: readonly LibraryRule[], from: Day, to: Day): Day[] {
  const [start, end] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)];
  const found = rules.flatMap(({ rule, dates }) => {
    search.spend(rule, from, to);
    return dates.between(start, end, true).map(dayOfDate);
  });
  return rules.length === 1 ? found : [...new Set(found)].sort();
}

const dayOfDate = ({ epochMilliseconds }: { epochMilliseconds: number }): Day =>
  new Date(epochMilliseconds).toISOString().slice(0, 10);

/** The library's rules that have the dates of the series when they are taken together. */
function libraryRules({ startDate, rule }: Series): LibraryRule[] {
  const endless = { ...explicitRule(rule, startDate), count: null, until: null };
  const dtstart = startDate.replaceAll("-", "");
  return withEndsOfShortMonths(endless).map((part) => ({
    rule: part,
    dates: new RRuleTemporal({ rruleString: `DTSTART;VALUE=DATE:${dtstart}\nRRULE:${ruleText(part)}` }),
  }));
}

/**
 * RFC 5545 skips months that lack the 29th, 30th or 31st, but people mean the last day of such a month. So each of these
 * days becomes a rule of its own, "the last of the 28th to the 31st". A rule with BYDAY or BYSETPOS is left as it is.
 */
function withEndsOfShortMonths(rule: Rule): Rule[] {
  const { freq, byMonth, byMonthDay, byDay, bySetPos } = rule;
  const late = byMonthDay.filter((day) => day > 28);
  if (freq === "DAILY" || late.length === 0 || byDay.length + bySetPos.length > 0) return [rule];
  const early = byMonthDay.filter((day) => day <= 28);
  // BYSETPOS counts within a period of the rule, and that of a yearly one is the year: each month needs a rule of its own.
  const months = freq === "MONTHLY" ? [byMonth] : (byMonth.length > 0 ? byMonth : ALL_MONTHS).map((month) => [month]);
  return [
    ...(early.length > 0 ? [{ ...rule, byMonthDay: early }] : []),
    ...months.flatMap((byMonth) =>
      late.map((day) => ({ ...rule, byMonth, byMonthDay: daysFrom28To(day), bySetPos: [-1] })),
    ),
  ];
}

const ALL_MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The days of a month from the 28th to `day`. */
const daysFrom28To = (day: number): number[] => Array.from({ length: day - 27 }, (_, index) => 28 + index);
