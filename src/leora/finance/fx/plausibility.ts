import Big from "big.js";
import { isCurrency, rateText } from "../../../kernel/money.ts";
import { addDays, type Day, daysBetween, isDay } from "../../../kernel/time.ts";

/** One row of a source's document as text, with nothing checked: an empty text is a field that was not there. */
export interface Claim {
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
export interface Published {
  fromCurrency: string;
  toCurrency: string;
  date: Day;
  nominal: number;
  rate: string;
  rateMid: string | null;
  rateBid: string | null;
  rateAsk: string | null;
}

/** What the source said of a pair before. */
export interface Known {
  date: Day;
  nominal: number;
  rate: string;
}

/** By pair: since when a source has been naming a rate that is too far off to be believed at once, and which. */
export type Doubts = Record<string, { since: Day; rate: string }>;

export interface Verdict {
  accepted: Published[];
  refused: { pair: string; date: string; why: string }[];
  doubts: Doubts;
}

/** A rate that differs by more than this from the source's last one is a slip, until the source insists on it. */
const JUMP_MAX = 0.3;
/** How long a source has to keep to a jump: currencies do fall by half, and then must not stay at their old rate. */
const INSISTS_DAYS = 3;
/** Banks publish for their next working day; further ahead is a slip. */
const AHEAD_DAYS = 7;

const FIRST_DAY = "1970-01-01";

const DECIMAL = /^\d{1,15}(\.\d{1,15})?$/;
const NOMINAL = /^[1-9]\d{0,6}$/;

export const pairOf = ({ fromCurrency, toCurrency }: { fromCurrency: string; toCurrency: string }): string =>
  `${fromCurrency}/${toCurrency}`;

/**
 * Sorts a document's rows into rates and nonsense, each row on its own.
 * @param known the source's last rate of each pair
 * @param today the latest day that has begun anywhere on earth
 */
export function judge(
  claims: readonly Claim[],
  known: ReadonlyMap<string, Known>,
  doubts: Doubts,
  today: Day,
): Verdict {
  const verdict: Verdict = { accepted: [], refused: [], doubts: { ...doubts } };
  const last = new Map(known);
  for (const claim of claims.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))) {
    const pair = pairOf(claim);
    const why = flawOf(claim, today) ?? jumpOf(claim, last.get(pair), verdict.doubts);
    if (why !== undefined) {
      verdict.refused.push({ pair, date: claim.date, why });
      continue;
    }
    const rate = publishedOf(claim);
    verdict.accepted.push(rate);
    if (rate.date >= (last.get(pair)?.date ?? "")) last.set(pair, rate);
  }
  return verdict;
}

function flawOf(claim: Claim, today: Day): string | undefined {
  const { fromCurrency, toCurrency, date, nominal, rate, rateMid, rateBid, rateAsk } = claim;
  if (!isCurrency(fromCurrency) || !isCurrency(toCurrency) || fromCurrency === toCurrency) return "no currency pair";
  if (!isDay(date) || date < FIRST_DAY) return "no date";
  if (date > addDays(today, AHEAD_DAYS)) return "date in the future";
  if (!NOMINAL.test(nominal)) return "no nominal";
  const sides = [rate, rateMid, rateBid, rateAsk].filter((side) => side !== undefined);
  if (!sides.every((side) => DECIMAL.test(side) && Number(side) > 0)) return "no rate above zero";
  if (rateBid !== undefined && rateAsk !== undefined && new Big(rateBid).gt(rateAsk)) return "bid above ask";
  return undefined;
}

/** Notes a jump among the doubts; one that the source has kept to for some days, or that is gone, is none any more. */
function jumpOf(claim: Claim, before: Known | undefined, doubts: Doubts): string | undefined {
  const pair = pairOf(claim);
  const doubt = doubts[pair];
  const unit = unitRate(claim);
  if (!before || isNear(unit, unitRate(before))) {
    if (doubt && claim.date >= doubt.since) delete doubts[pair];
    return undefined;
  }
  if (!doubt || !isNear(unit, new Big(doubt.rate))) {
    doubts[pair] = { since: claim.date, rate: unit.toFixed() };
  } else if (daysBetween(doubt.since, claim.date) >= INSISTS_DAYS) {
    delete doubts[pair];
    return undefined;
  }
  return `jump from ${before.rate} for ${before.nominal} to ${claim.rate} for ${claim.nominal}`;
}

const unitRate = ({ rate, nominal }: { rate: string; nominal: string | number }): Big => new Big(rate).div(nominal);

const isNear = (one: Big, other: Big): boolean => one.minus(other).abs().lte(other.times(JUMP_MAX));

function publishedOf({ fromCurrency, toCurrency, date, nominal, ...sides }: Claim): Published {
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
