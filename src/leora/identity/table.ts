import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { sessionColumns } from "../../kernel/auth/table.ts";
import { DEVICE_TYPES } from "./devices/rules.ts";
import { type Preferences, REGIONS, VISIBILITIES } from "./users/rules.ts";

export { otpCodes, tallies } from "../../kernel/auth/table.ts";
export { guard } from "../../kernel/db/tables.ts";

/**
 * Users (spec section 2.1). Identity tables never share a batch or a join with users' rows. Times are UTC milliseconds.
 */
export const users = sqliteTable(
  "users",
  {
    /** The integer that stands for the user in their rows (`Home`). It is never given again. */
    owner: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    /** The binding of the database with the user's rows. */
    database: text().notNull(),
    /** In lower case, like the username. */
    email: text().notNull(),
    fullName: text().notNull(),
    username: text(),
    phoneNumber: text(),
    passwordHash: text().notNull(),
    bio: text(),
    birthday: text(),
    profileImage: text(),
    region: text({ enum: REGIONS }).notNull(),
    /** null: the time zone of the region. */
    timezone: text(),
    primaryCurrency: text().notNull(),
    visibility: text({ enum: VISIBILITIES }),
    preferences: text({ mode: "json" }).$type<Preferences>(),
    isEmailVerified: integer({ mode: "boolean" }).notNull(),
    isPhoneVerified: integer({ mode: "boolean" }).notNull(),
    lastLoginAt: integer(),
    /** When cron is to look whether insights are due; null: the user is not active, and nobody looks. */
    insightsNextAt: integer(),
    /** The user's day of the last automatic run. */
    insightsRanOn: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    index("users_insightsNextAt").on(table.insightsNextAt).where(sql`${table.insightsNextAt} IS NOT NULL`),
    uniqueIndex("users_id").on(table.id),
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_username").on(table.username),
    // Patches are merged in SQL, so that only the table can check the size of the result.
    check("users_preferences_size", sql`length(${table.preferences}) <= 32768`),
  ],
);
export type User = typeof users.$inferSelect;

/** Devices of users (spec section 18.1). `deviceId` is the id that the client sends as `X-Device-ID`. */
export const userDevices = sqliteTable(
  "userDevices",
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    deviceId: text().notNull(),
    deviceName: text(),
    deviceType: text({ enum: DEVICE_TYPES }).notNull(),
    osVersion: text(),
    appVersion: text(),
    pushToken: text(),
    lastActiveAt: integer().notNull(),
    lastIp: text(),
    location: text(),
    isTrusted: integer({ mode: "boolean" }).notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [uniqueIndex("userDevices_deviceId").on(table.userId, table.deviceId)],
);

/** Sessions of users (spec section 18.2). `deviceId` is the `id` of a row of `userDevices`. */
export const userSessions = sqliteTable(
  "userSessions",
  { ...sessionColumns(), deviceId: text().notNull() },
  (table) => [
    index("userSessions_userId").on(table.userId, table.revokedAt),
    index("userSessions_expiresAt").on(table.expiresAt),
  ],
);
