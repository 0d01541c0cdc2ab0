import Big from "big.js";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { divideRates } from "../../../kernel/money.ts";
import type { LeoraErrorCode } from "../../errors.ts";

// Which exchange rate counts: the precedence of sources, and the rate of a pair from the stored rates, which may have to
// be inverted, or crossed through a third currency.

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

/** A stored rate that counts on `day`: of its pair and owner the latest that was published for that day or earlier. */
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

/** Finds rates among quotes that were loaded before: of the pairs' candidates, on the days that are asked about. */
export class RateBook {
  private readonly overrides = new Map<string, Quote>();
  private readonly published = new Map<string, Quote>();

  constructor(quotes: readonly Quote[]) {
    for (const quote of quotes) {
      const { fromCurrency, toCurrency, day, isOverride } = quote;
      (isOverride ? this.overrides : this.published).set(keyOf(fromCurrency, toCurrency, day), quote);
    }
  }

  /**
   * The rate of a pair on a day: the user's own, else the published one, else a cross rate through a pivot currency.
   * @throws fx_rate_unavailable
   */
  rate(from: string, to: string, day: string): Rate {
    const rate = this.find(from, to, day);
    if (!rate) {
      throw new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: `No rate from ${from} to ${to} on ${day}` });
    }
    return rate;
  }

  /** As `rate`, but undefined when there is none. */
  find(from: string, to: string, day: string): Rate | undefined {
    if (from === to) return SAME_CURRENCY_RATE;
    const price = this.directPrice(from, to, day) ?? this.crossPrice(from, to, day);
    if (!price) return undefined;
    const { rate, mid, bid, ask, date, source, isOverridden } = price;
    const sides = { rate: rate.text(), rateMid: mid.text(), rateBid: bid.text(), rateAsk: ask.text() };
    return { ...sides, date, source, isOverridden };
  }

  private directPrice(from: string, to: string, day: string): Price | undefined {
    return quotedPrice(this.overrides, from, to, day) ?? quotedPrice(this.published, from, to, day);
  }

  private crossPrice(from: string, to: string, day: string): Price | undefined {
    for (const [head, tail] of pivotRoutes(from, to)) {
      const [first, second] = [this.directPrice(...head, day), this.directPrice(...tail, day)];
      if (first && second) return multiply(first, second);
    }
    return undefined;
  }
}

/** An exact rate. It is divided once, when it becomes text, so that inverting and crossing do not round. */
class Fraction {
  constructor(
    private readonly numerator: Big,
    private readonly denominator: Big,
  ) {}

  invert = () => new Fraction(this.denominator, this.numerator);
  times = (factor: Fraction) =>
    new Fraction(this.numerator.times(factor.numerator), this.denominator.times(factor.denominator));
  text = () => divideRates(this.numerator.toFixed(), this.denominator.toFixed());
}

const SAME_CURRENCY_RATE: Rate = {
  rate: "1",
  rateMid: "1",
  rateBid: "1",
  rateAsk: "1",
  date: null,
  source: null,
  isOverridden: false,
};

/** A `Rate` before it is rounded. */
interface Price {
  rate: Fraction;
  mid: Fraction;
  bid: Fraction;
  ask: Fraction;
  date: string;
  source: RateSource | null;
  isOverridden: boolean;
}

/**
 * The price of a pair from a quote of it or of its inverse, whichever was published for the later day; of the same day
 * the one with the higher precedence counts, and of equal ones the quote of the pair itself.
 */
function quotedPrice(quotes: ReadonlyMap<string, Quote>, from: string, to: string, day: string): Price | undefined {
  const direct = quotes.get(keyOf(from, to, day));
  const inverse = quotes.get(keyOf(to, from, day));
  if (direct && !(inverse && outranks(inverse, direct))) return priceOf(direct);
  return inverse && invert(priceOf(inverse));
}

const outranks = (inverse: Quote, direct: Quote): boolean =>
  inverse.date === direct.date ? inverse.precedence > direct.precedence : inverse.date > direct.date;

function priceOf({ nominal, spreadPercent, date, source, isOverride, ...sides }: Quote): Price {
  const perUnit = (text: string) => new Fraction(new Big(text), new Big(nominal));
  const rate = perUnit(sides.rate);
  /** The rate moved by half of this spread: × (1 + percent ÷ 200). */
  const movedByHalf = (percent: Big) => rate.times(new Fraction(percent.plus(200), new Big(200)));
  const spread = new Big(spreadPercent);
  return {
    rate,
    mid: sides.rateMid === null ? rate : perUnit(sides.rateMid),
    bid: sides.rateBid === null ? movedByHalf(spread.neg()) : perUnit(sides.rateBid),
    ask: sides.rateAsk === null ? movedByHalf(spread) : perUnit(sides.rateAsk),
    date,
    source,
    isOverridden: isOverride,
  };
}

/** The price of the inverse pair. Buying one currency is selling the other, so bid and ask change places. */
const invert = ({ rate, mid, bid, ask, ...origin }: Price): Price => ({
  rate: rate.invert(),
  mid: mid.invert(),
  bid: ask.invert(),
  ask: bid.invert(),
  ...origin,
});

/** The cross price of two pairs, the first of which ends at the currency that the second one starts from. */
const multiply = (first: Price, second: Price): Price => ({
  rate: first.rate.times(second.rate),
  mid: first.mid.times(second.mid),
  bid: first.bid.times(second.bid),
  ask: first.ask.times(second.ask),
  date: first.date > second.date ? first.date : second.date,
  source: first.source === second.source ? first.source : null,
  isOverridden: first.isOverridden || second.isOverridden,
});

type Pair = readonly [from: string, to: string];

const pivotRoutes = (from: string, to: string): [Pair, Pair][] =>
  PIVOT_CURRENCIES.filter((pivot) => pivot !== from && pivot !== to).map((pivot) => [
    [from, pivot],
    [pivot, to],
  ]);

const keyOf = (from: string, to: string, day: string): string => `${day} ${from} ${to}`;
