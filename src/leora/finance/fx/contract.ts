import { z } from "zod";
import { currency, day, idOf, instant } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { RATE_SOURCES, RATE_TYPES } from "./rules.ts";

/** A decimal above zero, as the text of a query parameter. */
const AMOUNT = /^(?=.*[1-9])\d{1,16}(\.\d{1,6})?$/;

/** The largest rate that may be entered: no currency is worth more units of another. */
const RATE_MAX = 1e12;

const RateSource = z.enum(RATE_SOURCES).meta({ id: "RateSource" });
const RateType = z.enum(RATE_TYPES).meta({ id: "RateType" });
const rate = (example = 12500) => z.number().meta({ example });

const LatestRate = z.object({ rate: rate(), rateBid: rate(12450), rateAsk: rate(12550) }).meta({ id: "LatestRate" });

export const LatestRates = z
  .object({
    baseCurrency: currency(),
    rates: z.record(z.string(), LatestRate).meta({ example: { USD: { rate: 12500, rateBid: 12450, rateAsk: 12550 } } }),
    updatedAt: instant(),
    source: RateSource,
  })
  .meta({ id: "LatestRates" });

export const ConvertQuery = z.object({
  from: currency().meta({ example: "USD" }),
  to: currency(),
  amount: z.string().regex(AMOUNT, "Expected a decimal above 0").transform(Number).meta({ example: "100" }),
  date: day().optional(),
  rateType: RateType.default("mid"),
});

export const Conversion = z
  .object({
    from: currency().meta({ example: "USD" }),
    to: currency(),
    amount: z.number().meta({ example: 100 }),
    result: z.number().meta({ example: 1250000 }),
    rate: rate(),
    rateType: RateType,
    date: day(),
  })
  .meta({ id: "Conversion" });

const fromCurrency = () => currency().meta({ example: "USD" });

/** Spec 4.5: units of `toCurrency` for `nominal` units of `fromCurrency`. */
export const FxRateView = z
  .object({
    id: idOf("FxRate"),
    date: day(),
    fromCurrency: fromCurrency(),
    toCurrency: currency(),
    rate: rate(),
    rateMid: rate().nullable(),
    rateBid: rate(12450).nullable(),
    rateAsk: rate(12550).nullable(),
    nominal: z.number().int().meta({ example: 1 }),
    spreadPercent: z.number().meta({ example: 0.5 }),
    source: RateSource,
    isOverridden: z.boolean(),
    effectiveFrom: instant().nullable(),
    effectiveUntil: instant().nullable().meta({ example: null }),
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
  source: RateSource.optional(),
});

const positive = (example: number) => z.number().positive().max(RATE_MAX).meta({ example });

export const FxRateCreate = z
  .object({
    fromCurrency: fromCurrency(),
    toCurrency: currency(),
    rate: positive(12500),
    rateMid: positive(12500).nullish(),
    rateBid: positive(12450).nullish(),
    rateAsk: positive(12550).nullish(),
    nominal: z.number().int().min(1).max(1_000_000).default(1).meta({ example: 1 }),
    spreadPercent: z.number().min(0).max(100).default(0.5).meta({ example: 0.5 }),
    date: day(),
    source: RateSource.default("manual"),
    isOverridden: z.boolean().default(false).meta({ example: true }),
  })
  .meta({ id: "FxRateCreate" });

export const HistoryQuery = z.object({
  fromCurrency: fromCurrency(),
  toCurrency: currency(),
  dateFrom: day().optional(),
  dateTo: day().optional(),
});

const RateOfDay = z
  .object({
    date: day(),
    rate: rate(),
    rateMid: rate(),
    rateBid: rate(12450),
    rateAsk: rate(12550),
    source: RateSource.nullable(),
    isOverridden: z.boolean().meta({ example: false }),
  })
  .meta({ id: "RateOfDay" });

export const RateHistory = z
  .object({
    fromCurrency: fromCurrency(),
    toCurrency: currency(),
    dateFrom: day().meta({ example: "2026-11-25" }),
    dateTo: day(),
    rates: z.array(RateOfDay),
  })
  .meta({ id: "RateHistory" });
