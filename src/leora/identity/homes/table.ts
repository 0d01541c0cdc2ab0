import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * The databases with users' rows, by binding: how full each was when cron last looked, how many users it had then and how
 * many it has now. A new user gets a home by it.
 */
export const userDatabases = sqliteTable("userDatabases", {
  name: text().primaryKey(),
  /** Bytes. */
  size: integer().notNull().default(0),
  measuredAt: integer(),
  /** Users whose home it was when `size` was measured. */
  measuredUsers: integer().notNull().default(0),
  users: integer().notNull().default(0),
});
