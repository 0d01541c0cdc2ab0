import { getTableColumns } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { UnconfirmedJumps } from "./plausibility.ts";
import { PRECEDENCE, RATE_SOURCES } from "./rules.ts";

/**
 * Exchange rates by day (spec 4.5), not synced. `rate`, `rateMid`, `rateBid` and `rateAsk` are decimal text: units of
 * `toCurrency` for `nominal` units of `fromCurrency`, as the source publishes them.
 */
export const fxRates = sqliteTable(
  "fxRates",
  {
    id: text().primaryKey(),
    /** 0 for a published rate, which counts for every user; else the only user for whom the rate counts. */
    owner: integer().notNull(),
    date: text().notNull(),
    fromCurrency: text().notNull(),
    toCurrency: text().notNull(),
    rate: text().notNull(),
    rateMid: text(),
    rateBid: text(),
    rateAsk: text(),
    nominal: integer().notNull().default(1),
    spreadPercent: text().notNull().default("0.5"),
    source: text({ enum: RATE_SOURCES }).notNull(),
    isOverridden: integer({ mode: "boolean" }).notNull().default(false),
    /**
     * Which of a pair's rates of one day counts: see `precedenceOf`. Rows that are inserted without it are bundled rates,
     * which come from the central bank of the currency they are quoted in.
     */
    precedence: integer().notNull().default(PRECEDENCE.quoteBank),
    effectiveFrom: integer(),
    effectiveUntil: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  ({ id, owner, fromCurrency, toCurrency, date, precedence, source, createdAt, updatedAt }) => [
    uniqueIndex("fxRates_published").on(owner, fromCurrency, toCurrency, date, source),
    index("fxRates_latest").on(owner, fromCurrency, toCurrency, date, precedence, source),
    index("fxRates_createdAt").on(owner, createdAt, id),
    index("fxRates_updatedAt").on(owner, updatedAt, id),
    index("fxRates_date").on(owner, date, id),
    index("fxRates_toCurrency").on(owner, toCurrency, createdAt, id),
    index("fxRates_source").on(owner, source, createdAt, id),
  ],
);

/** The names of all columns of `fxRates`. */
export const FX_RATE_COLUMNS: readonly string[] = Object.values(getTableColumns(fxRates)).map(({ name }) => name);

/** The sources that cron downloads rates from. */
export const fxFeeds = sqliteTable("fxFeeds", {
  source: text({ enum: RATE_SOURCES }).primaryKey(),
  /** When the source was last asked, answered or not, in UTC milliseconds. */
  askedAt: integer().notNull(),
  /** Rates of the source that are not stored until it confirms them: see `checkRates`. */
  doubts: text({ mode: "json" }).$type<UnconfirmedJumps>().notNull().default({}),
});
