import Big from "big.js";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { divideRates } from "../../../kernel/money.ts";
import type { LeoraErrorCode } from "../../errors.ts";

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

/** What a rate's origin counts when sources disagree about a pair on a day. */
export const PRECEDENCE = { market: 0, otherBank: 1, baseBank: 2, quoteBank: 3, manual: 4 } as const;

/**
 * Of the rates that several sources have for a pair on one day, the one of the highest precedence counts: what a person
 * entered, then the central bank of the currency it is quoted in, then that of the other currency.
 */
export function precedenceOf(source: RateSource, fromCurrency: string, toCurrency: string): number {
  if (source === "manual") return PRECEDENCE.manual;
  if (source === HOME_BANKS[toCurrency]) return PRECEDENCE.quoteBank;
  if (source === HOME_BANKS[fromCurrency]) return PRECEDENCE.baseBank;
  return source === "market_api" ? PRECEDENCE.market : PRECEDENCE.otherBank;
}

/** Currencies that a pair without a rate of its own is crossed through, in this order. */
export const HUBS = ["UZS", "USD", "EUR", "RUB"];

/**
 * Units of one currency for one unit of another, as decimal text: what it counts as, the middle of the market, and what
 * it is bought and sold for.
 */
export interface Rate {
  rate: string;
  rateMid: string;
  rateBid: string;
  rateAsk: string;
  /** The day it was published for: of two crossed rates the younger one's; null between the same currency. */
  date: string | null;
  /** null when it is crossed from rates of two sources, and between the same currency. */
  source: RateSource | null;
  isOverridden: boolean;
}

interface Sides {
  rate: number;
  rateMid?: number | null | undefined;
  rateBid?: number | null | undefined;
  rateAsk?: number | null | undefined;
}

/** @throws invalid_input unless the rate and the middle lie between what is paid and what is asked */
export function checkSides({ rate, rateMid, rateBid, rateAsk }: Sides): void {
  const [low, high] = [Math.min(rate, rateMid ?? rate), Math.max(rate, rateMid ?? rate)];
  if ((rateBid ?? low) > low) throw invalid("rateBid", "Must not be above the rate");
  if ((rateAsk ?? high) < high) throw invalid("rateAsk", "Must not be below the rate");
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
  precedence: number;
  nominal: number;
  /** Between bid and ask, in percent of the rate; counts where the source names neither. */
  spreadPercent: string;
  rate: string;
  rateMid: string | null;
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
    if (!found)
      throw new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: `No rate from ${from} to ${to} on ${day}` });
    return found;
  }

  /** As `rate`, but undefined when there is none. */
  find(from: string, to: string, day: string): Rate | undefined {
    if (from === to) return SAME;
    const price = this.price(from, to, day) ?? this.cross(from, to, day);
    if (!price) return undefined;
    const { rate, mid, bid, ask, date, source, isOverridden } = price;
    const sides = { rate: rate.text(), rateMid: mid.text(), rateBid: bid.text(), rateAsk: ask.text() };
    return { ...sides, date, source, isOverridden };
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

const SAME: Rate = {
  rate: "1",
  rateMid: "1",
  rateBid: "1",
  rateAsk: "1",
  date: null,
  source: null,
  isOverridden: false,
};

interface Price {
  rate: Fraction;
  mid: Fraction;
  bid: Fraction;
  ask: Fraction;
  date: string;
  source: RateSource | null;
  isOverridden: boolean;
}

/** The pair as quoted or turned around: whichever is younger, of one day what has precedence. */
function quoted(quotes: ReadonlyMap<string, Quote>, from: string, to: string, day: string): Price | undefined {
  const straight = quotes.get(keyOf(from, to, day));
  const turned = quotes.get(keyOf(to, from, day));
  if (straight && !(turned && counts(turned, straight))) return priceOf(straight);
  return turned && invert(priceOf(turned));
}

const counts = (one: Quote, other: Quote): boolean =>
  one.date === other.date ? one.precedence > other.precedence : one.date > other.date;

function priceOf({ nominal, spreadPercent, date, source, isOverride, ...sides }: Quote): Price {
  const named = (text: string) => new Fraction(new Big(text), new Big(nominal));
  const rate = named(sides.rate);
  const spread = (percent: Big) => rate.times(new Fraction(percent.plus(200), new Big(200)));
  return {
    rate,
    mid: sides.rateMid === null ? rate : named(sides.rateMid),
    bid: sides.rateBid === null ? spread(new Big(spreadPercent).neg()) : named(sides.rateBid),
    ask: sides.rateAsk === null ? spread(new Big(spreadPercent)) : named(sides.rateAsk),
    date,
    source,
    isOverridden: isOverride,
  };
}

/** Who buys one currency sells the other: bid and ask change places. */
const invert = ({ rate, mid, bid, ask, ...origin }: Price): Price => ({
  rate: rate.invert(),
  mid: mid.invert(),
  bid: ask.invert(),
  ask: bid.invert(),
  ...origin,
});

const chain = (first: Price, second: Price): Price => ({
  rate: first.rate.times(second.rate),
  mid: first.mid.times(second.mid),
  bid: first.bid.times(second.bid),
  ask: first.ask.times(second.ask),
  date: first.date > second.date ? first.date : second.date,
  source: first.source === second.source ? first.source : null,
  isOverridden: first.isOverridden || second.isOverridden,
});

type Pair = readonly [from: string, to: string];

const waysOf = (from: string, to: string): [Pair, Pair][] =>
  HUBS.filter((hub) => hub !== from && hub !== to).map((hub) => [
    [from, hub],
    [hub, to],
  ]);

const keyOf = (from: string, to: string, day: string): string => `${day} ${from} ${to}`;
