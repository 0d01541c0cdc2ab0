import type { z } from "zod";
import { trust } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import type { Lookup } from "../../../kernel/db/needs.ts";
import { AppError } from "../../../kernel/errors.ts";
import { convertMinor, toDecimal, toMinor } from "../../../kernel/money.ts";
import { dayOf, toIso } from "../../../kernel/time.ts";
import { bundledRates } from "./bundled.ts";
import type { Conversion, ConvertQuery, LatestRates } from "./contract.ts";
import { candidatesOf, type Quote, RateBook, type RateQuestion } from "./rules.ts";

/** Columns of a `Quote` but its day, of the row `r` of fxRates; `quoteOf` reads them. */
export const QUOTE =
  "r.userId <> '' AS isOverride, r.fromCurrency, r.toCurrency, r.date, r.nominal, r.spreadPercent, r.rate, r.rateBid, r.rateAsk, r.source, r.updatedAt";

export const quoteOf = (row: RawRow): Quote => trust<Quote>({ ...row, isOverride: row.isOverride === 1 });

/** Condition: `r` is the owner's latest rate of the pair on or before the day, all four SQL expressions. One index seek. */
export const isLatest = (owner: string, from: string, to: string, day: string): string => `r.rowid = (
  SELECT rowid FROM fxRates
  WHERE userId = ${owner} AND fromCurrency = ${from} AND toCurrency = ${to} AND date <= ${day}
  ORDER BY date DESC, updatedAt DESC LIMIT 1)`;

/** Everybody's rates and the user's own, as rows `o`; `?1` is the user's id. */
export const OWNERS = "json_each(json_array('', ?1)) o";

/** Rates for a unit of work: all of its questions in one statement. */
export const ratesLookup: Lookup<RateQuestion, RateBook> = {
  statement: (userId, questions) =>
    statement(
      `SELECT ${QUOTE}, c.value ->> 2 AS day FROM json_each(?2) c CROSS JOIN ${OWNERS} CROSS JOIN fxRates r
      ON ${isLatest("o.value", "c.value ->> 0", "c.value ->> 1", "c.value ->> 2")}`,
      userId,
      JSON.stringify(candidatesOf(questions).map(({ from, to, day }) => [from, to, day])),
    ),
  parse: (rows) => new RateBook(rows.map(quoteOf)),
};

/** The latest quote of every pair on a day: leaps over the index from pair to pair, past their history. */
const latestStatement = (userId: string, day: string): Statement =>
  statement(
    `WITH RECURSIVE pairs(owner, f, t) AS (
      SELECT o.value, '', '' FROM ${OWNERS}
      UNION ALL
      SELECT p.owner, r.fromCurrency, r.toCurrency FROM pairs p CROSS JOIN fxRates r ON r.rowid = (
        SELECT rowid FROM fxRates WHERE userId = p.owner AND (fromCurrency, toCurrency) > (p.f, p.t)
        ORDER BY fromCurrency, toCurrency LIMIT 1))
    SELECT ${QUOTE}, ?2 AS day FROM pairs p CROSS JOIN fxRates r ON ${isLatest("p.owner", "p.f", "p.t", "?2")}`,
    userId,
    day,
  );

/** What one unit of every currency costs today in the user's primary currency. One D1 call. */
export async function latest(ctx: Context): Promise<z.output<typeof LatestRates>> {
  const { primaryCurrency, timezone } = await ctx.principal();
  const day = dayOf(ctx.now, timezone);
  const quotes = (await ctx.db.all(latestStatement(ctx.userId, day))).map(quoteOf);
  const newest = quotes.toSorted((a, b) => b.updatedAt - a.updatedAt)[0];
  if (!newest) throw new AppError("fx_rate_unavailable", { message: "No rates yet" });
  const book = new RateBook(quotes);
  const currencies = new Set(quotes.flatMap(({ fromCurrency, toCurrency }) => [fromCurrency, toCurrency]));
  currencies.delete(primaryCurrency);
  const rates = [...currencies].toSorted().flatMap((currency) => {
    const found = book.find(currency, primaryCurrency, day);
    if (!found) return [];
    const { rate, rateBid, rateAsk } = found;
    return [[currency, { rate: Number(rate), rateBid: Number(rateBid), rateAsk: Number(rateAsk) }] as const];
  });
  return {
    baseCurrency: primaryCurrency,
    rates: Object.fromEntries(rates),
    updatedAt: toIso(newest.updatedAt),
    source: newest.source,
  };
}

/** An amount in another currency at a day's rate, rounded once. @throws fx_rate_unavailable; invalid_input on `amount` */
export async function convert(
  ctx: Context,
  { from, to, amount, date, rateType }: z.output<typeof ConvertQuery>,
): Promise<z.output<typeof Conversion>> {
  const minor = toMinor(amount, from, "amount");
  const day = date ?? dayOf(ctx.now, (await ctx.principal()).timezone);
  const questions = [{ from, to, day }];
  const rows = await ctx.db.all(ratesLookup.statement(ctx.userId, questions));
  const rate = ratesLookup.parse(rows, questions).rate(from, to, day)[RATE_FIELDS[rateType]];
  const result = toDecimal(convertMinor(minor, from, to, rate, "amount"), to);
  return { from, to, amount, result, rate: Number(rate), rateType, date: day };
}

const RATE_FIELDS = { mid: "rate", bid: "rateBid", ask: "rateAsk" } as const;

/** Stores the rates that every installation starts with, unless they are there. One D1 call. */
export async function ensureBundledRates(d1: D1Database): Promise<void> {
  const { sql, params } = bundledRates();
  await d1
    .prepare(sql)
    .bind(...params)
    .run();
}
