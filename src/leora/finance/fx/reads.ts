import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { isNothing, listed, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { convertMinor } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { HUBS, RateBook } from "./rules.ts";
import { isLatest, QUOTE, quoteOf } from "./service.ts";

// What writes and reports read of exchange rates.

/** Queries of one column each: what may have to be converted, and the days whose rates count. */
interface Conversions {
  currencies: Sql;
  days: Sql;
}

/** Rates between all currencies that the rows of a write may meet, on all of their days. */
const writeRates: Lookup<Conversions, RateBook> = {
  name: "exchange rates",
  statement(userId, conversions) {
    const currencies = union(conversions.map((conversion) => conversion.currencies));
    const days = union(conversions.map((conversion) => conversion.days));
    return isNothing(currencies) || isNothing(days) ? null : render(quotesSql(userId, currencies, days));
  },
  parse: (rows) => new RateBook(rows.map(quoteOf)),
};

/**
 * Declares what a write may have to convert: amounts between any of these currencies and those that others declare, on
 * any of these days and theirs. `rateOn` and `convertOn` find the rates then.
 * @param currencies queries of one column, ISO 4217 codes or null
 * @param days queries of one column, days
 */
export const planRates = (plan: ReadPlan, currencies: readonly Sql[], days: readonly Sql[]): void =>
  plan.lookup(writeRates, { currencies: union(currencies), days: union(days) });

/** The rates that the write has read. */
export const ratesOf = (work: UnitOfWork): RateBook => work.answer(writeRates);

/** Units of `to` for one unit of `from` on a day, as decimal text. @throws fx_rate_unavailable */
export const rateOn = (work: UnitOfWork, from: string, to: string, day: Day): string =>
  from === to ? "1" : ratesOf(work).rate(from, to, day).rate;

/** Minor units of one currency in another's at the day's rate. @throws fx_rate_unavailable; invalid_input on `field` */
export const convertOn = (
  work: UnitOfWork,
  minor: number,
  from: string,
  to: string,
  day: Day,
  field: string,
): number => (from === to ? minor : convertMinor(minor, from, to, rateOn(work, from, to, day), field));

/**
 * Rates on one day between the currencies that a query of one column finds and `currency`, for sums in it.
 */
export const sumRates = (userId: string, currency: string, day: Day, currencies: Sql): Statement =>
  render(quotesSql(userId, union([listed([currency]), currencies]), listed([day])));

export const readRates = (rows: RawRow[]): RateBook => new RateBook(rows.map(quoteOf));

/**
 * For each day the latest quote of each pair that leads between two of the currencies, directly or over a hub currency;
 * the user's own rates come beside the published ones.
 * @param currencies query of one column, codes or null
 * @param days query of one column
 */
export const quotesSql = (userId: string, currencies: Sql, days: Sql): Sql => sql`
  WITH wanted(code) AS MATERIALIZED (${currencies}),
    days(day) AS (${days}),
    reachable(code) AS (SELECT code FROM wanted UNION SELECT value FROM json_each(${JSON.stringify(HUBS)})),
    pairs(f, t) AS (
      SELECT w.code, r.code FROM wanted w JOIN reachable r ON r.code <> w.code
      UNION SELECT r.code, w.code FROM wanted w JOIN reachable r ON r.code <> w.code)
  SELECT ${raw(QUOTE)}, d.day
  FROM pairs p
    CROSS JOIN days d
    CROSS JOIN json_each(json_array('', ${userId})) o
    CROSS JOIN fxRates r ON ${raw(isLatest("o.value", "p.f", "p.t", "d.day"))}
  WHERE (SELECT count(*) FROM wanted WHERE code IS NOT NULL) > 1`;
