import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How far each job that scans all users has come: its next run begins after this user. See `scanUsers`. */
export const rounds = sqliteTable("rounds", {
  job: text().primaryKey(),
  owner: integer().notNull(),
});
