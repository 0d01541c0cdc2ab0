import { invalid } from "../../../kernel/errors.ts";

// Which exchange rate counts: the precedence of sources, and which stored rates the rate of a pair may come from.
// rate-book.ts works it out from them.

/** Where rates come from (spec 4.5): central banks by their usual short names, the market, and people. */
export const RATE_SOURCES = [
  "cbu",
  "cbr",
  "tcmb",
  "sama",
  "cbuae",
  "ecb",
  "fed",
  "boe",
  "market_api",
  "manual",
] as const;

export type RateSource = (typeof RATE_SOURCES)[number];

export const RATE_TYPES = ["mid", "bid", "ask"] as const;

/** The official source of a currency: its central bank. */
const HOME_BANKS: Readonly<Record<string, RateSource>> = {
  UZS: "cbu",
  RUB: "cbr",
  TRY: "tcmb",
  SAR: "sama",
  AED: "cbuae",
  EUR: "ecb",
  USD: "fed",
  GBP: "boe",
};

/** The precedence of a rate by its source, for a pair and a day of which several sources have rates. */
export const PRECEDENCE = { market: 0, otherBank: 1, baseBank: 2, quoteBank: 3, manual: 4 } as const;

/**
 * The precedence of a source's rate. Of the rates that several sources have for a pair on one day the one with the highest
 * precedence counts: first what a person entered, then the rate of the central bank of the currency it is quoted in, then
 * that of the central bank of the other currency, then any other bank's.
 */
export function precedenceOf(source: RateSource, fromCurrency: string, toCurrency: string): number {
  if (source === "manual") return PRECEDENCE.manual;
  if (source === HOME_BANKS[toCurrency]) return PRECEDENCE.quoteBank;
  if (source === HOME_BANKS[fromCurrency]) return PRECEDENCE.baseBank;
  return source === "market_api" ? PRECEDENCE.market : PRECEDENCE.otherBank;
}

/**
 * A pair without a rate of its own gets a cross rate through the first of these currencies that has rates to both:
 * EUR/KZT is EUR/RUB × RUB/KZT.
 */
export const PIVOT_CURRENCIES = ["UZS", "USD", "EUR", "RUB"];

/** Units of one currency for one unit of another, as decimal text. */
export interface Rate {
  /** The rate that amounts are converted at. */
  rate: string;
  /** The middle of the market. */
  rateMid: string;
  /** What one unit is bought for, and what it is sold for. */
  rateBid: string;
  rateAsk: string;
  /** The day it was published for. A cross rate has the later day of its two rates; null between the same currency. */
  date: string | null;
  /** null for a cross rate from two sources, and between the same currency. */
  source: RateSource | null;
  isOverridden: boolean;
}

interface RateSides {
  rate: number;
  rateMid?: number | null | undefined;
  rateBid?: number | null | undefined;
  rateAsk?: number | null | undefined;
}

/** Checks that the rate and the middle rate lie between bid and ask. @throws invalid_input on `rateBid` or `rateAsk` */
export function checkSides({ rate, rateMid, rateBid, rateAsk }: RateSides): void {
  const [low, high] = [Math.min(rate, rateMid ?? rate), Math.max(rate, rateMid ?? rate)];
  if ((rateBid ?? low) > low) throw invalid("rateBid", "Must not be above the rate");
  if ((rateAsk ?? high) < high) throw invalid("rateAsk", "Must not be below the rate");
}

/** A rate that is wanted: units of `to` for one unit of `from`, as known on `day` (`YYYY-MM-DD`). */
export interface PairOnDay {
  from: string;
  to: string;
  day: string;
}

/**
 * A stored rate that counts on `day`: of its pair and owner the latest that was published for that day or earlier. Writes
 * read the oldest one where there is none: its `date` is then after `day`, and it is only good for an estimate.
 */
export interface Quote {
  day: string;
  fromCurrency: string;
  toCurrency: string;
  /** The day it was published for. */
  date: string;
  /** The user's own rate, which comes before published ones. */
  isOverride: boolean;
  precedence: number;
  /** The rates below are for so many units of `fromCurrency`. */
  nominal: number;
  /** The distance between bid and ask in percent of the rate, for a side that the source does not publish. */
  spreadPercent: string;
  rate: string;
  rateMid: string | null;
  rateBid: string | null;
  rateAsk: string | null;
  source: RateSource;
  /** UTC milliseconds. */
  updatedAt: number;
}

/**
 * The pairs from whose stored rates the rates of these pairs can be computed, each once: the pairs themselves and their routes through
 * the pivot currencies, in both directions.
 */
export function candidatesOf(pairs: readonly PairOnDay[]): PairOnDay[] {
  const candidates = new Map<string, PairOnDay>();
  const add = (from: string, to: string, day: string) => candidates.set(keyOf(from, to, day), { from, to, day });
  for (const { from, to, day } of pairs) {
    if (from === to) continue;
    for (const [head, tail] of [[from, to] as const, ...pivotRoutes(from, to).flat()]) {
      add(head, tail, day);
      add(tail, head, day);
    }
  }
  return [...candidates.values()];
}

type Pair = readonly [from: string, to: string];

/** The ways from one currency to another through a pivot currency, in the order in which they are tried. */
export const pivotRoutes = (from: string, to: string): [Pair, Pair][] =>
  PIVOT_CURRENCIES.filter((pivot) => pivot !== from && pivot !== to).map((pivot) => [
    [from, pivot],
    [pivot, to],
  ]);

/** The key of a quote: a pair and the day that it counts on. */
export const keyOf = (from: string, to: string, day: string): string => `${day} ${from} ${to}`;
