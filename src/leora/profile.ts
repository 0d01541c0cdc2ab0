import { unsafeCast } from "../kernel/cast.ts";
import type { Principal } from "../kernel/principal.ts";
import { type FeatureKey, limitOf } from "./billing/catalogue.ts";
import type { Tier } from "./billing/purchase.ts";
import type { Subscription } from "./billing/rows.ts";
import { tierOf as tierOfRows } from "./billing/rules.ts";
import { type Settings, type SettingsOwner, type StoredSettings, settingsOf } from "./settings/rules.ts";

/**
 * What Leora's requests have of their user, beside the kernel's `Principal`. The user's hub keeps it and hands it out with every
 * admission, so that no request asks the database for the user's plan or settings.
 */
export interface LeoraProfile {
  /** ISO 4217 code; sums of several currencies are converted to it. */
  primaryCurrency: string;
  settings: StoredSettings;
  /** What the defaults of the settings depend on. */
  owner: SettingsOwner;
  /** False: the user's preferences want no reminders at all. */
  wantsReminders: boolean;
  /** Name, addresses and number of the user: what no vendor of AI may see. */
  privateTexts: readonly string[];
  /** The purchases that may count, and the last one that has ended. */
  subscriptions: readonly Subscription[];
}

/** The profile of a user of Leora. The cast holds because `identity` puts one into each principal that it makes. */
export const profileOf = ({ profile }: Pick<Principal, "profile">): LeoraProfile => unsafeCast<LeoraProfile>(profile);

const known = new WeakMap<LeoraProfile, Settings>();

/** The user's settings, with defaults for what was never changed. */
export function settingsFor(user: Pick<Principal, "profile">): Settings {
  const profile = profileOf(user);
  const settings = known.get(profile) ?? settingsOf(profile.settings, profile.owner);
  known.set(profile, settings);
  return settings;
}

/** The tier that the user has at `now` (UTC ms): the clock decides, also within a cached principal. */
export const tierOf = (user: Pick<Principal, "profile">, now: number): Tier =>
  tierOfRows(profileOf(user).subscriptions, now);

/** How much of a feature the user's plan has at `now`; null: any amount. */
export function planLimit(user: Pick<Principal, "profile">, feature: FeatureKey, now: number): number | null {
  const limit = limitOf(feature, tierOf(user, now));
  return limit < 0 ? null : limit;
}

/** Which reminders the user wants (growth page, "Settings"). `taskMinutes`: how long before its time a task reminds; null: never. */
export interface WantedReminders {
  readonly taskMinutes: number | null;
  readonly debts: boolean;
  readonly habits: boolean;
  /** `HH:mm` of the digests of habits; null: none. */
  readonly morning: string | null;
  readonly evening: string | null;
}

export function wantedReminders(user: Pick<Principal, "profile">): WantedReminders {
  const { notifications } = settingsFor(user);
  const { tasks, finance, habits, enabled } = notifications;
  const isOn = enabled && profileOf(user).wantsReminders;
  return {
    taskMinutes: isOn && tasks.reminder ? tasks.reminderMinutesBefore : null,
    debts: isOn && finance.debtReminder,
    habits: isOn && habits.streakReminder,
    morning: isOn && habits.morningReminder ? habits.morningTime : null,
    evening: isOn && habits.eveningReminder ? habits.eveningTime : null,
  };
}
