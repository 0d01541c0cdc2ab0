import { z } from "zod";
import { currency, day, idOf, instant, label, note, timezone } from "../../../kernel/contract.ts";
import { canonicalJson } from "../../../kernel/crypto.ts";
import { REGIONS, REMINDER_MINUTES_MAX, ROLES, VISIBILITIES } from "./rules.ts";

/** Characters of preferences as canonical JSON. */
const PREFERENCES_MAX = 16_384;

export const username = (example = "alisher.karimov") =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_.]{3,32}$/, "Expected 3 to 32 letters, digits, dots and underscores")
    .meta({ example });

export const phoneNumber = () =>
  z
    .string()
    .transform((text) => text.replace(/[\s()-]/g, ""))
    .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "Expected a phone number such as +998901234567"))
    .meta({ example: "+998901234567" });

export const fullName = () => label(200, "Alisher Karimov");
export const Region = z.enum(REGIONS).meta({ id: "Region" });
const Visibility = z.enum(VISIBILITIES).meta({ id: "Visibility" });
const UserRole = z.enum(ROLES).meta({ id: "UserRole" });

const flag = z.boolean().nullish();

const TaskPreferences = z
  .looseObject({ reminderMinutesBefore: z.int().min(0).max(REMINDER_MINUTES_MAX).meta({ example: 15 }).nullish() })
  .meta({ id: "TaskPreferences" });
const NotificationPreferences = z
  .looseObject({ push: flag, email: flag, reminders: flag, tasks: TaskPreferences.nullish() })
  .meta({ id: "NotificationPreferences" });

/**
 * The fields that the server reads are validated, others are kept as they are; null removes a field (spec section 2.1).
 */
export const Preferences = z
  .looseObject({
    showLevel: flag,
    showAchievements: flag,
    showStatistics: flag,
    language: note(35, "uz").nullish(),
    theme: note(35, "system").nullish(),
    notifications: NotificationPreferences.nullish(),
  })
  .refine(isSmallAndShallow, `At most ${PREFERENCES_MAX} characters of JSON, and not too deep`)
  .meta({
    id: "Preferences",
    example: { language: "uz", theme: "system", notifications: { push: true, email: true, reminders: true } },
  });

/** False for JSON that is too long, and for JSON that nests too deep for `canonicalJson`. */
function isSmallAndShallow(value: unknown): boolean {
  try {
    return canonicalJson(value).length <= PREFERENCES_MAX;
  } catch {
    return false;
  }
}

export const UserPatch = z
  .object({
    fullName: fullName(),
    username: username("alisher.k").nullable(),
    phoneNumber: phoneNumber().nullable(),
    bio: note(1000, "Dasturchi").nullable(),
    birthday: day().meta({ example: "1996-05-14" }).nullable(),
    profileImage: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .meta({ example: "https://example.com/me.jpg" })
      .nullable(),
    region: Region,
    primaryCurrency: currency(),
    timezone: timezone().nullable(),
    visibility: Visibility.nullable(),
    preferences: Preferences,
  })
  .partial()
  .meta({ id: "UserPatch" });

export const UserView = z
  .object({
    id: idOf("User"),
    email: z.string().meta({ example: "user@example.com" }),
    fullName: z.string().meta({ example: "Alisher Karimov" }),
    username: z.string().nullable().meta({ example: "alisher.karimov" }),
    phoneNumber: z.string().nullable().meta({ example: "+998901234567" }),
    bio: z.string().nullable().meta({ example: null }),
    birthday: day().nullable().meta({ example: null }),
    profileImage: z.string().nullable().meta({ example: null }),
    region: Region,
    timezone: timezone(),
    primaryCurrency: currency(),
    visibility: Visibility.nullable().meta({ example: null }),
    preferences: Preferences.nullable(),
    role: UserRole,
    isEmailVerified: z.boolean().meta({ example: false }),
    isPhoneVerified: z.boolean().meta({ example: false }),
    lastLoginAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "User" });
