import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { sessionColumns } from "../../kernel/auth/table.ts";
import { AUTH_STATUSES, AUTH_TYPES, LIMITED_SCOPES } from "./rules.ts";

export { otpCodes } from "../../kernel/auth/table.ts";
export { guard } from "../../kernel/db/tables.ts";

/** Somebody who signed up. Times are UTC milliseconds. */
export const users = sqliteTable(
  "users",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** An e-mail address in lower case, or a phone number in E.164. */
    address: text().notNull(),
    auth_type: text({ enum: AUTH_TYPES }).notNull(),
    auth_status: text({ enum: AUTH_STATUSES }).notNull(),
    first_name: text().notNull().default(""),
    last_name: text().notNull().default(""),
    username: text(),
    /** null until `change_info` has set a password. */
    passwordHash: text(),
    /** The key of the image in R2. */
    photo: text(),
    timezone: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("users_address").on(table.address),
    uniqueIndex("users_username").on(sql`lower(${table.username})`),
  ],
);
export type User = typeof users.$inferSelect;

/** A session is limited for its whole life: no refresh widens it. */
export const userSessions = sqliteTable(
  "userSessions",
  { ...sessionColumns(), scope: text({ enum: LIMITED_SCOPES }) },
  (table) => [
    index("userSessions_userId").on(table.userId, table.revokedAt),
    index("userSessions_expiresAt").on(table.expiresAt),
  ],
);

/**
 * Who asked to reset a password, known address or not. Its id stands in the token in place of a user's, so that the
 * token does not tell whether there is one.
 */
export const passwordResets = sqliteTable(
  "passwordResets",
  {
    id: text().primaryKey(),
    address: text().notNull(),
    expiresAt: integer().notNull(),
  },
  (table) => [index("passwordResets_expiresAt").on(table.expiresAt)],
);
