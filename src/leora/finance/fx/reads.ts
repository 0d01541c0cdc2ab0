import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { isNothing, listed, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { convertMinor } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { isLatestRate, ownersFor, QUOTE_COLUMNS, quoteOf } from "./quotes.ts";
import { type PossiblyEstimatedRate, RateBook } from "./rate-book.ts";
import { PIVOT_CURRENCIES } from "./rules.ts";

// What other features read of exchange rates. A write declares with `planRates` what it may have to convert, before
// anything is read, and converts with `rateOn` and `convertOn`. Reports read `ratesForTotals`.

/** Which rates a write reads. Both are queries of one column. */
interface WantedRates {
  /** ISO 4217 codes or null. */
  currencies: Sql;
  days: Sql;
}

/** The rates between all currencies that one write may meet, on all days that it may meet. */
const writeRates: Lookup<WantedRates, RateBook> = {
  name: "exchange rates",
  statement(owner, wanted) {
    const currencies = union(wanted.map((rates) => rates.currencies));
    const days = union(wanted.map((rates) => rates.days));
    return isNothing(currencies) || isNothing(days) ? null : render(quotesSql(owner, currencies, days));
  },
  parse: (rows) => rateBookOf(rows),
};

/**
 * Declares what a write may have to convert. The currencies and days of all callers are pooled: rates are read between
 * any two of the currencies on any of the days.
 * @param currencies queries of one column: ISO 4217 codes or null
 * @param days queries of one column: days
 */
export const planRates = (plan: ReadPlan, currencies: readonly Sql[], days: readonly Sql[]): void =>
  plan.lookup(writeRates, { currencies: union(currencies), days: union(days) });

/** The rates that the write has read. */
export const ratesOf = (work: UnitOfWork): RateBook => work.answer(writeRates);

/** Units of `to` for one unit of `from` on a day, as decimal text. @throws fx_rate_unavailable */
export const rateOn = (work: UnitOfWork, from: string, to: string, day: Day): string =>
  from === to ? "1" : ratesOf(work).rate(from, to, day).rate;

/**
 * Converts an amount in minor units of `from` to minor units of `to` at the rate of a day.
 * @throws fx_rate_unavailable; invalid_input on `field` when the result is out of range
 */
export const convertOn = (
  work: UnitOfWork,
  minor: number,
  from: string,
  to: string,
  day: Day,
  field: string,
): number => (from === to ? minor : convertMinor(minor, from, to, rateOn(work, from, to, day), field));

/**
 * The rate that an amount is valued at which moves no balance: the rate of the day, else the oldest one, as an estimate
 * (`RateBook.rateOrOldest`). Balances are converted by `convertOn`.
 * @throws fx_rate_unavailable when no rate of the pair is known at all
 */
export const rateOrOldestOn = (work: UnitOfWork, from: string, to: string, day: Day): PossiblyEstimatedRate =>
  from === to ? SAME_CURRENCY : ratesOf(work).rateOrOldest(from, to, day);

const SAME_CURRENCY: PossiblyEstimatedRate = { rate: "1", isEstimated: false };

/**
 * Reads the rates on one day that a total in `currency` needs; `rateBookOf` takes the rows.
 * @param currencies query of one column: the currencies of the amounts that are added up, or null
 */
export const ratesForTotals = (owner: number, currency: string, day: Day, currencies: Sql): Statement =>
  render(quotesSql(owner, union([listed([currency]), currencies]), listed([day])));

/** The rates in the rows of `quotesSql`. */
export const rateBookOf = (rows: RawRow[]): RateBook =>
  new RateBook(rows.flatMap((row) => daysOf(row).map((day) => quoteOf({ ...row, day }))));

const daysOf = ({ days }: RawRow): Day[] => JSON.parse(String(days));

/**
 * For each day the quotes that the rate between any two of the currencies is computed from, directly or through a pivot
 * currency: the user's own and the published ones, and the oldest where none is known by that day. Each quote is one row
 * with all its `days`. Finds nothing for a single currency.
 *
 * A client chooses the currencies and the days, up to hundreds of both in one push. So the days are looked up only of
 * pairs that have rates, which are far fewer than the currencies squared.
 * @param currencies query of one column: codes or null
 * @param days query of one column
 */
export const quotesSql = (owner: number, currencies: Sql, days: Sql): Sql => sql`
  WITH wanted(code) AS MATERIALIZED (SELECT DISTINCT * FROM (${currencies})),
    days(day) AS MATERIALIZED (SELECT DISTINCT * FROM (${days})),
    reachable(code) AS (
      SELECT code FROM wanted
      UNION SELECT value FROM json_each(${JSON.stringify(PIVOT_CURRENCIES)})),
    candidates(fromCode, toCode) AS (
      SELECT w.code, r.code FROM wanted w JOIN reachable r ON r.code <> w.code
      UNION SELECT r.code, w.code FROM wanted w JOIN reachable r ON r.code <> w.code),
    pairs(owner, fromCode, toCode, oldest) AS MATERIALIZED (
      SELECT o.value, fromCode, toCode, (
          SELECT min(date) FROM fxRates
          WHERE owner = o.value AND fromCurrency = fromCode AND toCurrency = toCode)
      FROM candidates CROSS JOIN ${ownersFor(owner)}
      WHERE (SELECT count(*) FROM wanted WHERE code IS NOT NULL) > 1)
  SELECT ${QUOTE_COLUMNS}, json_group_array(d.day) AS days
  FROM (SELECT * FROM pairs WHERE oldest IS NOT NULL) p
    CROSS JOIN days d
    CROSS JOIN fxRates r ON ${isLatestRate(sql`p.owner`, sql`p.fromCode`, sql`p.toCode`, sql`max(d.day, p.oldest)`)}
  GROUP BY r.rowid`;
