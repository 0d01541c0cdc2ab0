import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Doubts } from "./plausibility.ts";
import { PRECEDENCE, RATE_SOURCES } from "./rules.ts";

/**
 * Exchange rates of a day (spec 4.5), not synced. `rate` and its kin are decimal text: units of `toCurrency` for
 * `nominal` units of `fromCurrency`, as the source publishes them.
 */
export const fxRates = sqliteTable(
  "fxRates",
  {
    id: text().primaryKey(),
    /** Whose rate it is: empty for everybody's, else the one user who overrides it. */
    userId: text().notNull(),
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
    /** Which of a day's rates of a pair counts: see `precedenceOf`. Rows without it are the bundled ones of the so'm's bank. */
    precedence: integer().notNull().default(PRECEDENCE.quoteBank),
    effectiveFrom: integer(),
    effectiveUntil: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  ({ id, userId, fromCurrency, toCurrency, date, precedence, source, createdAt, updatedAt }) => [
    uniqueIndex("fxRates_published").on(userId, fromCurrency, toCurrency, date, source),
    index("fxRates_latest").on(userId, fromCurrency, toCurrency, date, precedence, source),
    index("fxRates_createdAt").on(userId, createdAt, id),
    index("fxRates_updatedAt").on(userId, updatedAt, id),
    index("fxRates_date").on(userId, date, id),
    index("fxRates_toCurrency").on(userId, toCurrency, createdAt, id),
    index("fxRates_source").on(userId, source, createdAt, id),
  ],
);

/** When each source was last asked for its rates, and which of its words are not believed yet. */
export const fxFeeds = sqliteTable("fxFeeds", {
  source: text({ enum: RATE_SOURCES }).primaryKey(),
  /** UTC milliseconds. */
  askedAt: integer().notNull(),
  doubts: text({ mode: "json" }).$type<Doubts>().notNull().default({}),
});
