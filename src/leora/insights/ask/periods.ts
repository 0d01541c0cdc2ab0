import { compareText } from "../../../kernel/text.ts";
import { addDays, addMonthsToDay, type Day, isDay } from "../../../kernel/time.ts";
import { type Direction, dayAt, monthAt } from "../../words/days.ts";
import { numberAt } from "../../words/numbers.ts";
import { isSign, type Token } from "../../words/tokens.ts";
import { lastUnits, unitOf, wholeMonth, wholeYear } from "./calendar-units.ts";
import {
  AGO,
  AGO_BEFORE,
  AND,
  BEFORE_MAY,
  BEFORE_YEAR,
  BESIDE,
  BETWEEN,
  CURRENCY,
  LAST,
  MONTH_WORD,
  OF,
  type PeriodUnit,
  RANGES,
  SINCE,
  SINCE_AFTER,
  SMALL_NUMBERS,
  UNITS,
  UNTIL,
  WITHIN,
  YEAR,
} from "./period-words.ts";
import type { AskedRange, DateRange, NamedRange } from "./ranges.ts";

// The days that a question names: `oxirgi 3 oyda`, `в сентябре`, `on November 5`, `2025-yilda`. Each word is looked up a bounded
// number of times.

/** What a question names, and the tokens that name it: `end` is excluded. */
export interface NamedPeriod {
  readonly range: AskedRange;
  readonly start: number;
  readonly end: number;
}

interface Place {
  readonly tokens: readonly Token[];
  readonly today: Day;
  /** Which way a day without a year lies. */
  readonly direction: Direction;
}

interface Found<Value> {
  readonly value: Value;
  readonly end: number;
}

/**
 * The first period of a sentence. Of money it ends today at the latest, unless it has not begun at all; of what is to be done
 * it also has the days that are to come.
 */
export function periodIn(tokens: readonly Token[], today: Day, direction: Direction): NamedPeriod | undefined {
  const place: Place = { tokens, today, direction };
  for (let start = 0; start < tokens.length; start += 1) {
    const found = rangeAt(place, start);
    if (!found) continue;
    const range = direction === "past" ? untilToday(found.value, today) : whole(found.value, today);
    return { range, start, end: found.end };
  }
  return undefined;
}

function rangeAt(place: Place, start: number): Found<AskedRange> | undefined {
  const { tokens } = place;
  // `last year` is the one before this, and not twelve months.
  const counted = BESIDE.at(tokens, start) ? undefined : (agoAt(place, start) ?? lastAt(place, start));
  if (counted) return counted;
  const joined = joinedAt(place, start);
  if (joined) return joined;
  const named = RANGES.at(tokens, start);
  return named && { value: named.value, end: start + named.count };
}

const untilToday = (range: AskedRange, today: Day): AskedRange =>
  typeof range === "string" || range.from > today || range.to <= today ? range : { from: range.from, to: today };

const UNIT_OF: Readonly<Partial<Record<NamedRange, PeriodUnit>>> = {
  this_week: "week",
  this_month: "month",
  this_year: "year",
};

function whole(range: AskedRange, today: Day): AskedRange {
  const unit = typeof range === "string" ? UNIT_OF[range] : undefined;
  return unit ? unitOf(today, unit, 0) : range;
}

// Numbers of days, weeks, months and years.

/** A century: further away is nothing that anybody recorded. */
const COUNT_MAX: Readonly<Record<PeriodUnit, number>> = { day: 36_500, week: 5_200, month: 1_200, year: 100 };

function countAt(tokens: readonly Token[], start: number): Found<number> | undefined {
  const small = SMALL_NUMBERS.at(tokens, start);
  if (small) return { value: small.value, end: start + small.count };
  const number = numberAt(tokens, start);
  if (!number?.value.eq(number.value.round()) || number.value.lt(1)) return undefined;
  return { value: Number(number.value), end: number.end };
}

interface Units {
  readonly unit: PeriodUnit;
  readonly count: number;
  /** True when a number stands there, or a word that means two. */
  readonly isCounted: boolean;
}

/** `3 oy`, `شهرين`, and a unit alone, which is one. */
function unitsAt({ tokens }: Place, start: number): Found<Units> | undefined {
  const number = countAt(tokens, start);
  const at = number?.end ?? start;
  const match = UNITS.at(tokens, at);
  if (!match) return undefined;
  const { unit, count: own } = match.value;
  const count = (number?.value ?? 1) * own;
  if (count > COUNT_MAX[unit]) return undefined;
  return { value: { unit, count, isCounted: number !== undefined || own > 1 }, end: at + match.count };
}

