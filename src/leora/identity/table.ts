import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { sessionColumns } from "../../kernel/auth/table.ts";
import { DEVICE_TYPES } from "./devices/rules.ts";
import { type Preferences, REGIONS, VISIBILITIES } from "./users/rules.ts";

export { otpCodes } from "../../kernel/auth/table.ts";

/** Spec 2.1. Identity tables never share a batch or a join with user data. */
export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    /** Lower case, as is the username. */
    email: text().notNull(),
    fullName: text().notNull(),
    username: text(),
    phoneNumber: text(),
    passwordHash: text().notNull(),
    bio: text(),
    birthday: text(),
    profileImage: text(),
    region: text({ enum: REGIONS }).notNull(),
    /** null: the region's. */
    timezone: text(),
    primaryCurrency: text().notNull(),
    visibility: text({ enum: VISIBILITIES }),
    preferences: text({ mode: "json" }).$type<Preferences>(),
    isEmailVerified: integer({ mode: "boolean" }).notNull(),
    isPhoneVerified: integer({ mode: "boolean" }).notNull(),
    lastLoginAt: integer(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_username").on(table.username),
    // Patches are merged in SQL, so only the table sees how large the whole has become.
    check("users_preferences_size", sql`length(${table.preferences}) <= 32768`),
  ],
);
export type User = typeof users.$inferSelect;

/** Spec 18.1. */
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

/** Spec 18.2. `deviceId` is `userDevices.id`. */
export const userSessions = sqliteTable(
  "userSessions",
  { ...sessionColumns(), deviceId: text().notNull() },
  (table) => [
    index("userSessions_userId").on(table.userId, table.revokedAt),
    index("userSessions_expiresAt").on(table.expiresAt),
  ],
);
