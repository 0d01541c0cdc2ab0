import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

const DEVICE_ONLY = "kept for the app, the server does nothing by it";

/** What the fields of settings mean (spec 13.1), for the OpenAPI document. */
export const settingsDescriptions: Descriptions = {
  components: {
    Theme: "`light`, `dark`, or `auto`: as the device has it.",
    AppLanguage: "`en`: English; `ru`: Russian; `uz`: Uzbek; `ar`: Arabic; `tr`: Turkish.",
    HelpLevel: "How many new insights a run makes at most: `low` 5, `medium` 10, `high` 20.",
    TalkStyle: "How the user is spoken to: as a friend (`friendly`), as a trainer (`strict`), or formally (`polite`).",
    InputMode:
      "When the app listens: while a `button` is held, all the time (`continuous`), or after its name (`wake_word`).",
    FocusTechnique:
      "`pomodoro`: short sessions with breaks; `deep_work`: long ones; `flowtime`: until the concentration ends; `custom`: as the durations say.",
    BackupFrequency: "How often a backup is made: once a day, week or month.",
    SettingsSection: "A section of the settings; `general` is `theme` and `language`.",
  },
  fields: {
    Settings: {
      id: "The id of the settings, which is the user's",
      theme: "How the app looks; `auto` unless set",
      language:
        "The language of the app; unless set that of the user's region: uz, ru, tr, ar (Saudi Arabia, UAE), else en",
      notifications: "What the user is told of, and when",
      security: "The lock of the app, its data, backups and privacy",
      ai: "How the app's AI helps and speaks",
      focus: "How focus sessions run",
      privacy: "What may be done with the user's data; `security.privacy` is the same",
      createdAt: "When the user registered",
      updatedAt: "When a setting last changed; before that, when the user registered",
    },
    NotificationsSettings: {
      enabled: "False: no notifications and no reminders at all",
      sound: `Whether notifications have a sound; ${DEVICE_ONLY}`,
      vibration: `Whether the device vibrates; ${DEVICE_ONLY}`,
      showOnLockScreen: "Whether a locked screen shows what they say",
      finance: "Notifications of finance, and the hours without any",
      tasks: "Reminders of tasks, and warnings before deadlines",
      habits: "Reminders of habits, in the morning and in the evening",
      ai: "What AI tells by itself",
      doNotDisturb: "Hours without notifications",
    },
    NotificationsFinanceSettings: {
      budgetOverspend: "Whether to tell of budgets that are used up",
      debtReminder: "False: no reminders of debts",
      unusualSpends: "Whether to tell of unusual expenses",
      goalAchievements: "Whether to tell of goals that are reached",
      quietHoursStart: "When quiet time begins, `HH:mm` in the user's time zone; equal to its end: there is none",
      quietHoursEnd: "When quiet time ends, `HH:mm` in the user's time zone",
    },
    NotificationsTasksSettings: {
      reminder: "False: no reminders of tasks",
      reminderMinutesBefore:
        "How many minutes before a task its reminder comes; until it is set here, that of `preferences.notifications.tasks` of the profile counts",
      deadline: "Whether there are insights about deadlines",
      deadlineDaysBefore: "How many days before a deadline they begin",
      goalProgress: `Whether to tell of the progress of goals; ${DEVICE_ONLY}`,
      reschedule: `Whether to propose new days for tasks; ${DEVICE_ONLY}`,
    },
    NotificationsHabitsSettings: {
      morningReminder: "Whether a reminder counts the day's habits in the morning, when there are any",
      morningTime: "When that is, `HH:mm` in the user's time zone",
      eveningReminder: "Whether a reminder counts the habits that are still open in the evening, when there are any",
      eveningTime: "When that is, `HH:mm` in the user's time zone",
      streakReminder: "False: no reminders of single habits",
      motivational: "Whether to tell of achievements and levels",
    },
    NotificationsAiSettings: {
      smartRecommendations: "False: no insights but those that the user asks for",
      recommendationsPerDay: "How many new insights a day come by themselves at most; critical ones come beyond it",
      weeklyInsights: "Whether insights about the last week come on Mondays",
      mentorAdvices: "Whether insights include the words of a mentor",
      predictions: "Whether insights include predictions; `ai.features.predictions` must allow them, too",
    },
    NotificationsDoNotDisturbSettings: {
      enabled: "Whether it counts",
      start: "When it begins, `HH:mm` in the user's time zone; equal to its end: never",
      end: "When it ends, `HH:mm` in the user's time zone",
      onWeekends: "Whether it lasts all of Saturday and Sunday",
    },
    SecuritySettings: {
      lockEnabled: `Whether the app locks; ${DEVICE_ONLY}`,
      biometricsEnabled: `Whether a finger or face opens it; ${DEVICE_ONLY}`,
      pinEnabled: "Whether the PIN opens it; only with a PIN. A reset leaves it as it is",
      autoLockTimeoutMs: `After how many milliseconds without use the app locks; ${DEVICE_ONLY}`,
      unlockGraceMs: `For how many milliseconds after leaving the app it stays open; ${DEVICE_ONLY}`,
      askOnLaunch: `Whether the app asks when it starts; ${DEVICE_ONLY}`,
      dataProtection: "How the app protects what it shows and stores",
      backup: "Backups that are made by themselves",
      hasPin: "Whether there is a PIN, which no reply shows; set by `pin`",
      twoFactorEnabled: "Whether signing in takes a second factor; set by `POST /auth/2fa/enable`",
      privacy: "The same as `privacy` of the settings",
    },
    SecuritySettingsPatch: {
      pin: "The new PIN, 4 to 6 digits; null removes it, and turns `pinEnabled` off",
      currentPin: "The PIN until now: to change or remove it takes this or `password`",
      password: "The user's password, in place of `currentPin`",
      privacy: "The same as `privacy` of the settings; where both say something, that one counts",
    },
    SecurityDataProtectionSettings: {
      databaseEncryption: `Whether the app encrypts its own database; ${DEVICE_ONLY}`,
      hideBalances: "Whether amounts are hidden until they are touched",
      screenshotBlock: `Whether screenshots are blocked; ${DEVICE_ONLY}`,
      fakeAccount: `Whether the app can show an account that is not the user's; ${DEVICE_ONLY}`,
    },
    SecurityBackupSettings: {
      autoBackup: "Whether backups are made by themselves",
      frequency: "How often",
      lastBackup: "When the last one was made; null: never. Only the server writes it",
    },
    PrivacySettings: {
      anonymousAnalytics: `Whether the app may count how it is used, without names; ${DEVICE_ONLY}`,
      personalizedAds: `Whether advertisements may be about the user; ${DEVICE_ONLY}`,
      shareWithPartners: `Whether partners may get data; ${DEVICE_ONLY}`,
      aiDataSharing: "False: nothing of this user is ever sent to a vendor of AI; our own engine answers",
    },
    AiSettings: {
      helpLevel: "How much the user wants to be told",
      assistantName: "What the assistant is called",
      talkStyle: "How the user is spoken to",
      features: "What AI does",
      language: "The language of insights and answers; unless set the `language` of the app",
      speech: "How the app listens",
      mentors: "All mentors, and which of them are enabled",
    },
    AiSettingsPatch: {
      mentors:
        "Mentors to enable or disable; others stay as they are. More enabled ones than the plan has are `PLAN_LIMIT_REACHED`",
    },
    AiFeaturesSettings: {
      voiceRecognition: `Whether the app takes spoken commands; ${DEVICE_ONLY}`,
      transactionCategories: `Whether the app proposes categories; ${DEVICE_ONLY}`,
      smartReminders: `Whether the app chooses times of reminders; ${DEVICE_ONLY}`,
      predictions: "Whether insights include predictions; `notifications.ai.predictions` must allow them, too",
      motivational: "Whether insights include celebrations",
      scheduleOptimization: `Whether the app proposes another order of tasks; ${DEVICE_ONLY}`,
    },
    AiSpeechSettings: {
      voiceTyping: `Whether texts can be spoken; ${DEVICE_ONLY}`,
      inputMode: `When the app listens; ${DEVICE_ONLY}`,
      language:
        "The language of speech, such as uz-UZ; unless set that of `ai.language` (uz-UZ, ru-RU, en-US, ar-SA, tr-TR)",
    },
    MentorS: {
      id: "The id of the mentor",
      name: "The name of the mentor",
      category: "What the mentor speaks about",
      enabled: "Whether the mentor speaks to the user; at first `buffett` alone",
    },
    FocusSettings: {
      defaultDuration: "How many minutes a session has",
      breakDuration: "How many minutes a break has",
      longBreakDuration: "How many minutes a long break has",
      sessionsBeforeLongBreak: "After how many sessions the break is a long one",
      technique: "How sessions follow each other",
      autoStartBreaks: `Whether breaks begin by themselves; ${DEVICE_ONLY}`,
      autoStartSessions: `Whether sessions begin by themselves; ${DEVICE_ONLY}`,
      soundEnabled: `Whether a sound tells the end; ${DEVICE_ONLY}`,
      tickingSound: `Whether the clock ticks; ${DEVICE_ONLY}`,
    },
    PinCheck: { pin: "The PIN that the user has typed" },
    PinVerdict: { valid: "Always `true`: a wrong PIN is an error" },
    SettingsReset: { sections: "Which sections; without any, all of them" },
  },
};
