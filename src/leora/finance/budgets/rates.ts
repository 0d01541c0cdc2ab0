import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { Day } from "../../../kernel/time.ts";
import { ratesOf } from "../fx/reads.ts";
import type { RateBook } from "../fx/rules.ts";
import { ratesOfCandidates } from "./reads.ts";

// The exchange rates that entries of budgets are converted at.

/** Units of `to` for one unit of `from` on a day, decimal text; null when no rate is known. */
export function rateBetween(work: UnitOfWork, from: string, to: string, day: Day): string | null {
  if (from === to) return "1";
  const rate = cachedRate(ratesOf(work), from, to, day);
  if (rate !== null) return rate;
  // Rates of earlier days have been read only where entries are rebuilt.
  return work.hasAnswer(ratesOfCandidates) ? cachedRate(work.answer(ratesOfCandidates), from, to, day) : null;
}

const cache = new WeakMap<RateBook, Map<string, string | null>>();

/** Computing cross rates is slow, and a push needs the same ones hundreds of times. */
function cachedRate(book: RateBook, from: string, to: string, day: Day): string | null {
  const rates = cache.get(book) ?? new Map<string, string | null>();
  cache.set(book, rates);
  const key = `${day} ${from} ${to}`;
  const rate = rates.get(key) ?? (rates.has(key) ? null : (book.find(from, to, day)?.rate ?? null));
  rates.set(key, rate);
  return rate;
}