/** `3 kun oldin` is that day; weeks, months and years ago are the whole week, month or year that the day was in. */
function agoAt(place: Place, start: number): Found<DateRange> | undefined {
  const { tokens, today } = place;
  const before = AGO_BEFORE.at(tokens, start);
  const units = unitsAt(place, start + (before?.count ?? 0));
  const after = units && !before ? AGO.at(tokens, units.end) : undefined;
  if (!units || !(before || after)) return undefined;
  const { unit, count } = units.value;
  return { value: unitOf(today, unit, -count), end: units.end + (after?.count ?? 0) };
}

/** `oxirgi 3 oyda`, `за 3 месяца`, `3 oy ichida`, `3 oyda`. */
function lastAt(place: Place, start: number): Found<AskedRange> | undefined {
  const { tokens, today } = place;
  const last = LAST.at(tokens, start);
  // `за последние 3 месяца` and `during the last 3 months` are found from their second word on.
  const units = arabicUnitsAt(place, start) ?? unitsAt(place, start + (last?.count ?? 0));
  if (!units) return undefined;
  const within = last ? undefined : WITHIN.at(tokens, units.end);
  const isLocative = /d[ae]$/.test(tokens[units.end - 1]?.forms.at(-1) ?? "");
  if (!last && !within && !(isLocative && units.value.isCounted)) return undefined;
  const { unit, count, isCounted } = units.value;
  // Without a number, only a year is left here: `за год`, `за последний год`.
  if (!isCounted && (unit !== "year" || !last)) return undefined;
  return { value: lastUnits(today, unit, count), end: units.end + (within?.count ?? 0) };
}

/** `الأشهر الثلاثة الماضية`: the number follows its unit. */
function arabicUnitsAt({ tokens }: Place, start: number): Found<Units> | undefined {
  const match = UNITS.at(tokens, start);
  const number = match && countAt(tokens, start + match.count);
  if (!match || !number || !WITHIN.at(tokens, number.end)) return undefined;
  const { unit } = match.value;
  return number.value > COUNT_MAX[unit]
    ? undefined
    : { value: { unit, count: number.value, isCounted: true }, end: number.end };
}

// Days, months and years by their names, alone or from one to another.

/** A day, month or year; from one to another; or since one. */
function joinedAt(place: Place, start: number): Found<AskedRange> | undefined {
  const { tokens, today } = place;
  const since = SINCE.at(tokens, start);
  const at = start + (since?.count ?? 0);
  const pair = numbersAt(place, at);
  if (pair) return pair;
  const first = singleAt(place, at);
  if (!first) return undefined;
  const joint = jointAt(tokens, first.end);
  const second = joint === undefined ? undefined : singleAt(place, joint);
  if (second) {
    const { from } = first.value;
    const { to } = second.value;
    // `noyabrdan yanvargacha` began in the year before the January that it ends in.
    return { value: { from: from > to ? addMonthsToDay(from, -12) : from, to }, end: second.end };
  }
  const both = bothAt(place, start, first);
  if (both) return both;
  const after = SINCE_AFTER.at(tokens, first.end);
  if ((since || after) && first.value.from <= today) {
    return { value: { from: first.value.from, to: today }, end: first.end + (after?.count ?? 0) };
  }
  // Today and yesterday have names of their own.
  const named = RANGES.at(tokens, at);
  return named && at + named.count >= first.end ? { value: named.value, end: at + named.count } : first;
}

/** `oktabr va noyabr`: two that follow each other, or any two after `between`. The later may be named first. */
function bothAt(place: Place, start: number, first: Found<DateRange>): Found<DateRange> | undefined {
  const { tokens } = place;
  const and = AND.at(tokens, first.end);
  const second = and && singleAt(place, first.end + and.count);
  if (!second) return undefined;
  const [early, late] = [first.value, second.value].toSorted((a, b) => compareText(a.from, b.from));
  if (!early || !late) return undefined;
  const isSpan = addDays(early.to, 1) === late.from || BETWEEN.at(tokens, start - 1) !== undefined;
  return isSpan ? { value: { from: early.from, to: late.to }, end: second.end } : undefined;
}

/** Where the second day or month begins: after `по`, `to` or a dash, or at once after the ablative of Uzbek or Turkish. */
function jointAt(tokens: readonly Token[], index: number): number | undefined {
  const until = UNTIL.at(tokens, index);
  if (until) return index + until.count;
  if (isSign(tokens[index], "-–—")) return index + 1;
  return /[dt][ae]n$/.test(tokens[index - 1]?.forms.at(-1) ?? "") ? index : undefined;
}

/** `1-15 oktabr`, `с 1 по 15 октября`: the month of the second day is also that of the first. */
function numbersAt(place: Place, start: number): Found<DateRange> | undefined {
  const { tokens, today, direction } = place;
  const first = /^\d{1,2}$/.exec(tokens[start]?.forms[0] ?? "")?.[0];
  if (first === undefined || Number(first) < 1) return undefined;
  const joint = jointAt(tokens, start + 1) ?? (tokens[start + 1]?.forms[0] === "dan" ? start + 2 : undefined);
  const at = isSign(tokens[start + 1], "-") && tokens[start + 2]?.forms[0] === "dan" ? start + 3 : joint;
  if (at === undefined || tokens[at]?.kind !== "number") return undefined;
  const second = dayAt(tokens, at, today, direction);
  const from = second && `${second.day.slice(0, 8)}${first.padStart(2, "0")}`;
  return second && from && from < second.day ? { value: { from, to: second.day }, end: second.end } : undefined;
}

