import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { convertMinor, toDecimal, toMinor } from "../../../kernel/money.ts";
import { dayOf, daysBetween, toIso } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { profileOf } from "../../profile.ts";
import type { Conversion, ConvertQuery, HistoryQuery, LatestRates, RateHistory } from "./contract.ts";
import { defaultHistoryStart, rateHistory } from "./history.ts";
import { quoteOf, quotesOfAllPairs, quotesOfHistory, quotesOfPair } from "./quotes.ts";
import { RateBook } from "./rate-book.ts";
import type { RateSource } from "./rules.ts";

// What users ask about exchange rates: the latest ones, a conversion, and the history of a pair.

/**
 * The rates of every currency to the user's primary currency on the user's today. One D1 call.
 * @throws fx_rate_unavailable when no rate is stored
 */
export async function latest(ctx: Context): Promise<z.output<typeof LatestRates>> {
  const user = await ctx.principal();
  const { timezone } = user;
  const { primaryCurrency } = profileOf(user);
  const day = dayOf(ctx.now, timezone);
  const quotes = (await ctx.db.all(quotesOfAllPairs(ctx.owner, day))).map(quoteOf);
  const newest = quotes.toSorted((left, right) => right.updatedAt - left.updatedAt)[0];
  if (!newest) throw new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: "No rates yet" });
  const book = new RateBook(quotes);
  const currencies = new Set(quotes.flatMap(({ fromCurrency, toCurrency }) => [fromCurrency, toCurrency]));
  currencies.delete(primaryCurrency);
  const rates = [...currencies].toSorted().flatMap((currency) => {
    const rate = book.find(currency, primaryCurrency, day);
    return rate ? [[currency, rate] as const] : [];
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
    source: mostFrequent(rates.map(([, { source }]) => source)) ?? newest.source,
  };
}

/** The source that most rates come from; of equally frequent ones the first. */
function mostFrequent(sources: readonly (RateSource | null)[]): RateSource | undefined {
  const named = sources.filter((source) => source !== null);
  const counts = [...Map.groupBy(named, (source) => source)].map(([source, rates]) => ({
    source,
    count: rates.length,
  }));
  return counts.toSorted((left, right) => right.count - left.count)[0]?.source;
}

/**
 * Converts an amount at the rate of a day, by default the user's today; the result is rounded half-even, once. One D1 call.
 * @throws fx_rate_unavailable; invalid_input on `amount`
 */
export async function convert(
  ctx: Context,
  { from, to, amount, date, rateType }: z.output<typeof ConvertQuery>,
): Promise<z.output<typeof Conversion>> {
  const minor = toMinor(amount, from, "amount");
  const day = date ?? dayOf(ctx.now, (await ctx.principal()).timezone);
  const rows = await ctx.db.all(quotesOfPair(ctx.owner, { from, to, day }));
  const rate = new RateBook(rows.map(quoteOf)).rate(from, to, day)[RATE_FIELDS[rateType]];
  const result = toDecimal(convertMinor(minor, from, to, rate, "amount"), to);
  return { from, to, amount, result, rate: Number(rate), rateType, date: day };
}

const RATE_FIELDS = { mid: "rateMid", bid: "rateBid", ask: "rateAsk" } as const;

/**
 * The rates of a pair over a period, for charts; by default over the thirty days up to the user's today. One D1 call.
 * @throws invalid_input on `toCurrency` or `dateFrom`
 */
export async function history(
  ctx: Context,
  query: z.output<typeof HistoryQuery>,
): Promise<z.output<typeof RateHistory>> {
  const { fromCurrency: from, toCurrency: to } = query;
  if (from === to) throw invalid("toCurrency", "Must be another currency");
  const dateTo = query.dateTo ?? dayOf(ctx.now, (await ctx.principal()).timezone);
  const dateFrom = query.dateFrom ?? defaultHistoryStart(dateTo);
  const days = daysBetween(dateFrom, dateTo);
  if (days < 0) throw invalid("dateFrom", "Must not be after dateTo");
  if (days >= LIMITS.finance.rateHistoryDays)
    throw invalid("dateFrom", `At most ${LIMITS.finance.rateHistoryDays} days`);
  const rows = await ctx.db.all(quotesOfHistory(ctx.owner, from, to, dateFrom, dateTo));
  const points = rateHistory(rows.map(quoteOf), { from, to, dateFrom, dateTo });
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
