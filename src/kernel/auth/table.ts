import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A refresh token that was replaced: `[hash, when]`. */
export type RetiredToken = [tokenHash: string, retiredAt: number];

/** Columns that a product's table `userSessions` has: what `sessions.ts` works on. Times are UTC milliseconds. */
export const sessionColumns = () => ({
  id: text().primaryKey(),
  userId: text().notNull(),
  /** Hash of the one refresh token that may be used. */
  tokenHash: text().notNull(),
  /** Tokens replaced a moment ago, whose retries still get their successors. */
  retiredTokens: text({ mode: "json" }).$type<RetiredToken[]>().notNull(),
  /** How long the session lives after each use. */
  lifetimeMs: integer().notNull(),
  expiresAt: integer().notNull(),
  lastUsedAt: integer().notNull(),
  createdAt: integer().notNull(),
  revokedAt: integer(),
});

/** One-time codes, of which the newest per purpose and address counts. A product re-exports it from its own tables. */
export const otpCodes = sqliteTable(
  "otpCodes",
  {
    id: integer().primaryKey(),
    purpose: text().notNull(),
    /** Where the code was sent: an e-mail address or a phone number. */
    address: text().notNull(),
    codeHash: text().notNull(),
    attempts: integer().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    /** Which use was the right one; null until then. */
    usedBy: text(),
  },
  (table) => [
    index("otpCodes_address").on(table.purpose, table.address),
    index("otpCodes_createdAt").on(table.createdAt),
  ],
);
