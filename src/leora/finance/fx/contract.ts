import { z } from "zod";
import { currency, day, instant, uuid } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { RATE_SOURCES, RATE_TYPES } from "./rules.ts";

/** A decimal above zero, as the text of a query parameter. */
const AMOUNT = /^(?=.*[1-9])\d{1,16}(\.\d{1,6})?$/;

/** The largest rate that may be entered: no currency is worth more units of another. */
const RATE_MAX = 1e12;

const source = z.enum(RATE_SOURCES).meta({ example: "cbu" });
const rate = z.number().meta({ example: 12500 });
const rateType = z.enum(RATE_TYPES).meta({ example: "mid" });

export const LatestRates = z
  .object({
    baseCurrency: currency(),
    rates: z
      .record(z.string(), z.object({ rate, rateBid: rate, rateAsk: rate }))
      .meta({ example: { USD: { rate: 12500, rateBid: 12450, rateAsk: 12550 } } }),
    updatedAt: instant(),
    source,
  })
  .meta({ id: "LatestRates" });

export const ConvertQuery = z.object({
  from: currency().meta({ example: "USD" }),
  to: currency(),
  amount: z.string().regex(AMOUNT, "Expected a decimal above 0").transform(Number).meta({ example: "100" }),
  date: day().optional(),
  rateType: rateType.default("mid"),
});

export const Conversion = z
  .object({
    from: currency().meta({ example: "USD" }),
    to: currency(),
    amount: z.number().meta({ example: 100 }),
    result: z.number().meta({ example: 1250000 }),
    rate,
    rateType,
    date: day(),
  })
  .meta({ id: "Conversion" });

const fromCurrency = () => currency().meta({ example: "USD" });

/** Spec 4.5: units of `toCurrency` for `nominal` units of `fromCurrency`. */
export const FxRateView = z
  .object({
    id: uuid(),
    date: day(),
    fromCurrency: fromCurrency(),
    toCurrency: currency(),
    rate,
    rateMid: rate.nullable(),
    rateBid: rate.nullable(),
    rateAsk: rate.nullable(),
    nominal: z.number().int().meta({ example: 1 }),
    spreadPercent: z.number().meta({ example: 0.5 }),
    source,
    isOverridden: z.boolean(),
    effectiveFrom: instant().nullable(),
    effectiveUntil: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "FxRate" });

export const RatesQuery = PageQuery.extend({
  sortBy: z.enum(["createdAt", "updatedAt", "date"]).default("createdAt"),
  fromCurrency: fromCurrency().optional(),
  toCurrency: currency().optional(),
  date: day().optional(),
  dateFrom: day().optional(),
  dateTo: day().optional(),
  source: source.optional(),
});

const positive = (example: number) => z.number().positive().max(RATE_MAX).meta({ example });

export const FxRateCreate = z.object({
  fromCurrency: fromCurrency(),
  toCurrency: currency(),
  rate: positive(12500),
  rateMid: positive(12500).nullish(),
  rateBid: positive(12450).nullish(),
  rateAsk: positive(12550).nullish(),
  nominal: z.number().int().min(1).max(1_000_000).default(1).meta({ example: 1 }),
  spreadPercent: z.number().min(0).max(100).default(0.5).meta({ example: 0.5 }),
  date: day(),
  source: source.default("manual").meta({ example: "manual" }),
  isOverridden: z.boolean().default(false).meta({ example: true }),
});

export const HistoryQuery = z.object({
  fromCurrency: fromCurrency(),
  toCurrency: currency(),
  dateFrom: day().optional(),
  dateTo: day().optional(),
});

export const RateHistory = z
  .object({
    fromCurrency: fromCurrency(),
    toCurrency: currency(),
    dateFrom: day(),
    dateTo: day(),
    rates: z.array(
      z.object({
        date: day(),
        rate,
        rateMid: rate,
        rateBid: rate,
        rateAsk: rate,
        source: source.nullable(),
        isOverridden: z.boolean(),
      }),
    ),
  })
  .meta({ id: "RateHistory" });
