import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { sessionColumns } from "../../kernel/auth/table.ts";
import { ROLES } from "./rules.ts";

export { tallies } from "../../kernel/auth/table.ts";
export { guard, idempotency } from "../../kernel/db/tables.ts";

/** Users. Identity tables never share a join with users' rows. Times are UTC milliseconds. */
export const users = sqliteTable("users", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** In lower case. */
  email: text().notNull().unique("users_email"),
  passwordHash: text().notNull(),
  name: text().notNull(),
  role: text({ enum: ROLES }).notNull(),
  timezone: text().notNull(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
});
export type User = typeof users.$inferSelect;

export const userSessions = sqliteTable("userSessions", sessionColumns(), (table) => [
  index("userSessions_userId").on(table.userId, table.revokedAt),
  index("userSessions_expiresAt").on(table.expiresAt),
]);
