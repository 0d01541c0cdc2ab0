import { compareText } from "../../../kernel/text.ts";
import { type Day, daysBefore } from "../../../kernel/time.ts";
import { RateBook } from "./rate-book.ts";
import type { Quote, Rate } from "./rules.ts";

// The history of a currency pair, for charts, worked out from the stored rates of a period.

/** The rate of a pair as it was published on a day. */
export interface HistoryPoint extends Rate {
  date: Day;
}

interface PairPeriod {
  from: string;
  to: string;
  dateFrom: Day;
  dateTo: Day;
}

/** A stored rate that counts from its date until a later one replaces it. */
type DatedQuote = Omit<Quote, "day">;

/**
 * The rates of a pair on the first day of a period and on each later day on which a rate that counts was published,
 * oldest first. Each is the rate that a conversion on that day uses.
 * @param quotes of every source, for all pairs that the pair may be crossed from, up to the period's last day
 */
export function rateHistory(quotes: readonly DatedQuote[], { from, to, dateFrom, dateTo }: PairPeriod): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  /** The latest quote of each owner and pair, as of the day that the loop has reached. */
  const current = new Map<string, DatedQuote>();
  const quotesByDay = Map.groupBy(quotes.toSorted(byDateAndPrecedence), ({ date }) =>
    date < dateFrom ? dateFrom : date,
  );
  if (!quotesByDay.has(dateFrom)) quotesByDay.set(dateFrom, []);
  for (const day of [...quotesByDay.keys()].toSorted()) {
    if (day > dateTo) break;
    for (const quote of quotesByDay.get(day) ?? []) {
      current.set(`${quote.isOverride} ${quote.fromCurrency} ${quote.toCurrency}`, quote);
    }
    const rate = new RateBook([...current.values()].map((quote) => ({ ...quote, day }))).find(from, to, day);
    if (rate && (rate.date === day || day === dateFrom)) points.push({ ...rate, date: day });
  }
  return points;
}

/** In this order a later quote of a pair replaces an earlier one. `isLatestRate` orders in the same way in SQL. */
const byDateAndPrecedence = (left: DatedQuote, right: DatedQuote): number =>
  compareText(left.date, right.date) || left.precedence - right.precedence || compareText(left.source, right.source);

/** The first day of a history for which only the last day was given: thirty days before it. */
export const defaultHistoryStart = (dateTo: Day): Day => daysBefore(dateTo, 30);
