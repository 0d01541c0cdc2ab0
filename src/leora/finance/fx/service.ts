import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { convertMinor, toDecimal, toMinor } from "../../../kernel/money.ts";
import { type Day, dayOf, daysBetween, toIso } from "../../../kernel/time.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { profileOf } from "../../profile.ts";
import { bundledRates } from "./bundled.ts";
import type { Conversion, ConvertQuery, HistoryQuery, LatestRates, RateHistory } from "./contract.ts";
import { chartStart, historyOf } from "./history.ts";
import { candidatesOf, type Quote, RateBook, type RateQuestion, type RateSource } from "./rules.ts";

/** Columns of a `Quote` but its day, of the row `r` of fxRates; `quoteOf` reads them. */
export const QUOTE =
  "r.userId <> '' AS isOverride, r.precedence, r.fromCurrency, r.toCurrency, r.date, r.nominal, r.spreadPercent, r.rate, r.rateMid, r.rateBid, r.rateAsk, r.source, r.updatedAt";

export const quoteOf = (row: RawRow): Quote => unsafeCast<Quote>({ ...row, isOverride: row.isOverride === 1 });

/** Condition: `r` is the rate of the pair that counts for the owner on a day, all four SQL expressions. One index seek. */
export const isLatest = (owner: string, from: string, to: string, day: string): string => `r.rowid = (
  SELECT rowid FROM fxRates
  WHERE userId = ${owner} AND fromCurrency = ${from} AND toCurrency = ${to} AND date <= ${day}
  ORDER BY date DESC, precedence DESC, source DESC LIMIT 1)`;

/** Everybody's rates and the user's own, as rows `o`; `?1` is the user's id. */
const OWNERS = "json_each(json_array('', ?1)) o";

/** The rates that answer a question, directly or over a hub currency. */
export const ratesStatement = (userId: string, question: RateQuestion): Statement =>
  statement(
    `SELECT ${QUOTE}, c.value ->> 2 AS day
      FROM json_each(?2) c
        CROSS JOIN ${OWNERS}
        CROSS JOIN fxRates r ON ${isLatest("o.value", "c.value ->> 0", "c.value ->> 1", "c.value ->> 2")}`,
    userId,
    JSON.stringify(candidatesOf([question]).map(({ from, to, day }) => [from, to, day])),
  );

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
  const user = await ctx.principal();
  const { timezone } = user;
  const { primaryCurrency } = profileOf(user);
  const day = dayOf(ctx.now, timezone);
  const quotes = (await ctx.db.all(latestStatement(ctx.userId, day))).map(quoteOf);
  const newest = quotes.toSorted((a, b) => b.updatedAt - a.updatedAt)[0];
  if (!newest) throw new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: "No rates yet" });
  const book = new RateBook(quotes);
  const currencies = new Set(quotes.flatMap(({ fromCurrency, toCurrency }) => [fromCurrency, toCurrency]));
  currencies.delete(primaryCurrency);
  const rates = [...currencies].toSorted().flatMap((currency) => {
    const found = book.find(currency, primaryCurrency, day);
    return found ? [[currency, found] as const] : [];
  });
  return {
    baseCurrency: primaryCurrency,
    rates: Object.fromEntries(
      rates.map(([currency, { rate, rateBid, rateAsk }]) => [
        currency,
        { rate: Number(rate), rateBid: Number(rateBid), rateAsk: Number(rateAsk) },
      ]),
    ),
    updatedAt: toIso(newest.updatedAt),
    source: commonest(rates.map(([, { source }]) => source)) ?? newest.source,
  };
}

/** The source of most rates; the first of equals. */
function commonest(sources: readonly (RateSource | null)[]): RateSource | undefined {
  const named = sources.filter((source) => source !== null);
  const counts = [...Map.groupBy(named, (source) => source)].map(([source, { length }]) => ({ source, length }));
  return counts.toSorted((a, b) => b.length - a.length)[0]?.source;
}

/** An amount in another currency at a day's rate, rounded once. @throws fx_rate_unavailable; invalid_input on `amount` */
export async function convert(
  ctx: Context,
  { from, to, amount, date, rateType }: z.output<typeof ConvertQuery>,
): Promise<z.output<typeof Conversion>> {
  const minor = toMinor(amount, from, "amount");
  const day = date ?? dayOf(ctx.now, (await ctx.principal()).timezone);
  const rows = await ctx.db.all(ratesStatement(ctx.userId, { from, to, day }));
  const rate = new RateBook(rows.map(quoteOf)).rate(from, to, day)[RATE_FIELDS[rateType]];
  const result = toDecimal(convertMinor(minor, from, to, rate, "amount"), to);
  return { from, to, amount, result, rate: Number(rate), rateType, date: day };
}

const RATE_FIELDS = { mid: "rateMid", bid: "rateBid", ask: "rateAsk" } as const;

/** A chart's longest span. */
const HISTORY_DAYS_MAX = 1_096;

/**
 * What a pair was worth over a span of days, for charts; by default the month up to the user's today. One D1 call.
 * @throws invalid_input
 */
export async function history(
  ctx: Context,
  query: z.output<typeof HistoryQuery>,
): Promise<z.output<typeof RateHistory>> {
  const { fromCurrency: from, toCurrency: to } = query;
  if (from === to) throw invalid("toCurrency", "Must be another currency");
  const dateTo = query.dateTo ?? dayOf(ctx.now, (await ctx.principal()).timezone);
  const dateFrom = query.dateFrom ?? chartStart(dateTo);
  const days = daysBetween(dateFrom, dateTo);
  if (days < 0) throw invalid("dateFrom", "Must not be after dateTo");
  if (days >= HISTORY_DAYS_MAX) throw invalid("dateFrom", `At most ${HISTORY_DAYS_MAX} days`);
  const rows = await ctx.db.all(historyStatement(ctx.userId, from, to, dateFrom, dateTo));
  const points = historyOf(rows.map(quoteOf), { from, to, dateFrom, dateTo });
  return {
    fromCurrency: from,
    toCurrency: to,
    dateFrom,
    dateTo,
    rates: points.map(({ date, rate, rateMid, rateBid, rateAsk, source, isOverridden }) => ({
      date,
      rate: Number(rate),
      rateMid: Number(rateMid),
      rateBid: Number(rateBid),
      rateAsk: Number(rateAsk),
      source,
      isOverridden,
    })),
  };
}

/** Of every candidate pair the rate that counts on the first day, and whatever was published after it. */
const historyStatement = (userId: string, from: string, to: string, dateFrom: Day, dateTo: Day): Statement =>
  statement(
    `SELECT ${QUOTE} FROM json_each(?2) c CROSS JOIN ${OWNERS} CROSS JOIN fxRates r
      ON ${isLatest("o.value", "c.value ->> 0", "c.value ->> 1", "?3")}
    UNION ALL
    SELECT ${QUOTE} FROM json_each(?2) c CROSS JOIN ${OWNERS} CROSS JOIN fxRates r
      ON r.userId = o.value AND r.fromCurrency = c.value ->> 0 AND r.toCurrency = c.value ->> 1
        AND r.date > ?3 AND r.date <= ?4`,
    userId,
    JSON.stringify(candidatesOf([{ from, to, day: dateTo }]).map((pair) => [pair.from, pair.to])),
    dateFrom,
    dateTo,
  );

/** Stores the rates that every installation starts with, unless they are there. One D1 call. */
export async function ensureBundledRates(d1: D1Database): Promise<void> {
  const { sql, params } = bundledRates();
  await d1
    .prepare(sql)
    .bind(...params)
    .run();
}
