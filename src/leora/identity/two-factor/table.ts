import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Two-factor sign-in. Times are UTC milliseconds.

/** A user's authenticator app: one that is being set up until `setupExpiresAt`, or one that is asked for since `enabledAt`. */
export const twoFactors = sqliteTable(
  "twoFactors",
  {
    userId: text().primaryKey(),
    /** The app's secret in base32, encrypted (`kernel/encryption.ts`). */
    secret: text().notNull(),
    /** null once it is enabled. */
    setupExpiresAt: integer(),
    /** null until it is enabled. */
    enabledAt: integer(),
    /** Steps of 30 seconds since 1970 whose codes were used lately, for each is accepted once. */
    usedSteps: text({ mode: "json" }).$type<number[]>().notNull().default([]),
    /** A random id of the try of a code that was right last. */
    lastTry: text(),
  },
  (table) => [index("twoFactors_setupExpiresAt").on(table.setupExpiresAt)],
);

/** Codes in place of those of the app, as hashes. A used one is deleted. WITHOUT ROWID in its migration (`engine/tables.ts`). */
export const recoveryCodes = sqliteTable(
  "recoveryCodes",
  {
    userId: text().notNull(),
    codeHash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** Sign-ins whose password was right and whose code is still to come. A used one is deleted. */
export const signInChallenges = sqliteTable(
  "signInChallenges",
  {
    tokenHash: text().primaryKey(),
    userId: text().notNull(),
    /** What the sign-in said. */
    rememberMe: integer({ mode: "boolean" }).notNull(),
    /** How many codes were tried. */
    attempts: integer().notNull().default(0),
    expiresAt: integer().notNull(),
  },
  (table) => [
    index("signInChallenges_userId").on(table.userId),
    index("signInChallenges_expiresAt").on(table.expiresAt),
  ],
);
