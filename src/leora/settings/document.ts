import { z } from "zod";
import { clockTime } from "../../kernel/contract.ts";
import { DAY_MS } from "../../kernel/time.ts";
import type { AppLanguage } from "../languages.ts";

// The document of settings (spec 13.1), described once: each setting with what it may be and what it is at first. Contracts, defaults
// and the merge of changes are made from this.

/** One setting. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly initial: z.output<Schema>;
}

/** A setting, or a group of them. */
export type Group = { readonly [name: string]: Setting | Group };

export const isSetting = (part: Setting | Group): part is Setting => part.schema instanceof z.ZodType;

const setting = <Schema extends z.ZodType>(schema: Schema, initial: z.output<Schema>): Setting<Schema> => ({
  schema,
  initial,
});
const flag = (initial: boolean) => setting(z.boolean().meta({ example: initial }), initial);
const number = (min: number, max: number, initial: number) =>
  setting(z.int().min(min).max(max).meta({ example: initial }), initial);
const time = (initial: string) => setting(clockTime().meta({ example: initial }), initial);

export const Theme = z.enum(["light", "dark", "auto"]).meta({ id: "Theme" });
const HelpLevel = z.enum(["low", "medium", "high"]).meta({ id: "HelpLevel" });
const TalkStyle = z.enum(["friendly", "strict", "polite"]).meta({ id: "TalkStyle" });
const InputMode = z.enum(["button", "continuous", "wake_word"]).meta({ id: "InputMode" });
const Technique = z.enum(["pomodoro", "deep_work", "flowtime", "custom"]).meta({ id: "FocusTechnique" });
const Frequency = z.enum(["daily", "weekly", "monthly"]).meta({ id: "BackupFrequency" });

/** The settings by section. Those that the server itself writes, and the mentors, are no part of it. */
export const DOCUMENT = {
  notifications: {
    enabled: flag(true),
    sound: flag(true),
    vibration: flag(true),
    showOnLockScreen: flag(true),
    finance: {
      budgetOverspend: flag(true),
      debtReminder: flag(true),
      unusualSpends: flag(true),
      goalAchievements: flag(true),
      quietHoursStart: time("21:00"),
      quietHoursEnd: time("08:00"),
    },
    tasks: {
      reminder: flag(true),
      reminderMinutesBefore: number(0, 10_080, 15),
      deadline: flag(true),
      deadlineDaysBefore: number(0, 30, 1),
      goalProgress: flag(true),
      reschedule: flag(true),
    },
    habits: {
      morningReminder: flag(true),
      morningTime: time("07:00"),
      eveningReminder: flag(true),
      eveningTime: time("21:00"),
      streakReminder: flag(true),
      motivational: flag(true),
    },
    ai: {
      smartRecommendations: flag(true),
      recommendationsPerDay: number(0, 20, 3),
      weeklyInsights: flag(true),
      mentorAdvices: flag(true),
      predictions: flag(true),
    },
    doNotDisturb: {
      enabled: flag(false),
      start: time("22:00"),
      end: time("07:00"),
      onWeekends: flag(false),
    },
  },
  security: {
    lockEnabled: flag(true),
    biometricsEnabled: flag(true),
    pinEnabled: flag(false),
    autoLockTimeoutMs: number(0, DAY_MS, 60_000),
    unlockGraceMs: number(0, DAY_MS, 30_000),
    askOnLaunch: flag(true),
    dataProtection: {
      databaseEncryption: flag(true),
      hideBalances: flag(false),
      screenshotBlock: flag(false),
      fakeAccount: flag(false),
    },
    backup: {
      autoBackup: flag(true),
      frequency: setting(Frequency.meta({ example: "weekly" }), "weekly"),
    },
  },
  ai: {
    helpLevel: setting(HelpLevel.meta({ example: "medium" }), "medium"),
    assistantName: setting(z.string().trim().min(1).max(50).meta({ example: "Leora" }), "Leora"),
    talkStyle: setting(TalkStyle, "friendly"),
    features: {
      voiceRecognition: flag(true),
      transactionCategories: flag(true),
      smartReminders: flag(true),
      predictions: flag(true),
      motivational: flag(true),
      scheduleOptimization: flag(true),
    },
    speech: {
      voiceTyping: flag(true),
      inputMode: setting(InputMode, "button"),
    },
  },
  focus: {
    defaultDuration: number(1, 1440, 25),
    breakDuration: number(1, 120, 5),
    longBreakDuration: number(1, 240, 15),
    sessionsBeforeLongBreak: number(1, 12, 4),
    technique: setting(Technique, "pomodoro"),
    autoStartBreaks: flag(false),
    autoStartSessions: flag(false),
    soundEnabled: flag(true),
    tickingSound: flag(false),
  },
  privacy: {
    anonymousAnalytics: flag(true),
    personalizedAds: flag(false),
    shareWithPartners: flag(false),
    /** False: nothing of this user is ever sent to a vendor of AI. */
    aiDataSharing: flag(true),
  },
} as const satisfies Record<string, Group>;

/** The values of a group of settings. */
export type Values<Part> = {
  -readonly [Name in keyof Part]: Part[Name] extends Setting<infer Schema> ? z.output<Schema> : Values<Part[Name]>;
};

/** The language of speech in each language of the app. */
export const SPEECH_LANGUAGES: Readonly<Record<AppLanguage, string>> = {
  uz: "uz-UZ",
  ru: "ru-RU",
  en: "en-US",
  ar: "ar-SA",
  tr: "tr-TR",
};

export const speechLanguage = () =>
  z
    .string()
    .regex(/^[a-z]{2,3}-[A-Z]{2}$/, "Expected a language and a country, such as uz-UZ")
    .meta({ example: "uz-UZ" });
