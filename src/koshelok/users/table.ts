import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { sessionColumns } from "../../kernel/auth/table.ts";
import { AUTH_STATUSES, AUTH_TYPES, LIMITED_SCOPES } from "./rules.ts";

export { otpCodes, tallies } from "../../kernel/auth/table.ts";
export { guard } from "../../kernel/db/tables.ts";

/** Users, whether their sign-up is finished or not. Times are UTC milliseconds. */
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

/** Sessions. The scope of a session never changes, not even when its tokens are refreshed. */
export const userSessions = sqliteTable(
  "userSessions",
  { ...sessionColumns(), scope: text({ enum: LIMITED_SCOPES }) },
  (table) => [
    index("userSessions_userId").on(table.userId, table.revokedAt),
    index("userSessions_expiresAt").on(table.expiresAt),
  ],
);

/** Not written any more: tokens that reset a password need no rows. A migration may not drop a table; cron empties it. */
export const passwordResets = sqliteTable(
  "passwordResets",
  {
    id: text().primaryKey(),
    address: text().notNull(),
    expiresAt: integer().notNull(),
  },
  (table) => [index("passwordResets_expiresAt").on(table.expiresAt)],
);
