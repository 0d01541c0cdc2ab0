import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { changed, hubOf, publish } from "../../support/hub.ts";
import { completeHabit, newHabit, withoutDigests } from "./habits.support.ts";

/** Five in the morning in Tashkent, a Thursday; in the future, because alarms ring by the machine's clock. */
const NOW = "2050-11-24T00:00:00Z";
const DAY_MS = 86_400_000;
const at = (day: string, time = "06:45") => Date.parse(`${day}T${time}:00+05:00`);

const alarmOf = (actor: Actor) => runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.getAlarm());
const ring = (actor: Actor) => runDurableObjectAlarm(hubOf(actor).stub);
const MINDFUL = { reminderEnabled: true, reminderTime: "06:45" };

async function withHabit(fields: object) {
  freezeTime(NOW);
  const actor = await newActor();
  await withoutDigests(actor);
  const socket = await actor.connect();
  await socket.next("hello");
  const habit = await newHabit(actor, fields);
  /** Does something, and waits until the hub has heard of it. */
  const alarmAfter = async (write: Promise<unknown>) => {
    await write;
    await socket.next("entity:updated");
    await publish(actor, changed("marker", 0));
    while ((await socket.next("entity:updated")).data.entity !== "marker");
    return alarmOf(actor);
  };
  expect(await alarmAfter(Promise.resolve())).not.toBeNull();
  return { actor, socket, habit, alarmAfter };
}

describe("a habit's reminder", () => {
  it("comes once a day at its time", async () => {
    const { actor, socket, habit } = await withHabit(MINDFUL);
    freezeTime(at("2050-11-24"));
    expect(await ring(actor)).toBe(true);
    expect(await socket.next()).toEqual({
      event: "reminder",
      data: { type: "habit", id: habit.id, title: habit.title, dueIn: 0 },
    });
    expect(await alarmOf(actor)).toBe(at("2050-11-25"));
  });

  it("never runs dry, though the hub is evicted", async () => {
    const { actor } = await withHabit(MINDFUL);
    for (let index = 0; index < 30; index += 1) {
      const instant = at("2050-11-24") + index * DAY_MS;
      expect(await alarmOf(actor)).toBe(instant);
      if (index % 13 === 0) await evictDurableObject(hubOf(actor).stub);
      freezeTime(instant);
      expect(await ring(actor)).toBe(true);
    }
  });

  it("comes on its weekdays, at the time of day unless it has its own", async () => {
    const fields = { reminderEnabled: true, timeOfDay: "07:15", daysOfWeek: [1, 6] };
    const { actor, habit, alarmAfter } = await withHabit(fields);
    expect(await alarmOf(actor)).toBe(at("2050-11-26", "07:15"));
    expect(await alarmAfter(actor.patch(`/v1/habits/${habit.id}`, { daysOfWeek: [1] }))).toBe(
      at("2050-11-28", "07:15"),
    );
  });

  it("leaves out a day that is done, and stops with the habit", async () => {
    const { actor, habit, alarmAfter } = await withHabit(MINDFUL);
    const path = `/v1/habits/${habit.id}`;
    expect(await alarmAfter(completeHabit(actor, habit))).toBe(at("2050-11-25"));
    expect(await alarmAfter(actor.delete(`${path}/completions/2050-11-24`))).toBe(at("2050-11-24"));
    expect(await alarmAfter(actor.patch(path, { status: "paused" }))).toBeNull();
    expect(await alarmAfter(actor.patch(path, { status: "active" }))).toBe(at("2050-11-24"));
    expect(await alarmAfter(actor.patch(path, { reminderEnabled: false }))).toBeNull();
  });

  it("is the user's to turn off, and follows the zone whatever the minutes before tasks", async () => {
    const { actor } = await withHabit(MINDFUL);
    await actor.patch("/v1/users/me", { timezone: "Asia/Dubai" });
    expect(await alarmOf(actor)).toBe(at("2050-11-24") + 3_600_000);
    await actor.patch("/v1/users/me", {
      preferences: { notifications: { tasks: { reminderMinutesBefore: 60 } } },
    });
    expect(await alarmOf(actor)).toBe(at("2050-11-24") + 3_600_000);
    await actor.patch("/v1/users/me", { preferences: { notifications: { reminders: false } } });
    expect(await alarmOf(actor)).toBeNull();
  });
});
