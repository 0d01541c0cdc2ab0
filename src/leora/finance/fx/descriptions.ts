import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** The sides of a rate as it is computed for one unit. */
const SIDES = { rateBid: "What one unit is bought for", rateAsk: "What one unit is sold for" };

/** What the fields of exchange rates mean (spec 4.5), for the OpenAPI document. */
export const fxDescriptions: Descriptions = {
  components: {
    RateSource:
      "Central banks: `cbu` Uzbekistan, `cbr` Russia, `tcmb` Turkey, `sama` Saudi Arabia, `cbuae` Emirates, `ecb` euro area, `fed` USA, `boe` " +
      "England; `market_api`: the market; `manual`: entered by a person. Of several rates of one day a manual one counts first, then the " +
      "central bank of `toCurrency`, of `fromCurrency`, other banks, the market.",
    RateType:
      "`mid`: the middle of the market; `bid`: what the first currency is bought for; `ask`: what it is sold for.",
  },
  fields: {
    FxRate: {
      id: "The id of the rate",
      date: "The day for which it was published; it counts until a later one",
      fromCurrency: "The currency that is priced",
      toCurrency: "The currency in which it is priced",
      rate: "Units of `toCurrency` for `nominal` units of `fromCurrency`; amounts are converted at it",
      rateMid: "The middle of the market, in the same units; null: `rate` is",
      rateBid: "What `nominal` units are bought for, not above `rate`; null: half of the spread below it",
      rateAsk: "What `nominal` units are sold for, not below `rate`; null: half of the spread above it",
      nominal: "For how many units of `fromCurrency` the rate is; 1 unless stated",
      spreadPercent: "The distance from bid to ask in percent of the rate, for a side that is null; 0.5 unless stated",
      source: "Who published the rate; a user's own is `manual`",
      isOverridden: "`true` for a rate of the user's own, which counts before published ones",
      effectiveFrom: "When its day began at the bank that published it; else null",
      effectiveUntil: "Always null: a rate counts until a later one",
    },
    FxRateCreate: {
      source: "Who published the rate; a user's own is `manual`, which is the default",
      isOverridden:
        "`true`: a rate of the user's own; without it the rate is for everybody, which only administrators may set",
    },
    LatestRates: {
      baseCurrency: "The user's primary currency, in which the rates are",
      rates: "By currency: units of `baseCurrency` for one unit of it",
      updatedAt: "When the newest rate among them was stored",
      source: "Where most of the rates come from",
    },
    LatestRate: { ...SIDES, rate: "Units of `baseCurrency` for one unit of the currency" },
    Conversion: {
      from: "The currency of `amount`",
      to: "The currency of `result`",
      amount: "What was converted",
      result: "The amount in the other currency, rounded half to even to its decimals",
      rate: "Units of `to` for one unit of `from`",
      rateType: "Which side of the market the rate is",
      date: "The day on which the rate counts",
    },
    RateHistory: {
      fromCurrency: "The currency that is priced",
      toCurrency: "The currency in which it is priced",
      dateFrom: "The first day of the period",
      dateTo: "The last day of the period",
      rates: "The rate on the first day, and each one that was published later, oldest first",
    },
    RateOfDay: {
      ...SIDES,
      rate: "Units of `toCurrency` for one unit of `fromCurrency`",
      rateMid: "The middle of the market, in the same units",
      date: "From which day on it counts",
      source: "Who published it; null when it is crossed from rates of two sources",
      isOverridden: "Whether a rate of the user's own is behind it",
    },
  },
  parameters: {
    "GET /fx-rates": {
      dateFrom: "Only rates of this day or later",
      dateTo: "Only rates of this day or earlier",
    },
    "GET /fx-rates/convert": {
      from: "The currency of the amount",
      to: "The currency to convert it into",
      amount: "A decimal above 0, with no more decimals than the currency has",
      date: "The day whose rate counts; the user's today unless stated",
      rateType: "Which side of the market counts",
    },
    "GET /fx-rates/history": {
      fromCurrency: "The currency that is priced",
      toCurrency: "The currency in which it is priced; another one",
      dateFrom: "The first day; 30 days before the last unless stated",
      dateTo: "The last day; the user's today unless stated",
    },
  },
};
