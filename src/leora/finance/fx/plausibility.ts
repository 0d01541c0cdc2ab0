import Big from "big.js";
import { isCurrency, rateText } from "../../../kernel/money.ts";
import { compareText } from "../../../kernel/text.ts";
import { addDays, type Day, daysBetween, isDay } from "../../../kernel/time.ts";

// Decides which rates of a bank's document may be stored. Banks publish slips now and then: a missing field, a nominal that
// changed, a rate with a digit too many. Such a rate would convert real amounts, so it is refused while the document's
// other rates are stored.

/** A rate as its source writes it, before any check. An empty text stands for a field that the document lacks. */
export interface UncheckedRate {
  fromCurrency: string;
  toCurrency: string;
  /** `YYYY-MM-DD` */
  date: string;
  nominal: string;
  rate: string;
  rateMid?: string;
  rateBid?: string;
  rateAsk?: string;
}

/** A rate that may be stored. */
export interface CheckedRate {
  fromCurrency: string;
  toCurrency: string;
  date: Day;
  nominal: number;
  rate: string;
  rateMid: string | null;
  rateBid: string | null;
  rateAsk: string | null;
}

/** The latest stored rate that the source published for a pair. */
export interface LastRate {
  date: Day;
  nominal: number;
  rate: string;
}

/**
 * By pair (`USD/UZS`): a rate for one unit that differs too much from the source's last one to be stored at once, and the
 * day on which the source first published it.
 */
export type UnconfirmedJumps = Record<string, { since: Day; rate: string }>;

export interface CheckedDocument {
  accepted: CheckedRate[];
  refused: { pair: string; date: string; why: string }[];
  /** For the next check of this source. */
  unconfirmedJumps: UnconfirmedJumps;
}

/** A rate that differs by more than this share from the source's last one is a jump, which has to be confirmed. */
const JUMP_MAX = 0.3;
/**
 * A jump is confirmed when the source still publishes about the same rate after so many days. Currencies do fall by half,
 * and must not stay at their old rate then.
 */
const CONFIRMATION_DAYS = 3;
/** Banks publish for their next working day. A date that is further ahead is a slip. */
const DAYS_AHEAD_MAX = 7;

const FIRST_DAY = "1970-01-01";

const DECIMAL = /^\d{1,15}(\.\d{1,15})?$/;
const NOMINAL = /^[1-9]\d{0,6}$/;

export const pairOf = ({ fromCurrency, toCurrency }: { fromCurrency: string; toCurrency: string }): string =>
  `${fromCurrency}/${toCurrency}`;

/**
 * Checks the rates of a source's document, each by itself, earlier days first. A refused rate never fails the others.
 * @param lastRates the source's last rate of each pair (`USD/UZS`)
 * @param unconfirmedJumps as the source's previous document left them
 * @param today the latest day that has begun anywhere on earth
 */
export function checkRates(
  rates: readonly UncheckedRate[],
  lastRates: ReadonlyMap<string, LastRate>,
  unconfirmedJumps: UnconfirmedJumps,
  today: Day,
): CheckedDocument {
  const checked: CheckedDocument = { accepted: [], refused: [], unconfirmedJumps: { ...unconfirmedJumps } };
  const last = new Map(lastRates);
  for (const unchecked of rates.toSorted((left, right) => compareText(left.date, right.date))) {
    const pair = pairOf(unchecked);
    const why = findFault(unchecked, today) ?? findJump(unchecked, last.get(pair), checked.unconfirmedJumps);
    if (why !== undefined) {
      checked.refused.push({ pair, date: unchecked.date, why });
      continue;
    }
    const rate = checkedRate(unchecked);
    checked.accepted.push(rate);
    if (rate.date >= (last.get(pair)?.date ?? "")) last.set(pair, rate);
  }
  return checked;
}

/** What makes a rate unusable whatever the source published before; undefined when nothing does. */
function findFault(unchecked: UncheckedRate, today: Day): string | undefined {
  const { fromCurrency, toCurrency, date, nominal, rate, rateMid, rateBid, rateAsk } = unchecked;
  if (!isCurrency(fromCurrency) || !isCurrency(toCurrency) || fromCurrency === toCurrency) return "no currency pair";
  if (!isDay(date) || date < FIRST_DAY) return "no date";
  if (date > addDays(today, DAYS_AHEAD_MAX)) return "date in the future";
  if (!NOMINAL.test(nominal)) return "no nominal";
  const sides = [rate, rateMid, rateBid, rateAsk].filter((side) => side !== undefined);
  if (!sides.every((side) => DECIMAL.test(side) && Number(side) > 0)) return "no rate above zero";
  if (rateBid !== undefined && rateAsk !== undefined && new Big(rateBid).gt(rateAsk)) return "bid above ask";
  return undefined;
}

/**
 * Whether a rate jumps against the source's last one, which is undefined for a new pair. Changes `jumps`: a new jump is
 * noted, and one that is confirmed by now, or that the source has taken back, is deleted.
 */
function findJump(unchecked: UncheckedRate, last: LastRate | undefined, jumps: UnconfirmedJumps): string | undefined {
  const pair = pairOf(unchecked);
  const jump = jumps[pair];
  const unit = unitRate(unchecked);
  if (!last || isNear(unit, unitRate(last))) {
    if (jump && unchecked.date >= jump.since) delete jumps[pair];
    return undefined;
  }
  if (!jump || !isNear(unit, new Big(jump.rate))) {
    jumps[pair] = { since: unchecked.date, rate: unit.toFixed() };
  } else if (daysBetween(jump.since, unchecked.date) >= CONFIRMATION_DAYS) {
    delete jumps[pair];
    return undefined;
  }
  return `jump from ${last.rate} for ${last.nominal} to ${unchecked.rate} for ${unchecked.nominal}`;
}

/** The rate for one unit. */
const unitRate = ({ rate, nominal }: { rate: string; nominal: string | number }): Big => new Big(rate).div(nominal);

const isNear = (rate: Big, reference: Big): boolean => rate.minus(reference).abs().lte(reference.times(JUMP_MAX));

function checkedRate({ fromCurrency, toCurrency, date, nominal, ...sides }: UncheckedRate): CheckedRate {
  const optional = (side: string | undefined) => (side === undefined ? null : rateText(side));
  return {
    fromCurrency,
    toCurrency,
    date,
    nominal: Number(nominal),
    rate: rateText(sides.rate),
    rateMid: optional(sides.rateMid),
    rateBid: optional(sides.rateBid),
    rateAsk: optional(sides.rateAsk),
  };
}
