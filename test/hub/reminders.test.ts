import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

const MINUTE = 60_000;
/** Ten in the morning in Tashkent, the actor's time zone; in the future, because alarms ring by the machine's clock. */
const NOW = "2050-11-24T05:00:00Z";
const TODAY = "2050-11-24";

const alarmOf = (actor: Actor) => runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.getAlarm());
const ring = (actor: Actor) => runDurableObjectAlarm(hubOf(actor).stub);

/** A user with an open socket and a task due today at `timeOfDay`, heard on the socket. */
async function withTask(timeOfDay: string) {
  freezeTime(NOW);
  const actor = await newActor();
  const socket = await actor.connect();
  await socket.next("hello");
  const { data: task } = await actor.post("/v1/tasks", { title: "Shifokor", dueDate: TODAY, timeOfDay });
  await settled(actor, socket);
  return { actor, socket, task };
}

/** Waits until the hub has done all that a write left it to do. */
async function settled(actor: Actor, socket: Awaited<ReturnType<Actor["connect"]>>) {
  await socket.next("entity:updated");
  await publish(actor, changed("marker", 0));
  await socket.next("entity:updated");
}

const reminderOf = (task: { id: string; title: string }) => ({
  event: "reminder",
  data: { type: "task", id: task.id, title: task.title, dueIn: 15 },
});

describe("a task's reminder", () => {
  test("comes 15 minutes before it, once, on every socket whatever it subscribed to", async () => {
    const { actor, socket, task } = await withTask("11:00");
    const filtered = await actor.connect();
    await filtered.next("hello");
    filtered.send({ event: "subscribe", data: { entities: ["accounts"] } });
    await filtered.next("subscribed");
    expect(await alarmOf(actor)).toBe(Date.parse(NOW) + 45 * MINUTE);

    passTime(45 * MINUTE);
    expect(await ring(actor)).toBe(true);
    expect(await socket.next()).toEqual(reminderOf(task));
    expect(await filtered.next()).toEqual(reminderOf(task));
    expect(await alarmOf(actor)).toBeNull();
  });

  test("survives eviction", async () => {
    const { actor, socket, task } = await withTask("11:00");
    await evictDurableObject(hubOf(actor).stub);
    passTime(45 * MINUTE);
    await ring(actor);
    expect(await socket.next()).toEqual(reminderOf(task));
  });

  test("moves with the task, and goes when the task is done, archived or deleted", async () => {
    const { actor, socket, task } = await withTask("11:00");
    const path = `/v1/tasks/${task.id}`;
    const alarmAfter = async (write: Promise<unknown>) => {
      await write;
      await settled(actor, socket);
      return alarmOf(actor);
    };
    const soon = Date.parse(NOW) + 15 * MINUTE;
    expect(await alarmAfter(actor.patch(path, { timeOfDay: "10:30" }))).toBe(soon);
    expect(await alarmAfter(actor.post(`${path}/complete`))).toBeNull();
    expect(await alarmAfter(actor.post(`${path}/reopen`))).toBe(soon);
    expect(await alarmAfter(actor.patch(path, { showStatus: "archived" }))).toBeNull();
    expect(await alarmAfter(actor.patch(path, { showStatus: "active" }))).toBe(soon);
    expect(await alarmAfter(actor.delete(path))).toBeNull();
  });

  test("that lies in the past is not caught up", async () => {
    const { actor } = await withTask("10:10");
    expect(await alarmOf(actor)).toBeNull();
  });

  test("is not brought back by a notice that was overtaken", async () => {
    const { actor, socket, task } = await withTask("11:00");
    const stale = { ...changed("tasks", 1, task), id: task.id };
    await actor.delete(`/v1/tasks/${task.id}`);
    await settled(actor, socket);
    await publish(actor, stale);
    expect(await alarmOf(actor)).toBeNull();
  });

  test("follows the user's time zone", async () => {
    const { actor } = await withTask("11:00");
    await actor.patch("/v1/users/me", { timezone: "Asia/Dubai" });
    expect(await alarmOf(actor)).toBe(Date.parse(NOW) + 105 * MINUTE);
  });
});

describe("several reminders", () => {
  test("come each at its time", async () => {
    const { actor, socket, task: first } = await withTask("11:00");
    const { data: second } = await actor.post("/v1/tasks", { title: "Dorixona", dueDate: TODAY, timeOfDay: "11:30" });
    await settled(actor, socket);

    passTime(45 * MINUTE);
    await ring(actor);
    expect(await socket.next()).toEqual(reminderOf(first));
    expect(await alarmOf(actor)).toBe(Date.parse(NOW) + 75 * MINUTE);
    passTime(30 * MINUTE);
    await ring(actor);
    expect(await socket.next()).toEqual(reminderOf(second));
    expect(await ring(actor)).toBe(false);
  });

  test("of an alarm that rang early wait for their time", async () => {
    const { actor, socket } = await withTask("11:00");
    await ring(actor);
    expect(socket.pending).toEqual([]);
    expect(await alarmOf(actor)).toBe(Date.parse(NOW) + 45 * MINUTE);
  });
});
