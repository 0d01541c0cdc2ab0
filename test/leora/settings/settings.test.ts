import { describe, expect, test } from "vitest";
import { newActor } from "../../support/actor.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { change } from "./support.ts";

describe("the document", () => {
  test("is there from the first request, with the defaults of the specification", async () => {
    const actor = await newActor();
    const { status, data, headers } = await actor.get("/v1/settings");
    expect(status).toBe(200);
    expect(headers.get("server-timing")).toContain('d1;desc="0"');
    expect(data).toMatchObject({
      id: actor.user.id,
      userId: actor.user.id,
      theme: "auto",
      language: "uz",
      createdAt: actor.user.createdAt,
      updatedAt: actor.user.createdAt,
    });
    expect(data.notifications).toEqual({
      enabled: true,
      sound: true,
      vibration: true,
      showOnLockScreen: true,
      finance: {
        budgetOverspend: true,
        debtReminder: true,
        unusualSpends: true,
        goalAchievements: true,
        quietHoursStart: "21:00",
        quietHoursEnd: "08:00",
      },
      tasks: {
        reminder: true,
        reminderMinutesBefore: 15,
        deadline: true,
        deadlineDaysBefore: 1,
        goalProgress: true,
        reschedule: true,
      },
      habits: {
        morningReminder: true,
        morningTime: "07:00",
        eveningReminder: true,
        eveningTime: "21:00",
        streakReminder: true,
        motivational: true,
      },
      ai: {
        smartRecommendations: true,
        recommendationsPerDay: 3,
        weeklyInsights: true,
        mentorAdvices: true,
        predictions: true,
      },
      doNotDisturb: { enabled: false, start: "22:00", end: "07:00", onWeekends: false },
    });
    const privacy = {
      anonymousAnalytics: true,
      personalizedAds: false,
      shareWithPartners: false,
      aiDataSharing: true,
    };
    expect(data.security).toEqual({
      lockEnabled: true,
      biometricsEnabled: true,
      pinEnabled: false,
      autoLockTimeoutMs: 60000,
      unlockGraceMs: 30000,
      askOnLaunch: true,
      dataProtection: { databaseEncryption: true, hideBalances: false, screenshotBlock: false, fakeAccount: false },
      backup: { autoBackup: true, frequency: "weekly", lastBackup: null },
      hasPin: false,
      twoFactorEnabled: false,
      privacy,
    });
    expect(data.privacy).toEqual(privacy);
    const { mentors, ...ai } = data.ai;
    expect(ai).toEqual({
      helpLevel: "medium",
      assistantName: "Leora",
      talkStyle: "friendly",
      language: "uz",
      features: {
        voiceRecognition: true,
        transactionCategories: true,
        smartReminders: true,
        predictions: true,
        motivational: true,
        scheduleOptimization: true,
      },
      speech: { voiceTyping: true, inputMode: "button", language: "uz-UZ" },
    });
    expect(mentors.slice(0, 3)).toEqual([
      { id: "buffett", name: "Warren Buffett", category: "financial", enabled: true },
      { id: "musk", name: "Elon Musk", category: "productivity", enabled: false },
      { id: "aurelius", name: "Marcus Aurelius", category: "balance", enabled: false },
    ]);
    expect(data.focus).toEqual({
      defaultDuration: 25,
      breakDuration: 5,
      longBreakDuration: 15,
      sessionsBeforeLongBreak: 4,
      technique: "pomodoro",
      autoStartBreaks: false,
      autoStartSessions: false,
      soundEnabled: true,
      tickingSound: false,
    });
  });

  test.each([
    ["uzbekistan", "uz", "uz-UZ"],
    ["russia", "ru", "ru-RU"],
    ["turkey", "tr", "tr-TR"],
    ["saudi_arabia", "ar", "ar-SA"],
    ["uae", "ar", "ar-SA"],
    ["other", "en", "en-US"],
  ])("speaks the language of the region: %s", async (region, language, speech) => {
    const { data } = await (await newActor({ region })).get("/v1/settings");
    expect([data.language, data.ai.language, data.ai.speech.language]).toEqual([language, language, speech]);
  });

  test("lets AI and speech follow the language until they are set", async () => {
    const actor = await newActor();
    const followed = await change(actor, { language: "ru" });
    expect([followed.ai.language, followed.ai.speech.language]).toEqual(["ru", "ru-RU"]);
    const set = await change(actor, { ai: { language: "en" } });
    expect([set.language, set.ai.language, set.ai.speech.language]).toEqual(["ru", "en", "en-US"]);
    const back = await change(actor, { language: null, ai: { language: null } });
    expect([back.language, back.ai.language]).toEqual(["uz", "uz"]);
  });
});

