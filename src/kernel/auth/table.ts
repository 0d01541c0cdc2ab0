import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A refresh token that was replaced: `[hash, when]`. */
export type RetiredToken = [tokenHash: string, retiredAt: number];

/** The columns of `userSessions` that `sessions.ts` needs; a product may add its own. Times are UTC milliseconds. */
export const sessionColumns = () => ({
  id: text().primaryKey(),
  userId: text().notNull(),
  /** Hash of the one refresh token that may be used. */
  tokenHash: text().notNull(),
  /** Tokens replaced within the last minute: a client that sends one again still gets its successor. */
  retiredTokens: text({ mode: "json" }).$type<RetiredToken[]>().notNull(),
  /** How long the session lives after each use. */
  lifetimeMs: integer().notNull(),
  expiresAt: integer().notNull(),
  /**
   * The network that used the session last, for `attempts.ts`; null for a session that does not prove who the user is.
   */
  network: text(),
  lastUsedAt: integer().notNull(),
  createdAt: integer().notNull(),
  revokedAt: integer(),
});

/**
 * One-time codes, of which only the newest per purpose and address is valid. A product re-exports the table from its
 * own `table.ts`. Times are UTC milliseconds.
 */
export const otpCodes = sqliteTable(
  "otpCodes",
  {
    id: integer().primaryKey(),
    purpose: text().notNull(),
    /** Where the code was sent: an e-mail address or a phone number. */
    address: text().notNull(),
    /** What the code is derived from, with the server's secret: so it can be sent again without being stored. */
    nonce: text().notNull().default(""),
    codeHash: text().notNull(),
    attempts: integer().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
    /** A random id of the try that was right; null until then. */
    usedBy: text(),
  },
  (table) => [
    index("otpCodes_address").on(table.purpose, table.address),
    index("otpCodes_createdAt").on(table.createdAt),
  ],
);

/** What strangers may do only so often, counted (`attempts.ts`, `sms-budget.ts`). Times are UTC milliseconds. */
export const tallies = sqliteTable(
  "tallies",
  {
    /** A hash of what is counted. */
    key: text().primaryKey(),
    count: integer().notNull(),
    /** When its day began. */
    since: integer().notNull(),
    lastAt: integer().notNull(),
  },
  (table) => [index("tallies_since").on(table.since)],
);
