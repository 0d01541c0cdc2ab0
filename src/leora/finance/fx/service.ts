import { trust } from "../../../kernel/cast.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import type { Lookup } from "../../../kernel/db/needs.ts";
import { candidatesOf, type Quote, RateBook, type RateQuestion } from "./rules.ts";

/** Rates for a unit of work: all of its questions in one statement, one index seek per candidate pair and owner. */
export const ratesLookup: Lookup<RateQuestion, RateBook> = {
  statement: (userId, questions) => ({
    sql: `SELECT ${QUOTE}, c.value ->> 2 AS day
      FROM json_each(?1) c CROSS JOIN json_each(json_array('', ?2)) o CROSS JOIN fxRates r ON r.rowid = (
        SELECT rowid FROM fxRates
        WHERE userId = o.value AND fromCurrency = c.value ->> 0 AND toCurrency = c.value ->> 1 AND date <= c.value ->> 2
        ORDER BY date DESC, updatedAt DESC LIMIT 1)`,
    params: [JSON.stringify(candidatesOf(questions).map(({ from, to, day }) => [from, to, day])), userId],
  }),
  parse: (rows) => new RateBook(rows.map(quoteOf)),
};

const QUOTE =
  "r.userId <> '' AS isOverride, r.fromCurrency, r.toCurrency, r.date, r.nominal, r.spreadPercent, r.rate, r.rateBid, r.rateAsk";

const quoteOf = (row: RawRow): Quote => trust<Quote>({ ...row, isOverride: row.isOverride === 1 });
