import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";

// The `scheduleHint` of a debt: free text in English, Uzbek or Russian that says how often it is repaid, and how many times.

/** The day of the n-th payment (from 1) of a debt that begins on `startDate`. */
export type Frequency = (startDate: Day, number: number) => Day;

/** How often a debt is repaid, and in how many payments; null where the hint does not say. */
export interface ScheduleHint {
  frequency: Frequency | null;
  count: number | null;
}

const LAST_DAY: Day = "9999-12-31";
const COUNT_MAX = 600;

/** The same day some months later; the last of the month where it has no such day. */
export function addMonths(day: Day, count: number, dayOfMonth = Number(day.slice(8))): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  if (year > 9999) return LAST_DAY;
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  date.setUTCDate(Math.min(dayOfMonth, date.getUTCDate()));
  return date.toISOString().slice(0, 10);
}

/** Every so many days; past the last day of the calendar, that day. */
const everyDays =
  (days: number): Frequency =>
  (start, number) =>
    daysBetween(start, LAST_DAY) < days * number ? LAST_DAY : addDays(start, days * number);

const everyMonths =
  (months: number): Frequency =>
  (start, number) =>
    addMonths(start, months * number);

/** On a day of the month: the first one after the debt begins, then every month. */
const monthlyOn =
  (dayOfMonth: number): Frequency =>
  (start, number) => {
    const isThisMonth = addMonths(start, 0, dayOfMonth) > start;
    return addMonths(start, isThisMonth ? number - 1 : number, dayOfMonth);
  };

/** Names of frequencies in English, Uzbek and Russian; the first that the hint contains counts. */
const NAMED: readonly (readonly [name: RegExp, frequency: Frequency])[] = [
  [/bi-?weekly|fortnight/, everyDays(14)],
  [/bi-?monthly/, everyMonths(2)],
  [/semi-?annual|half-?year/, everyMonths(6)],
  [/daily|kunlik|ежедневн/, everyDays(1)],
  [/weekly|haftalik|еженедельн/, everyDays(7)],
  [/monthly|oylik|ежемесячн/, everyMonths(1)],
  [/quarterly|choraklik|ежекварт/, everyMonths(3)],
  [/yearly|annual|yillik|ежегодн/, everyMonths(12)],
];

/** Units of time in `every 2 weeks`, `har 2 haftada`, `каждые 2 недели`. */
const UNITS: readonly (readonly [unit: RegExp, frequency: (count: number) => Frequency])[] = [
  [/^(?:day|kun|ден|дн)/, everyDays],
  [/^(?:week|hafta|недел)/, (count) => everyDays(7 * count)],
  [/^(?:month|oy|месяц)/, everyMonths],
  [/^(?:quarter|chorak|кварт)/, (count) => everyMonths(3 * count)],
  [/^(?:year|yil|год|лет)/, (count) => everyMonths(12 * count)],
];

const ON_DAY = /(?:monthly|oylik|ежемесячно):(\d{1,2})(?!\d)/;
const EVERY = /(?:every|each|har|кажд\p{L}*)\s+(?:(\d{1,3})\s+)?(\p{L}+)/u;
const COUNT = [
  /(?:installments?|payments?|to'lovlar|платеж\p{L}*|платёж\p{L}*)\s*[:=]\s*(\d{1,3})(?!\d)/u,
  /(?<!\d)(\d{1,3})\s*(?:installments?|payments?|ta to'lov|to'lov|платеж|платёж)/u,
  /(?<![\p{L}\d])x(\d{1,3})(?![\p{L}\d])/u,
];

/**
 * Reads a `scheduleHint`, in any case of letters. It may say how often, how many times, or both (`monthly x6`):
 * - `daily`, `weekly`, `biweekly`, `monthly`, `bimonthly`, `quarterly`, `semiannual`, `yearly`, and their Uzbek and
 *   Russian names; `monthly:15` is the 15th, the last of shorter months for 31
 * - `every 2 weeks`, `every month` (`har 2 hafta`, `каждые 2 недели`), with days, weeks, months, quarters, years
 * - `installments:6`, `6 installments`, `x6`
 * Anything else says nothing: one payment on the due day.
 */
export function parseScheduleHint(text: string | null): ScheduleHint {
  const hint = (text ?? "").toLowerCase().replaceAll(/[ʻʼ‘’`]/g, "'");
  const counts = COUNT.flatMap((pattern) => Number(pattern.exec(hint)?.[1] ?? 0) || []);
  const count = counts[0] === undefined ? null : Math.min(counts[0], COUNT_MAX);
  return { frequency: frequencyOf(hint), count };
}

function frequencyOf(hint: string): Frequency | null {
  const dayOfMonth = Number(ON_DAY.exec(hint)?.[1] ?? 0);
  if (dayOfMonth >= 1 && dayOfMonth <= 31) return monthlyOn(dayOfMonth);
  const [, times = "1", word = ""] = EVERY.exec(hint) ?? [];
  const unit = UNITS.find(([name]) => name.test(word));
  if (unit && Number(times) > 0) return unit[1](Number(times));
  return NAMED.find(([name]) => name.test(hint))?.[1] ?? null;
}
