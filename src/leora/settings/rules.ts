import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { MENTORS } from "../ai/mentors.ts";
import type { Region } from "../identity/users/rules.ts";
import type { AppLanguage } from "../languages.ts";
import { DOCUMENT, type Group, isSetting, SPEECH_LANGUAGES, type Theme, type Values } from "./document.ts";

// Settings are stored as what the user has changed of the defaults, in the form of a JSON merge patch: so two devices that change
// different keys at once both stand, and `null` brings a default back. Here the whole document is made of that.

type Json = Readonly<Record<string, unknown>>;

/** What is stored of a user's settings, and what its defaults depend on. Times are UTC milliseconds. */
export interface StoredSettings {
  readonly changes: Json;
  readonly hasPin: boolean;
  /** null: never changed. */
  readonly updatedAt: number | null;
}

/** What the defaults of settings depend on, of the user. */
export interface SettingsOwner {
  readonly region: Region;
  readonly createdAt: number;
  readonly hasTwoFactor: boolean;
  /** What `preferences.notifications.tasks` says, which counts until it is set here. */
  readonly preferredReminderMinutes: number | null;
}

/** Mentors by id, whether they speak. */
export type EnabledMentors = Readonly<Record<string, boolean>>;

/** The document without what is only shown of it. */
export interface Settings extends Values<typeof DOCUMENT> {
  theme: z.output<typeof Theme>;
  language: AppLanguage;
  aiLanguage: AppLanguage;
  speechLanguage: string;
  mentors: EnabledMentors;
}

/** What can be set back at once; `general` is theme and language. */
export const RESET_SECTIONS = ["notifications", "security", "ai", "focus", "privacy", "general"] as const;
export type ResetSection = (typeof RESET_SECTIONS)[number];

/** The language of each region's users; else English (growth page, "Settings"). */
const REGION_LANGUAGES: Readonly<Partial<Record<Region, AppLanguage>>> = {
  uzbekistan: "uz",
  russia: "ru",
  turkey: "tr",
  saudi_arabia: "ar",
  uae: "ar",
};

/** The free plan has one mentor, so that one is enabled at first. */
export const FIRST_MENTOR = "buffett";

/** The settings of a user: the defaults, with what was changed. */
export function settingsOf({ changes }: StoredSettings, owner: SettingsOwner): Settings {
  const values = unsafeCast<Values<typeof DOCUMENT>>(withChanges(DOCUMENT, changes));
  const language = textAt(changes, "language") ?? REGION_LANGUAGES[owner.region] ?? "en";
  const ai = groupAt(changes, "ai");
  const aiLanguage = textAt(ai, "language") ?? language;
  const tasks = groupAt(groupAt(changes, "notifications"), "tasks");
  const minutes = owner.preferredReminderMinutes;
  if (tasks.reminderMinutesBefore === undefined && minutes !== null) {
    values.notifications.tasks.reminderMinutesBefore = minutes;
  }
  return {
    ...values,
    theme: unsafeCast<z.output<typeof Theme>>(changes.theme ?? "auto"),
    language: unsafeCast<AppLanguage>(language),
    aiLanguage: unsafeCast<AppLanguage>(aiLanguage),
    speechLanguage: textAt(groupAt(ai, "speech"), "language") ?? SPEECH_LANGUAGES[unsafeCast<AppLanguage>(aiLanguage)],
    mentors: enabledMentors(groupAt(ai, "mentors")),
  };
}

/** All mentors, with what the user has changed. */
export const enabledMentors = (changed: Json): EnabledMentors =>
  Object.fromEntries(MENTORS.map(({ id }) => [id, (changed[id] ?? id === FIRST_MENTOR) === true]));

/** The mentors that speak: after the end of a plan only the first ones that the present plan has. */
export const speakingMentors = (mentors: EnabledMentors, limit: number): string[] =>
  MENTORS.map(({ id }) => id)
    .filter((id) => mentors[id])
    .slice(0, limit);

/**
 * The merge patch that sets sections back to their defaults. A reset must not open a lock: `pinEnabled` stays, as does whatever is
 * stored outside of the document.
 */
export function resetPatch(sections: readonly ResetSection[]): Json {
  return Object.fromEntries(
    sections.flatMap((section): [string, unknown][] => {
      if (section === "general") {
        return [
          ["theme", null],
          ["language", null],
        ];
      }
      return [[section, section === "security" ? clearedSecurity() : null]];
    }),
  );
}

/** Every key of `security` but `pinEnabled`, set back. */
export const clearedSecurity = (): Json =>
  Object.fromEntries(
    Object.keys(DOCUMENT.security)
      .filter((name) => name !== "pinEnabled")
      .map((name) => [name, null]),
  );

/** The defaults of a group, with the changes to its settings. */
function withChanges(group: Group, changes: Json): Json {
  return Object.fromEntries(
    Object.entries(group).map(([name, part]) => [
      name,
      isSetting(part) ? (changes[name] ?? part.initial) : withChanges(part, groupAt(changes, name)),
    ]),
  );
}

const groupAt = (changes: Json, name: string): Json => unsafeCast<Json | undefined>(changes[name]) ?? {};

const textAt = (changes: Json, name: string): string | undefined => unsafeCast<string | undefined>(changes[name]);

/** A change of the document, as its contract reads it. */
export interface SettingsChange {
  readonly [section: string]: unknown;
  readonly security?: SecurityChange | null | undefined;
  readonly ai?: AiChange | null | undefined;
}
export interface SecurityChange {
  readonly [name: string]: unknown;
  readonly pinEnabled?: boolean | null | undefined;
  readonly pin?: string | null | undefined;
  readonly currentPin?: string | undefined;
  readonly password?: string | undefined;
  readonly privacy?: object | null | undefined;
}
export interface AiChange {
  readonly [name: string]: unknown;
  readonly mentors?: readonly { readonly id: string; readonly enabled: boolean }[] | null | undefined;
}

/** The merge patch that a change makes of what is stored. The PIN and what proves it are stored elsewhere. */
export function mergePatchOf({ security, ai, privacy, ...rest }: SettingsChange): Json {
  const { pin, currentPin: _, password: __, privacy: within, ...ofSecurity } = security ?? {};
  const isWithoutPin = pin === null;
  return defined({
    ...rest,
    security:
      security === null
        ? clearedSecurity()
        : security && defined({ ...ofSecurity, ...(isWithoutPin && { pinEnabled: null }) }),
    ai:
      ai &&
      defined({ ...ai, mentors: ai.mentors && Object.fromEntries(ai.mentors.map(({ id, enabled }) => [id, enabled])) }),
    ...(ai === null && { ai: null }),
    // It is shown in both places and stored in one. Where both say something, the section of its own counts.
    privacy: mergedPrivacy(within, privacy),
  });
}

function mergedPrivacy(within: unknown, privacy: unknown): unknown {
  if (within === undefined || privacy === null) return privacy;
  if (privacy === undefined) return within;
  return { ...unsafeCast<Json | null>(within), ...unsafeCast<Json>(privacy) };
}

const defined = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
