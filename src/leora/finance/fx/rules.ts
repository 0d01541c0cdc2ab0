import Big from "big.js";
import { AppError } from "../../../kernel/errors.ts";
import { divideRates } from "../../../kernel/money.ts";

/** Spec 4.5: central banks by their usual short names, the market, and people. */
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

/** Currencies that a pair without a rate of its own is crossed through, in this order. */
export const HUBS = ["UZS", "USD", "EUR", "RUB"];

/** Units of one currency for one unit of another, as decimal text: what it counts as, and what it is bought and sold for. */
export interface Rate {
  rate: string;
  rateBid: string;
  rateAsk: string;
}

/** Which rate is wanted: units of `to` for one unit of `from`, as known on `day` (`YYYY-MM-DD`). */
export interface RateQuestion {
  from: string;
  to: string;
  day: string;
}

/** A stored rate that may answer questions of `day`: the latest of its pair and owner that is not younger. */
export interface Quote {
  day: string;
  fromCurrency: string;
  toCurrency: string;
  /** The day it was published for. */
  date: string;
  isOverride: boolean;
  nominal: number;
  /** Between bid and ask, in percent of the rate; counts where the source names neither. */
  spreadPercent: string;
  rate: string;
  rateBid: string | null;
  rateAsk: string | null;
  source: RateSource;
  /** UTC milliseconds. */
  updatedAt: number;
}

/** Every pair that may help to answer the questions, each once: the pairs asked for and their ways over the hubs. */
export function candidatesOf(questions: readonly RateQuestion[]): RateQuestion[] {
  const candidates = new Map<string, RateQuestion>();
  for (const { from, to, day } of questions) {
    if (from === to) continue;
    for (const [a, b] of [[from, to] as const, ...waysOf(from, to).flat()]) {
      candidates.set(keyOf(a, b, day), { from: a, to: b, day });
      candidates.set(keyOf(b, a, day), { from: b, to: a, day });
    }
  }
  return [...candidates.values()];
}

/** The quotes of some days, ready to answer the questions they were loaded for. */
export class RateBook {
  private readonly own = new Map<string, Quote>();
  private readonly common = new Map<string, Quote>();

  constructor(quotes: readonly Quote[]) {
    for (const quote of quotes) {
      const { fromCurrency, toCurrency, day, isOverride } = quote;
      (isOverride ? this.own : this.common).set(keyOf(fromCurrency, toCurrency, day), quote);
    }
  }

  /**
   * The user's own rate of the pair, else everybody's, else a cross over a hub; the latest on or before the day.
   * @throws AppError fx_rate_unavailable
   */
  rate(from: string, to: string, day: string): Rate {
    const found = this.find(from, to, day);
    if (!found) throw new AppError("fx_rate_unavailable", { message: `No rate from ${from} to ${to} on ${day}` });
    return found;
  }

  /** As `rate`, but undefined when there is none. */
  find(from: string, to: string, day: string): Rate | undefined {
    if (from === to) return { rate: "1", rateBid: "1", rateAsk: "1" };
    const price = this.price(from, to, day) ?? this.cross(from, to, day);
    return price && { rate: price.mid.text(), rateBid: price.bid.text(), rateAsk: price.ask.text() };
  }

  private price(from: string, to: string, day: string): Price | undefined {
    return quoted(this.own, from, to, day) ?? quoted(this.common, from, to, day);
  }

  private cross(from: string, to: string, day: string): Price | undefined {
    for (const [head, tail] of waysOf(from, to)) {
      const [first, second] = [this.price(...head, day), this.price(...tail, day)];
      if (first && second) return chain(first, second);
    }
    return undefined;
  }
}

/** A rate on its way: divided once, at the end, so that turning and crossing round nothing. */
class Fraction {
  constructor(
    private readonly numerator: Big,
    private readonly denominator: Big,
  ) {}

  invert = () => new Fraction(this.denominator, this.numerator);
  times = (other: Fraction) =>
    new Fraction(this.numerator.times(other.numerator), this.denominator.times(other.denominator));
  text = () => divideRates(this.numerator.toFixed(), this.denominator.toFixed());
}

interface Price {
  mid: Fraction;
  bid: Fraction;
  ask: Fraction;
}

/** The pair as quoted or turned around, whichever is younger. */
function quoted(quotes: ReadonlyMap<string, Quote>, from: string, to: string, day: string): Price | undefined {
  const straight = quotes.get(keyOf(from, to, day));
  const turned = quotes.get(keyOf(to, from, day));
  if (straight && !(turned && turned.date > straight.date)) return priceOf(straight);
  return turned && invert(priceOf(turned));
}

function priceOf({ nominal, spreadPercent, rate, rateBid, rateAsk }: Quote): Price {
  const mid = new Fraction(new Big(rate), new Big(nominal));
  const named = (text: string) => new Fraction(new Big(text), new Big(nominal));
  const spread = (percent: Big) => mid.times(new Fraction(percent.plus(200), new Big(200)));
  return {
    mid,
    bid: rateBid === null ? spread(new Big(spreadPercent).neg()) : named(rateBid),
    ask: rateAsk === null ? spread(new Big(spreadPercent)) : named(rateAsk),
  };
}

/** Who buys one currency sells the other: bid and ask change places. */
const invert = ({ mid, bid, ask }: Price): Price => ({ mid: mid.invert(), bid: ask.invert(), ask: bid.invert() });

const chain = (first: Price, second: Price): Price => ({
  mid: first.mid.times(second.mid),
  bid: first.bid.times(second.bid),
  ask: first.ask.times(second.ask),
});

type Pair = readonly [from: string, to: string];

const waysOf = (from: string, to: string): [Pair, Pair][] =>
  HUBS.filter((hub) => hub !== from && hub !== to).map((hub) => [
    [from, hub],
    [hub, to],
  ]);

const keyOf = (from: string, to: string, day: string): string => `${day} ${from} ${to}`;
