import { z } from "zod";
import { currency, day, instant, label, note, timezone, uuid } from "../../../kernel/contract.ts";
import { canonicalJson } from "../../../kernel/crypto.ts";
import { REGIONS, REMINDER_MINUTES_MAX, VISIBILITIES } from "./rules.ts";

/** Characters of preferences as canonical JSON. */
const PREFERENCES_MAX = 16_384;

export const username = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_.]{3,32}$/, "Expected 3 to 32 letters, digits, dots and underscores")
    .meta({ example: "alisher.karimov" });

export const phoneNumber = () =>
  z
    .string()
    .transform((text) => text.replace(/[\s()-]/g, ""))
    .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "Expected a phone number such as +998901234567"))
    .meta({ example: "+998901234567" });

export const fullName = () => label(200, "Alisher Karimov");
export const region = () => z.enum(REGIONS).meta({ example: "uzbekistan" });

const flag = z.boolean().nullish();

/**
 * The fields that the server reads are validated, others are kept as they are; null removes a field (spec section 2.1).
 */
export const preferences = () =>
  z
    .looseObject({
      showLevel: flag,
      showAchievements: flag,
      showStatistics: flag,
      language: note(35, "uz").nullish(),
      theme: note(35, "system").nullish(),
      notifications: z
        .looseObject({
          push: flag,
          email: flag,
          reminders: flag,
          tasks: z.looseObject({ reminderMinutesBefore: z.int().min(0).max(REMINDER_MINUTES_MAX).nullish() }).nullish(),
        })
        .nullish(),
    })
    .refine(isSmallAndShallow, `At most ${PREFERENCES_MAX} characters of JSON, and not too deep`)
    .meta({
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
    username: username().nullable(),
    phoneNumber: phoneNumber().nullable(),
    bio: note(1000, "Dasturchi").nullable(),
    birthday: day().nullable(),
    profileImage: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .meta({ example: "https://example.com/me.jpg" })
      .nullable(),
    region: region(),
    primaryCurrency: currency(),
    timezone: timezone().nullable().meta({ description: "null: the region's" }),
    visibility: z.enum(VISIBILITIES).nullable(),
    preferences: preferences().meta({ description: "Merged into what is there; null removes a field" }),
  })
  .partial();

export const UserView = z
  .object({
    id: uuid(),
    email: z.string().meta({ example: "user@example.com" }),
    fullName: z.string(),
    username: z.string().nullable(),
    phoneNumber: z.string().nullable(),
    bio: z.string().nullable(),
    birthday: day().nullable(),
    profileImage: z.string().nullable(),
    region: region(),
    timezone: timezone(),
    primaryCurrency: currency(),
    visibility: z.enum(VISIBILITIES).nullable(),
    preferences: z.looseObject({}).nullable(),
    role: z.enum(["user", "admin"]),
    isEmailVerified: z.boolean(),
    isPhoneVerified: z.boolean(),
    lastLoginAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "User" });
