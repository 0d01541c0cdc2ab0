import Big from "big.js";
import { AppError } from "../../../kernel/errors.ts";
import { divideRates } from "../../../kernel/money.ts";
import { compareText } from "../../../kernel/text.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { keyOf, pivotRoutes, type Quote, type Rate, type RateSource } from "./rules.ts";

// The rate of a pair from the stored rates, which may have to be inverted, or crossed through a third currency.

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
    return price && rateOf(price);
  }

  /**
   * The rate of a pair on a day; where none is known for that day or an earlier one, the oldest that is known at all, which
   * is an estimate. Of a rate of the pair and cross rates the one with the earliest day is the oldest. A balance never
   * moves by an estimate.
   * @throws fx_rate_unavailable when no rate of the pair is known at all
   */
  rateOrOldest(from: string, to: string, day: string): PossiblyEstimatedRate {
    const rate = this.findOrOldest(from, to, day);
    if (!rate) {
      throw new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: `No rate from ${from} to ${to} is known` });
    }
    return rate;
  }

  /** As `rateOrOldest`, but undefined when there is none. */
  findOrOldest(from: string, to: string, day: string): PossiblyEstimatedRate | undefined {
    const known = this.find(from, to, day);
    if (known) return { rate: known.rate, isEstimated: false };
    const crossed = pivotRoutes(from, to).map(([head, tail]) => {
      const [first, second] = [this.oldestPrice(...head, day), this.oldestPrice(...tail, day)];
      return first && second && multiply(first, second);
    });
    const oldest = earliest([this.oldestPrice(from, to, day), ...crossed]);
    return oldest && { rate: rateOf(oldest).rate, isEstimated: true };
  }

  private directPrice(from: string, to: string, day: string): Price | undefined {
    return quotedPrice(this.overrides, from, to, day) ?? quotedPrice(this.published, from, to, day);
  }

  /** The price on a day where one is known, else the oldest of the user's own and the published ones. */
  private oldestPrice(from: string, to: string, day: string): Price | undefined {
    const known = this.directPrice(from, to, day);
    return known ?? earliest([this.overrides, this.published].flatMap((quotes) => storedPrices(quotes, from, to, day)));
  }

  private crossPrice(from: string, to: string, day: string): Price | undefined {
    for (const [head, tail] of pivotRoutes(from, to)) {
      const [first, second] = [this.directPrice(...head, day), this.directPrice(...tail, day)];
      if (first && second) return multiply(first, second);
    }
    return undefined;
  }
}

/** A rate that may be of a later day than the one that it is used for. */
export interface PossiblyEstimatedRate {
  /** Units of one currency for one unit of another, decimal text. */
  rate: string;
  isEstimated: boolean;
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

function rateOf({ rate, mid, bid, ask, date, source, isOverridden }: Price): Rate {
  const sides = { rate: rate.text(), rateMid: mid.text(), rateBid: bid.text(), rateAsk: ask.text() };
  return { ...sides, date, source, isOverridden };
}

/** The price with the earliest day; of equally early ones the first. */
const earliest = (prices: readonly (Price | undefined)[]): Price | undefined =>
  prices.filter((price) => price !== undefined).toSorted((left, right) => compareText(left.date, right.date))[0];

/** The prices of a pair by its stored quotes, of whichever day: of the pair itself and of its inverse. */
function storedPrices(quotes: ReadonlyMap<string, Quote>, from: string, to: string, day: string): Price[] {
  const [direct, inverse] = [quotes.get(keyOf(from, to, day)), quotes.get(keyOf(to, from, day))];
  return [...(direct ? [priceOf(direct)] : []), ...(inverse ? [invert(priceOf(inverse))] : [])];
}

/**
 * The price of a pair from a quote of it or of its inverse, whichever was published for the later day; of the same day
 * the one with the higher precedence counts, and of equal ones the quote of the pair itself.
 */
function quotedPrice(quotes: ReadonlyMap<string, Quote>, from: string, to: string, day: string): Price | undefined {
  const direct = knownBy(day, quotes.get(keyOf(from, to, day)));
  const inverse = knownBy(day, quotes.get(keyOf(to, from, day)));
  if (direct && !(inverse && outranks(inverse, direct))) return priceOf(direct);
  return inverse && invert(priceOf(inverse));
}

/** The quote, unless it is of a later day. */
const knownBy = (day: string, quote: Quote | undefined): Quote | undefined =>
  quote !== undefined && quote.date <= day ? quote : undefined;

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
