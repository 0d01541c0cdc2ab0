import { isDeployed } from "../../../kernel/env.ts";
import type { RoleRequirement } from "../../../kernel/principal.ts";

export const REGIONS = ["uzbekistan", "russia", "turkey", "saudi_arabia", "uae", "other"] as const;
export type Region = (typeof REGIONS)[number];
export const VISIBILITIES = ["public", "friends", "private"] as const;
export const ROLES = ["user", "admin"] as const;

/** Who runs the installation: see `roleOf`. */
export const ADMINISTRATORS: RoleRequirement = { names: ["admin"], refusal: "Only administrators may do this" };

export const LANGUAGES = ["uz", "ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The time zone of each region's users. The spec has no time zones: this table is our own. */
const ZONES: Readonly<Record<Region, string>> = {
  uzbekistan: "Asia/Tashkent",
  russia: "Europe/Moscow",
  turkey: "Europe/Istanbul",
  saudi_arabia: "Asia/Riyadh",
  uae: "Asia/Dubai",
  other: "UTC",
};

/** One week. */
export const REMINDER_MINUTES_MAX = 10_080;

type Nullish<Value> = Value | null | undefined;

/** The preferences of a user: the fields that the server reads, and whatever else the app keeps in them. */
export interface Preferences {
  language?: Nullish<string>;
  notifications?: Nullish<{
    reminders?: Nullish<boolean>;
    tasks?: Nullish<{ reminderMinutesBefore?: Nullish<number> }>;
  }>;
  [field: string]: unknown;
}

/** The time zone that the user chose, else that of the region. */
export const zoneOf = ({ timezone, region }: { timezone: string | null; region: Region }): string =>
  timezone ?? ZONES[region];

/** The language of mail to the user: the preferred one if we have texts in it, else Uzbek. */
export const languageOf = (preferred: unknown): Language =>
  LANGUAGES.find((language) => language === preferred) ?? "uz";

/** Minutes before its time that a task reminds, as the preferences say, which count until the settings do; null: they do not say. */
export function preferredReminderMinutes(preferences: Preferences | null): number | null {
  const minutes = preferences?.notifications?.tasks?.reminderMinutesBefore;
  const isUsable = Number.isInteger(minutes) && Number(minutes) >= 0 && Number(minutes) <= REMINDER_MINUTES_MAX;
  return isUsable ? Number(minutes) : null;
}

/**
 * The role of a user. Administrators are those whose e-mail address is in `ADMIN_EMAILS`. Where it is deployed the
 * address must be verified, because anybody can register with an address that is not theirs.
 */
export function roleOf(
  { email, isEmailVerified }: { email: string; isEmailVerified: boolean },
  env: Parameters<typeof isDeployed>[0],
  { ADMIN_EMAILS }: { ADMIN_EMAILS: readonly string[] },
): "user" | "admin" {
  const isProven = isEmailVerified || !isDeployed(env);
  return isProven && ADMIN_EMAILS.includes(email) ? "admin" : "user";
}
