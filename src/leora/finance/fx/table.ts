import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { RATE_SOURCES } from "./rules.ts";

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
    effectiveFrom: integer(),
    effectiveUntil: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  ({ userId, fromCurrency, toCurrency, date, source, updatedAt }) => [
    uniqueIndex("fxRates_published").on(userId, fromCurrency, toCurrency, date, source),
    index("fxRates_latest").on(userId, fromCurrency, toCurrency, date, updatedAt),
  ],
);
