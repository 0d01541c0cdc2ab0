import { expect, test } from "vitest";
import { newActor } from "../../support/actor.ts";

// What each setting may be (growth page, "Settings"). All settings are changed together, once per round of their values.

const wholeNumber = (min: number, max: number) => ({
  good: [min, max],
  bad: [min - 1, max + 1, min + 0.5, String(max), true],
});
const oneOf = (...values: readonly string[]) => ({ good: values, bad: ["", "system", values[0]?.toUpperCase(), 1] });
const time = { good: ["00:00", "23:59"], bad: ["24:00", "12:60", "7:00", "07:00:00", "", 7] };

const VALUES: Readonly<Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>> = {
  theme: oneOf("light", "dark", "auto"),
  language: oneOf("en", "ru", "uz", "ar", "tr"),
  "notifications.finance.quietHoursStart": time,
  "notifications.finance.quietHoursEnd": time,
  "notifications.tasks.reminderMinutesBefore": wholeNumber(0, 10_080),
  "notifications.tasks.deadlineDaysBefore": wholeNumber(0, 30),
  "notifications.habits.morningTime": time,
  "notifications.habits.eveningTime": time,
  "notifications.ai.recommendationsPerDay": wholeNumber(0, 20),
  "notifications.doNotDisturb.start": time,
  "notifications.doNotDisturb.end": time,
  "security.autoLockTimeoutMs": wholeNumber(0, 86_400_000),
  "security.unlockGraceMs": wholeNumber(0, 86_400_000),
  "security.backup.frequency": oneOf("daily", "weekly", "monthly"),
  "ai.helpLevel": oneOf("low", "medium", "high"),
  "ai.assistantName": { good: ["L", "x".repeat(50)], bad: ["", " ", "x".repeat(51), 1] },
  "ai.talkStyle": oneOf("friendly", "strict", "polite"),
  "ai.language": oneOf("en", "ru", "uz", "ar", "tr"),
  "ai.speech.inputMode": oneOf("button", "continuous", "wake_word"),
  "ai.speech.language": { good: ["uz-UZ", "en-GB"], bad: ["uz", "uz-uz", "uz_UZ", "", 1] },
  "focus.defaultDuration": wholeNumber(1, 1440),
  "focus.breakDuration": wholeNumber(1, 120),
  "focus.longBreakDuration": wholeNumber(1, 240),
  "focus.sessionsBeforeLongBreak": wholeNumber(1, 12),
  "focus.technique": oneOf("pomodoro", "deep_work", "flowtime", "custom"),
};

type Json = Record<string, unknown>;

/** `{a: {b: value}}` of `{"a.b": value}`. */
function nested(values: Readonly<Json>): Json {
  const document: Json = {};
  for (const [path, value] of Object.entries(values)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let group = document;
    for (const name of names) {
      group[name] ??= {};
      group = group[name] as Json;
    }
    group[last] = value;
  }
  return document;
}

/** The values of a document by their paths; lists count as values. */
const flat = (document: object, prefix = ""): Json =>
  Object.assign(
    {},
    ...Object.entries(document).map(([name, value]) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? flat(value, `${prefix}${name}.`)
        : { [`${prefix}${name}`]: value },
    ),
  );

/** The values of each round by their paths; a setting with fewer values begins anew. */
function rounds(kind: "good" | "bad"): Json[] {
  const count = Math.max(...Object.values(VALUES).map((values) => values[kind].length));
  return Array.from({ length: count }, (_, round) =>
    Object.fromEntries(
      Object.entries(VALUES).map(([path, { [kind]: values }]) => [path, values[round % values.length]]),
    ),
  );
}

test("each value that a setting may have is kept", async () => {
  const actor = await newActor();
  for (const values of rounds("good")) {
    const { status, data } = await actor.patch("/v1/settings", nested(values));
    expect([status, flat(data)]).toMatchObject([200, values]);
  }
});

test("any other is refused on its path, and changes nothing", async () => {
  const actor = await newActor();
  const before = (await actor.get("/v1/settings")).data;
  for (const values of rounds("bad")) {
    const { status, error } = await actor.patch("/v1/settings", nested(values));
    const fields = error?.details?.map(({ field }) => field);
    expect([values, status, fields?.toSorted()]).toEqual([values, 400, Object.keys(VALUES).toSorted()]);
  }
  expect((await actor.get("/v1/settings")).data).toEqual(before);
});

test("switches are true or false, and each can be turned", async () => {
  const actor = await newActor();
  const ofServer = ["security.hasPin", "security.twoFactorEnabled"];
  // Takes a PIN.
  const ofPin = ["security.pinEnabled"];
  const switches = Object.entries(flat((await actor.get("/v1/settings")).data)).filter(
    ([path, value]) => typeof value === "boolean" && ![...ofServer, ...ofPin].includes(path),
  );
  // Those of `privacy` twice, because they are shown and written in two places.
  expect(switches).toHaveLength(49);
  const texts = Object.fromEntries(switches.map(([path, value]) => [path, String(value)]));
  const refused = await actor.patch("/v1/settings", nested(texts));
  expect(refused.status).toBe(400);
  expect(refused.error?.details?.map(({ field }) => field).toSorted()).toEqual(Object.keys(texts).toSorted());
  const turned = Object.fromEntries(switches.map(([path, value]) => [path, !value]));
  const { status, data } = await actor.patch("/v1/settings", nested(turned));
  expect([status, flat(data)]).toMatchObject([200, turned]);
});

test("what only the server writes is ignored", async () => {
  const actor = await newActor();
  const before = (await actor.get("/v1/settings")).data;
  const { status, data } = await actor.patch("/v1/settings", {
    id: "x",
    userId: "x",
    createdAt: "2020-01-01T00:00:00Z",
    security: {
      pinHash: "$2b$10$x",
      hasPin: true,
      twoFactorEnabled: true,
      backup: { lastBackup: "2024-12-15T10:00:00Z" },
    },
    ai: { mentors: [{ id: "musk", name: "Mallory", category: "balance", enabled: false }] },
  });
  expect([status, data]).toEqual([200, { ...before, updatedAt: data.updatedAt }]);
});