describe("a change", () => {
  test("is merged deeply; null brings back a default, unknown keys are dropped", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    const first = await change(actor, {
      theme: "dark",
      unknown: 1,
      notifications: { sound: false, other: true, tasks: { deadlineDaysBefore: 3 }, doNotDisturb: { enabled: true } },
      privacy: { aiDataSharing: false },
      security: { privacy: { personalizedAds: true } },
    });
    expect(first).not.toHaveProperty("unknown");
    expect(first.notifications).not.toHaveProperty("other");
    expect(first.notifications).toMatchObject({ sound: false, vibration: true, tasks: { deadlineDaysBefore: 3 } });
    expect(first.security.privacy).toEqual(first.privacy);
    expect(first.privacy).toEqual({
      anonymousAnalytics: true,
      personalizedAds: true,
      shareWithPartners: false,
      aiDataSharing: false,
    });
    expect((await socket.next("settings:updated")).data).toEqual({ settings: first });
    const second = await change(actor, { notifications: { tasks: null } });
    expect(second.notifications).toMatchObject({ sound: false, tasks: { deadlineDaysBefore: 1 } });
    const third = await change(actor, { notifications: null, theme: null });
    expect([third.notifications.sound, third.theme]).toEqual([true, "auto"]);
    expect((await actor.get("/v1/settings")).data).toEqual(third);
  });

  test("of a section takes the section itself", async () => {
    const actor = await newActor();
    await change(actor, { sound: false, habits: { morningTime: "06:30" } }, "/notifications");
    await change(actor, { technique: "deep_work", defaultDuration: 50 }, "/focus");
    await change(actor, { helpLevel: "high", assistantName: "  Lola " }, "/ai");
    const data = await change(actor, { autoLockTimeoutMs: 0, privacy: { shareWithPartners: true } }, "/security");
    expect(data.notifications).toMatchObject({ sound: false, habits: { morningTime: "06:30" } });
    expect(data.focus).toMatchObject({ technique: "deep_work", defaultDuration: 50 });
    expect(data.ai).toMatchObject({ helpLevel: "high", assistantName: "Lola" });
    expect(data.security.autoLockTimeoutMs).toBe(0);
    expect(data.privacy.shareWithPartners).toBe(true);
  });

  test("of different keys at the same time stands beside the others", async () => {
    const actor = await newActor();
    const changes = [
      { theme: "dark" },
      { notifications: { sound: false } },
      { notifications: { vibration: false } },
      { focus: { breakDuration: 7 } },
      { ai: { talkStyle: "strict" } },
      { privacy: { personalizedAds: true } },
    ];
    await Promise.all(changes.map((body) => change(actor, body)));
    const { data } = await actor.get("/v1/settings");
    expect([data.theme, data.notifications.sound, data.notifications.vibration]).toEqual(["dark", false, false]);
    expect([data.focus.breakDuration, data.ai.talkStyle, data.privacy.personalizedAds]).toEqual([7, "strict", true]);
  });

  test.each([
    ["", { notifications: { tasks: { reminderMinutesBefore: 10081 } } }, "notifications.tasks.reminderMinutesBefore"],
    ["", { notifications: { sound: "true" } }, "notifications.sound"],
    ["", { notifications: [] }, "notifications"],
    ["", { security: { pinEnabled: true } }, "security.pinEnabled"],
    ["", { ai: { mentors: [{ id: "nobody", enabled: true }] } }, "ai.mentors.0.id"],
    ["", { theme: "blue" }, "theme"],
    ["/notifications", { doNotDisturb: { start: "24:00" } }, "doNotDisturb.start"],
    ["/notifications", { ai: { recommendationsPerDay: 21 } }, "ai.recommendationsPerDay"],
    ["/focus", { sessionsBeforeLongBreak: 0 }, "sessionsBeforeLongBreak"],
    ["/focus", { defaultDuration: 1.5 }, "defaultDuration"],
    ["/ai", { assistantName: " " }, "assistantName"],
    ["/ai", { speech: { language: "uz" } }, "speech.language"],
    ["/ai", { mentors: [{ id: "musk", enabled: "yes" }] }, "mentors.0.enabled"],
    ["/security", { pinEnabled: true }, "pinEnabled"],
    ["/security", { pin: "123" }, "pin"],
    ["/security", { autoLockTimeoutMs: 86400001 }, "autoLockTimeoutMs"],
  ])("with one bad value is refused whole: PATCH /settings%s %j", async (path, body, field) => {
    const actor = await newActor();
    const reply = await actor.patch(`/v1/settings${path}`, { theme: "dark", soundEnabled: false, ...body });
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, field]);
    const { data } = await actor.get("/v1/settings");
    expect([data.theme, data.focus.soundEnabled]).toEqual(["auto", true]);
  });
});

