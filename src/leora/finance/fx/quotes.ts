import { render, type Sql, sql } from "../../../engine/sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import type { Day } from "../../../kernel/time.ts";
import { candidatesOf, type PairOnDay, type Quote } from "./rules.ts";

// SQL that finds quotes: the stored rates that count on a day. Published rates have an empty owner and are in the same
// table as the user's own ones; a query finds the latest rate of each pair for both owners, and `RateBook` chooses between them.
// In all of this SQL, `r` is a row of fxRates and `o` is an owner.

/** Columns of a `Quote` but its day, which the query adds. `quoteOf` reads them. */
export const QUOTE_COLUMNS: Sql = sql`
  r.owner <> 0 AS isOverride, r.precedence, r.fromCurrency, r.toCurrency, r.date, r.nominal, r.spreadPercent,
  r.rate, r.rateMid, r.rateBid, r.rateAsk, r.source, r.updatedAt`;

export const quoteOf = (row: RawRow): Quote => unsafeCast<Quote>({ ...row, isOverride: row.isOverride === 1 });

/**
 * Condition: `r` is the rate of a pair that counts for an owner on a day. It costs one index seek.
 * @param owner SQL expression like the others: the user's integer, or 0 for published rates
 */
export const isLatestRate = (owner: Sql, fromCurrency: Sql, toCurrency: Sql, day: Sql): Sql => sql`r.rowid = (
  SELECT rowid FROM fxRates
  WHERE owner = ${owner} AND fromCurrency = ${fromCurrency} AND toCurrency = ${toCurrency} AND date <= ${day}
  ORDER BY date DESC, precedence DESC, source DESC LIMIT 1)`;

/** Table expression: the owners whose rates a user may use, as rows `o` with one column `value`. */
export const ownersFor = (owner: number): Sql => sql`json_each(json_array(0, ${owner})) o`;

/** The quotes that the rate of a pair on a day is computed from, directly or through a pivot currency. */
export function quotesOfPair(owner: number, pair: PairOnDay): Statement {
  const candidates = candidatesOf([pair]).map(({ from, to, day }) => [from, to, day]);
  return render(sql`
    SELECT ${QUOTE_COLUMNS}, c.value ->> 2 AS day
    FROM json_each(${JSON.stringify(candidates)}) c
      CROSS JOIN ${ownersFor(owner)}
      CROSS JOIN fxRates r ON ${isLatestRate(sql`o.value`, sql`c.value ->> 0`, sql`c.value ->> 1`, sql`c.value ->> 2`)}`);
}

/** The quotes of every pair on a day. The recursion jumps in the index from pair to pair, over their older rates. */
export const quotesOfAllPairs = (owner: number, day: Day): Statement =>
  render(sql`
    WITH RECURSIVE pairs(owner, fromCode, toCode) AS (
      SELECT o.value, '', '' FROM ${ownersFor(owner)}
      UNION ALL
      SELECT p.owner, r.fromCurrency, r.toCurrency
      FROM pairs p CROSS JOIN fxRates r ON r.rowid = (
        SELECT rowid FROM fxRates
        WHERE owner = p.owner AND (fromCurrency, toCurrency) > (p.fromCode, p.toCode)
        ORDER BY fromCurrency, toCurrency LIMIT 1))
    SELECT ${QUOTE_COLUMNS}, ${day} AS day
    FROM pairs p CROSS JOIN fxRates r ON ${isLatestRate(sql`p.owner`, sql`p.fromCode`, sql`p.toCode`, sql`${day}`)}`);

/**
 * The quotes that the history of a pair is computed from: of every candidate pair the rate that counts on the first day, and all
 * rates that were published after it, up to the last day. These quotes have no `day`.
 */
export function quotesOfHistory(owner: number, from: string, to: string, dateFrom: Day, dateTo: Day): Statement {
  const pairs = JSON.stringify(candidatesOf([{ from, to, day: dateTo }]).map((pair) => [pair.from, pair.to]));
  return render(sql`
    SELECT ${QUOTE_COLUMNS}
    FROM json_each(${pairs}) c
      CROSS JOIN ${ownersFor(owner)}
      CROSS JOIN fxRates r ON ${isLatestRate(sql`o.value`, sql`c.value ->> 0`, sql`c.value ->> 1`, sql`${dateFrom}`)}
    UNION ALL
    SELECT ${QUOTE_COLUMNS}
    FROM json_each(${pairs}) c
      CROSS JOIN ${ownersFor(owner)}
      CROSS JOIN fxRates r
        ON r.owner = o.value AND r.fromCurrency = c.value ->> 0 AND r.toCurrency = c.value ->> 1
        AND r.date > ${dateFrom} AND r.date <= ${dateTo}`);
}