function singleAt(place: Place, start: number): Found<DateRange> | undefined {
  const { tokens, today, direction } = place;
  const year = yearAt(place, start);
  if (year) {
    const month = namedMonthAt(tokens, year.end, true);
    if (month) return { value: wholeMonth(year.value, month.month), end: month.end };
    const dayOfYear = dayOfYearAt(place, year);
    if (dayOfYear) return dayOfYear;
  }
  const day = dayAt(tokens, start, today, direction);
  if (day && isRecordable(day.day)) return { value: { from: day.day, to: day.day }, end: day.end };
  const month = namedMonthAt(tokens, start, false);
  if (month) return monthWithYear(place, month);
  if (year && !RANGES.at(tokens, start)) return { value: wholeYear(year.value), end: year.end };
  const beside = BESIDE.at(tokens, start);
  return beside && { value: unitOf(today, beside.value.unit, beside.value.count), end: start + beside.count };
}

/** Rows have days of these years alone, and so has `context.dateRange`. */
const isRecordable = (day: Day): boolean => day >= "1900-01-01" && day <= "2999-12-31";

/** `2025-yil 5-noyabrda`: a day of a month after its year. */
function dayOfYearAt({ tokens, today, direction }: Place, year: Found<number>): Found<DateRange> | undefined {
  const found = dayAt(tokens, year.end, today, direction);
  const day = found && `${year.value}${found.day.slice(4)}`;
  return found && day && isDay(day) && monthAt(tokens, found.end - 1)
    ? { value: { from: day, to: day }, end: found.end }
    : undefined;
}

/** A month with its year, else the latest such month that has begun. */
function monthWithYear(place: Place, { month, end }: { month: number; end: number }): Found<DateRange> {
  const { tokens, today } = place;
  const at = end + (OF.at(tokens, end)?.count ?? (isSign(tokens[end], ",") ? 1 : 0));
  const year = yearAt(place, at) ?? bareYearAt(tokens, at);
  if (year) return { value: wholeMonth(year.value, month), end: year.end };
  const [thisYear, thisMonth] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return { value: wholeMonth(month <= thisMonth ? thisYear : thisYear - 1, month), end };
}

/** @param isSure true beside a year, where English `may` is no verb */
function namedMonthAt(tokens: readonly Token[], start: number, isSure: boolean) {
  const found = monthAt(tokens, start);
  if (!found) return undefined;
  const end = found.end + (MONTH_WORD.at(tokens, found.end)?.count ?? 0);
  const isVerb = /^may$/i.test(tokens[start]?.text ?? "") && !isSure && end === found.end;
  if (isVerb && !BEFORE_MAY.at(tokens, start - 1) && !bareYearAt(tokens, end)) return undefined;
  return { month: found.month, end };
}

/** `2025-yil`, `2025 году`, `in 2025`, `2025'te`, and a year beside this one: `o'tgan yil`. */
function yearAt({ tokens, today }: Place, start: number): Found<number> | undefined {
  const beside = BESIDE.at(tokens, start);
  const thisYear = Number(today.slice(0, 4));
  if (beside?.value.unit === "year") return { value: thisYear + beside.value.count, end: start + beside.count };
  const named = RANGES.at(tokens, start);
  if (named?.value === "this_year") return { value: thisYear, end: start + named.count };
  const year = bareYearAt(tokens, start);
  if (!year || year.end > start + 1) return year;
  const isAmount = isSign(tokens[start - 1], "$€") || isSign(tokens[year.end], "$€") || CURRENCY.at(tokens, year.end);
  return BEFORE_YEAR.at(tokens, start - 1) && !isAmount ? year : undefined;
}

/** A year in digits, with the word for it or a Turkish ending when one follows. */
function bareYearAt(tokens: readonly Token[], start: number): Found<number> | undefined {
  const digits = /^(?:19|20)\d{2}$/.exec(tokens[start]?.forms[0] ?? "")?.[0];
  if (digits === undefined) return undefined;
  const next = start + 1;
  const isEnding =
    isSign(tokens[next], "'’") && /^(?:[dty]?[ae]n?|[dt]eki|[dt]aki)$/.test(tokens[next + 1]?.forms[0] ?? "");
  if (isEnding) return { value: Number(digits), end: next + 2 };
  const at = next + (isSign(tokens[next], "-–") ? 1 : 0);
  const word = YEAR.at(tokens, at);
  return { value: Number(digits), end: word ? at + word.count : next };
}