describe("mentors", () => {
  test("are one on the free plan", async () => {
    const actor = await newActor();
    const refused = await actor.patch("/v1/settings/ai", { mentors: [{ id: "musk", enabled: true }] });
    expect([refused.status, refused.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    expect(refused.error?.details).toEqual([
      {
        field: "virtual_mentors",
        message: "Your plan includes 1",
        featureKey: "virtual_mentors",
        limit: 1,
        used: 1,
      },
    ]);
    const swapped = await change(
      actor,
      {
        mentors: [
          { id: "buffett", enabled: false },
          { id: "aurelius", enabled: true },
        ],
      },
      "/ai",
    );
    const enabled = swapped.ai.mentors.flatMap((mentor: { id: string; enabled: boolean }) =>
      mentor.enabled ? [mentor.id] : [],
    );
    expect(enabled).toEqual(["aurelius"]);
  });

  test("are ten of the twelve on premium", async () => {
    const actor = await newPremiumActor();
    const { data } = await actor.get("/v1/settings");
    const first = (count: number) =>
      data.ai.mentors.slice(0, count).map(({ id }: { id: string }) => ({ id, enabled: true }));
    const refused = await actor.patch("/v1/settings", { theme: "dark", ai: { mentors: first(11) } });
    expect([refused.status, refused.error?.details?.[0]]).toMatchObject([
      403,
      { featureKey: "virtual_mentors", limit: 10, used: 1 },
    ]);
    const { ai, theme } = await change(actor, { ai: { mentors: first(10) } });
    expect(theme).toBe("auto");
    expect(ai.mentors.map(({ enabled }: { enabled: boolean }) => enabled)).toEqual([
      ...Array(10).fill(true),
      false,
      false,
    ]);
    const back = await change(actor, { ai: { mentors: null } });
    expect(back.ai.mentors).toEqual(data.ai.mentors);
  });

  test("that twins enable at once are one as well", async () => {
    const actor = await newActor();
    await change(actor, { mentors: [{ id: "buffett", enabled: false }] }, "/ai");
    const enable = (id: string) => actor.patch("/v1/settings/ai", { mentors: [{ id, enabled: true }] });
    const replies = await Promise.all([enable("musk"), enable("aurelius")]);
    expect(replies.map(({ status, error }) => [status, error?.code ?? null]).toSorted()).toEqual([
      [200, null],
      [403, "PLAN_LIMIT_REACHED"],
    ]);
    const { data } = await actor.get("/v1/settings");
    expect(data.ai.mentors.filter(({ enabled }: { enabled: boolean }) => enabled)).toHaveLength(1);
  });
});

describe("a reset", () => {
  test("brings defaults back, of the named sections or of all, and opens no lock", async () => {
    const actor = await newActor();
    const changed = {
      theme: "dark",
      language: "ru",
      notifications: { sound: false },
      security: { pin: "1234", pinEnabled: true, askOnLaunch: false },
      ai: { helpLevel: "low" },
      focus: { breakDuration: 9 },
      privacy: { personalizedAds: true },
    };
    await change(actor, changed);
    const some = await actor.post("/v1/settings/reset", { sections: ["focus", "general"] });
    expect([some.status, some.data.theme, some.data.language, some.data.focus.breakDuration]).toEqual([
      200,
      "auto",
      "uz",
      5,
    ]);
    expect([some.data.notifications.sound, some.data.ai.helpLevel]).toEqual([false, "low"]);
    const { data } = await actor.post("/v1/settings/reset", {});
    expect([data.notifications.sound, data.ai.helpLevel, data.privacy.personalizedAds]).toEqual([
      true,
      "medium",
      false,
    ]);
    expect(data.security).toMatchObject({ askOnLaunch: true, hasPin: true, pinEnabled: true });
    for (const sections of [[], ["colours"]]) {
      expect((await actor.post("/v1/settings/reset", { sections })).status).toBe(400);
    }
  });
});
