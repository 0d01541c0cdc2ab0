import { compareText } from "../../../kernel/text.ts";
import { addDays, type Day } from "../../../kernel/time.ts";
import { type Quote, type Rate, RateBook } from "./rules.ts";

/** The rate of a pair as it was published on a day. */
export interface HistoryPoint extends Rate {
  date: Day;
}

interface Span {
  from: string;
  to: string;
  dateFrom: Day;
  dateTo: Day;
}

/**
 * What a pair was worth on the first day of a span and on each later day for which a rate that counts was published:
 * the same that a conversion on that day says. Oldest first.
 * @param quotes every source's, of the pair's candidates, up to the span's last day
 */
export function historyOf(quotes: readonly Quote[], { from, to, dateFrom, dateTo }: Span): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  const current = new Map<string, Quote>();
  const byDay = Map.groupBy(quotes.toSorted(byRank), ({ date }) => (date < dateFrom ? dateFrom : date));
  if (!byDay.has(dateFrom)) byDay.set(dateFrom, []);
  for (const day of [...byDay.keys()].toSorted()) {
    for (const quote of byDay.get(day) ?? []) {
      current.set(`${quote.isOverride} ${quote.fromCurrency} ${quote.toCurrency}`, quote);
    }
    if (day > dateTo) break;
    const found = new RateBook([...current.values()].map((quote) => ({ ...quote, day }))).find(from, to, day);
    if (found && (found.date === day || day === dateFrom)) points.push({ ...found, date: day });
  }
  return points;
}

/** Later ones replace earlier ones: by day, within a day by precedence, as the database orders them. */
const byRank = (a: Quote, b: Quote): number =>
  compareText(a.date, b.date) || a.precedence - b.precedence || compareText(a.source, b.source);

/** The first day of a chart that names only its last one: a month before. */
export const chartStart = (dateTo: Day): Day => addDays(dateTo, -30);
