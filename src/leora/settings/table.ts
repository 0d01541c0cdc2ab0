import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What users have changed of their settings (spec 13.1), one row each from the first change on. Times are UTC milliseconds. */
export const userSettings = sqliteTable("userSettings", {
  userId: text().primaryKey(),
  /** The changes to the defaults, as a JSON merge patch of the document. */
  changes: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
  /** bcrypt of the PIN that unlocks the app; it never leaves. */
  pinHash: text(),
  /** Wrong PINs and passwords in the window that began at `pinFailuresSince`. */
  pinFailures: integer().notNull().default(0),
  pinFailuresSince: integer().notNull().default(0),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
});
