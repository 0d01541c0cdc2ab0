import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { Day } from "../../../kernel/time.ts";
import type { PossiblyEstimatedRate, RateBook } from "../fx/rate-book.ts";
import { ratesOf } from "../fx/reads.ts";
import { ratesOfCandidates } from "./reads.ts";

// The exchange rates that entries of budgets are converted at. What a budget has spent is no balance, so that an entry may
// be an estimate: a budget would else leave out, without any sign, what was spent before the first known rate.

/** The rate that an entry is converted at; null when none of the pair is known at all. */
export function rateBetween(work: UnitOfWork, from: string, to: string, day: Day): PossiblyEstimatedRate | null {
  if (from === to) return SAME_CURRENCY;
  const rate = cachedRate(ratesOf(work), from, to, day);
  if (rate !== null) return rate;
  // Rates of earlier days have been read only where entries are rebuilt.
  return work.hasAnswer(ratesOfCandidates) ? cachedRate(work.answer(ratesOfCandidates), from, to, day) : null;
}

const SAME_CURRENCY: PossiblyEstimatedRate = { rate: "1", isEstimated: false };

const cache = new WeakMap<RateBook, Map<string, PossiblyEstimatedRate | null>>();

/** Computing cross rates is slow, and a push needs the same ones hundreds of times. */
function cachedRate(book: RateBook, from: string, to: string, day: Day): PossiblyEstimatedRate | null {
  const rates = cache.get(book) ?? new Map<string, PossiblyEstimatedRate | null>();
  cache.set(book, rates);
  const key = `${day} ${from} ${to}`;
  const known = rates.get(key);
  if (known !== undefined) return known;
  const rate = book.findOrOldest(from, to, day) ?? null;
  rates.set(key, rate);
  return rate;
}
