import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { changed, hubOf, publish } from "../../support/hub.ts";
import { later } from "../../support/later.ts";
import { completeHabit } from "../planner/habits.support.ts";

/** Five in the morning in Tashkent, a Thursday; in the future, because alarms ring by the machine's clock. */
const NOW = "2050-11-24T00:00:00Z";
const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+05:00`);
const alarmOf = (actor: Actor) => runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.getAlarm());
const ring = (actor: Actor) => runDurableObjectAlarm(hubOf(actor).stub);

async function listening() {
  freezeTime(NOW);
  const actor = await newActor();
  const socket = await actor.connect();
  await socket.next("hello");
  /** Waits until the hub has done all that a write left it to do. */
  const settled = async () => {
    await publish(actor, changed("marker", 0));
    while ((await socket.next("entity:updated")).data.entity !== "marker");
  };
  const set = async (notifications: object) => {
    expect((await actor.patch("/v1/settings/notifications", notifications)).status).toBe(200);
  };
  return { actor, socket, settled, set };
}

describe("reminders of tasks", () => {
  test("come as long before as the settings say, or as the preferences do until then, or not at all", async () => {
    const { actor, settled, set } = await listening();
    await actor.patch("/v1/users/me", { preferences: { notifications: { tasks: { reminderMinutesBefore: 30 } } } });
    expect((await actor.get("/v1/settings")).data.notifications.tasks.reminderMinutesBefore).toBe(30);
    await actor.post("/v1/tasks", { title: "Shifokor", dueDate: "2050-11-24", timeOfDay: "11:00" });
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "10:30"));
    await set({ tasks: { reminderMinutesBefore: 5 } });
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "10:55"));
    await set({ tasks: { reminder: false } });
    expect(await alarmOf(actor)).toBeNull();
    await set({ tasks: null });
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "10:30"));
    await set({ enabled: false });
    expect(await alarmOf(actor)).toBeNull();
  });
});

describe("reminders of debts", () => {
  test("can be switched off alone", async () => {
    const { actor, settled, set } = await listening();
    await actor.post("/v1/debts", {
      direction: "i_owe",
      counterpartyName: "Ali",
      principalAmount: 1000,
      principalCurrency: "UZS",
      startDate: "2050-11-20",
      dueDate: "2050-11-30",
      reminderEnabled: true,
      reminderTime: "09:30",
    });
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-29", "09:30"));
    await set({ finance: { debtReminder: false } });
    expect(await alarmOf(actor)).toBeNull();
  });
});

describe("reminders of single habits", () => {
  test("can be switched off alone", async () => {
    const { actor, settled, set } = await listening();
    await set({ habits: { morningReminder: false, eveningReminder: false } });
    await actor.post("/v1/habits", {
      title: "Kitob",
      habitType: "health",
      reminderEnabled: true,
      reminderTime: "10:00",
    });
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "10:00"));
    await set({ habits: { streakReminder: false } });
    expect(await alarmOf(actor)).toBeNull();
    await set({ habits: { streakReminder: true } });
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "10:00"));
  });
});

describe("digests of habits", () => {
  const habit = (title: string, daysOfWeek?: number[]) => ({
    title,
    habitType: "health",
    ...(daysOfWeek && { frequency: "custom", daysOfWeek }),
  });

  test("tell in the morning how many are due, and in the evening how many are open", async () => {
    const { actor, socket, settled } = await listening();
    const { data: reading } = await actor.post("/v1/habits", habit("Kitob"));
    await actor.post("/v1/habits", habit("Sport"));
    await actor.post("/v1/habits", habit("Juma", [5]));
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "07:00"));
    freezeTime(at("2050-11-24", "07:00"));
    await ring(actor);
    expect(await socket.next("reminder")).toEqual({
      event: "reminder",
      data: { type: "digest", id: "2050-11-24-morning", title: "Bugungi odatlar", dueIn: 0, count: 2 },
    });
    await later(actor, new Date(at("2050-11-24", "07:05")).toISOString());
    await completeHabit(actor, reading);
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "21:00"));
    freezeTime(at("2050-11-24", "21:00"));
    await ring(actor);
    expect((await socket.next("reminder")).data).toMatchObject({ id: "2050-11-24-evening", count: 1 });
    expect(await alarmOf(actor)).toBe(at("2050-11-25", "07:00"));
  });

  test("obey the settings, and are silent when nothing is due", async () => {
    const { actor, socket, settled, set } = await listening();
    await actor.post("/v1/habits", habit("Juma", [5]));
    await settled();
    await set({ habits: { morningTime: "06:15", eveningReminder: false } });
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "06:15"));
    freezeTime(at("2050-11-24", "06:15"));
    await ring(actor);
    expect(await alarmOf(actor)).toBe(at("2050-11-25", "06:15"));
    freezeTime(at("2050-11-25", "06:15"));
    await ring(actor);
    expect((await socket.next("reminder")).data.id).toBe("2050-11-25-morning");
    await later(actor, new Date(at("2050-11-25", "06:20")).toISOString());
    await set({ habits: { morningReminder: false } });
    expect(await alarmOf(actor)).toBeNull();
  });

  test("speak the user's language, and stop with all reminders", async () => {
    const { actor, socket, settled, set } = await listening();
    await actor.post("/v1/habits", habit("Kitob"));
    await settled();
    await actor.patch("/v1/settings", { language: "en" });
    freezeTime(at("2050-11-24", "07:00"));
    await ring(actor);
    expect((await socket.next("reminder")).data).toMatchObject({ id: "2050-11-24-morning", title: "Today's habits" });
    await later(actor, new Date(at("2050-11-24", "07:05")).toISOString());
    await actor.patch("/v1/users/me", { preferences: { notifications: { reminders: false } } });
    expect(await alarmOf(actor)).toBeNull();
    await actor.patch("/v1/users/me", { preferences: { notifications: { reminders: true } } });
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "21:00"));
    await set({ enabled: false });
    expect(await alarmOf(actor)).toBeNull();
  });

  test("tell of their own day also when the alarm rings after midnight", async () => {
    const { actor, socket, settled, set } = await listening();
    await set({ habits: { morningReminder: false, eveningTime: "23:59" } });
    await actor.post("/v1/habits", habit("Payshanba", [4]));
    await actor.post("/v1/habits", habit("Juma", [5]));
    await actor.post("/v1/habits", habit("Shanba va juma", [5, 6]));
    await settled();
    expect(await alarmOf(actor)).toBe(at("2050-11-24", "23:59"));
    freezeTime(at("2050-11-25", "00:01"));
    await ring(actor);
    expect((await socket.next("reminder")).data).toEqual({
      type: "digest",
      id: "2050-11-24-evening",
      title: "Bugun hali bajarilmagan odatlar",
      dueIn: 0,
      count: 1,
    });
    expect(await alarmOf(actor)).toBe(at("2050-11-25", "23:59"));
  });
});
