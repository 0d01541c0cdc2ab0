import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How far a job that goes round all users has come: the next run goes on after this user. */
export const rounds = sqliteTable("rounds", {
  job: text().primaryKey(),
  userId: text().notNull(),
});
