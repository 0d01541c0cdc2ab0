import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of users mean (spec 2.1), for the OpenAPI document. */
export const userDescriptions: Descriptions = {
  components: {
    Region:
      "Where the user lives. It decides the time zone until the user sets one: Asia/Tashkent, Europe/Moscow, Europe/Istanbul, " +
      "Asia/Riyadh, Asia/Dubai; of `other` it is UTC.",
    Visibility:
      "Who may see the profile: everybody, friends, or nobody else. The app decides by it; the server only keeps it.",
    UserRole: "`admin`: may set exchange rates for everybody; `user`: everybody else.",
    Preferences:
      "The app's own document about the user, at most 16,384 characters of JSON. The fields that are named here are checked; all others " +
      "are kept as they are.",
  },
  fields: {
    User: {
      id: "The id of the user",
      email: "The address that the user signs in by, in lower case; it cannot be changed",
      fullName: "The user's name, as it is shown",
      username: "Another name to sign in by, in lower case, which nobody else has",
      phoneNumber: "A phone number in international form; spaces, brackets and hyphens are dropped",
      bio: "What the user says about themselves",
      birthday: "The day of birth",
      profileImage: "The address of a picture, `http` or `https`",
      region: "Where the user lives",
      timezone: "The IANA time zone in which the user's days begin and end; to set it to null means that of the region",
      primaryCurrency: "The currency into which sums of several currencies are converted",
      visibility: "Who may see the profile; null: not decided",
      preferences: "The app's own document about the user. A patch is merged into it; null removes a field",
      role: "What the user may do beyond their own rows",
      isEmailVerified: "Whether a mailed code has proven the address",
      isPhoneVerified: "Whether the phone number is proven; there is no way to prove one yet",
      lastLoginAt: "When the user last signed in",
      createdAt: "When the user registered",
      updatedAt: "When the profile last changed",
    },
    Preferences: {
      showLevel: "Whether the profile shows the level; only the app reads it",
      showAchievements: "Whether the profile shows achievements; only the app reads it",
      showStatistics: "Whether the profile shows statistics; only the app reads it",
      language: "The language of mails: `uz`, `ru` or `en`; for any other text it is Uzbek",
      theme: "How the app looks; only the app reads it",
      notifications: "What the user wants to be told",
    },
    NotificationPreferences: {
      push: "Whether the user wants push notifications; only the app reads it",
      email: "Whether the user wants mails; only the app reads it",
      reminders: "`false`: the socket sends no reminders of tasks, habits and debts",
      tasks: "How tasks remind the user",
    },
    TaskPreferences: {
      reminderMinutesBefore:
        "How many minutes before its time a task reminds the user, at most a week; 15 unless stated",
    },
  },
};
