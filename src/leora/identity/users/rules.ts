export const REGIONS = ["uzbekistan", "russia", "turkey", "saudi_arabia", "uae", "other"] as const;
export type Region = (typeof REGIONS)[number];
export const VISIBILITIES = ["public", "friends", "private"] as const;

export const LANGUAGES = ["uz", "ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const ZONES: Readonly<Record<Region, string>> = {
  uzbekistan: "Asia/Tashkent",
  russia: "Europe/Moscow",
  turkey: "Europe/Istanbul",
  saudi_arabia: "Asia/Riyadh",
  uae: "Asia/Dubai",
  other: "UTC",
};

const REMINDER_MINUTES = 15;
export const REMINDER_MINUTES_MAX = 10_080;

type Maybe<Value> = Value | null | undefined;

/** The user's own document: fields that the server reads, and whatever else the app keeps there. */
export interface Preferences {
  language?: Maybe<string>;
  notifications?: Maybe<{ reminders?: Maybe<boolean>; tasks?: Maybe<{ reminderMinutesBefore?: Maybe<number> }> }>;
  [field: string]: unknown;
}

/** The user's time zone: their own choice, else the region's. */
export const zoneOf = ({ timezone, region }: { timezone: string | null; region: Region }): string =>
  timezone ?? ZONES[region];

/** The language of mail to the user: Uzbek unless they chose another that we speak. */
export const languageOf = (preferred: unknown): Language =>
  LANGUAGES.find((language) => language === preferred) ?? "uz";

/** Minutes before its time that a task reminds; null when the user wants no reminders. */
export function reminderMinutesOf(preferences: Preferences | null): number | null {
  const { reminders, tasks } = preferences?.notifications ?? {};
  if (reminders === false) return null;
  const minutes = tasks?.reminderMinutesBefore;
  const isUsable = Number.isInteger(minutes) && Number(minutes) >= 0 && Number(minutes) <= REMINDER_MINUTES_MAX;
  return isUsable ? Number(minutes) : REMINDER_MINUTES;
}

/**
 * Administrators are named by e-mail address. In production the address must be verified first: anybody can register
 * with an address that is not theirs.
 */
export function roleOf(
  { email, isEmailVerified }: { email: string; isEmailVerified: boolean },
  { ENVIRONMENT }: { ENVIRONMENT: string },
  { ADMIN_EMAILS }: { ADMIN_EMAILS: readonly string[] },
): "user" | "admin" {
  const isProven = isEmailVerified || ENVIRONMENT !== "production";
  return isProven && ADMIN_EMAILS.includes(email) ? "admin" : "user";
}
