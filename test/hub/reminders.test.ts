import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { UserHubApi } from "../../src/kernel/hub/protocol.ts";
import { type Actor, newActor, PASSWORD } from "../support/actor.ts";
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

describe("a reminder that is due while reminders change", () => {
  test("comes once when the alarm rings while all of them are read again", async () => {
    const { actor, socket, task } = await withTask("11:00");
    const { stub, owner } = hubOf(actor);
    passTime(45 * MINUTE - 1);
    await runInDurableObject(stub, async (hub) => {
      const { refresh, alarm } = unsafeCast<UserHubApi & { alarm(): Promise<void> }>(hub);
      const refreshing = refresh.call(hub, owner);
      // By then the hub has noted the time and asks D1, which answers later.
      for (let turn = 1; turn <= 10; turn += 1) await Promise.resolve();
      passTime(1);
      await Promise.all([refreshing, alarm.call(hub)]);
    });
    expect(await socket.next()).toEqual(reminderOf(task));
    expect(await alarmOf(actor)).toBeNull();
    await evictDurableObject(stub);
    await actor.patch("/v1/users/me", { timezone: "Asia/Samarkand" });
    await ring(actor);
    expect(await alarmOf(actor)).toBeNull();
    expect(socket.pending).toEqual([]);
  });

  test.each([true, false])("comes when its row changes before the alarm has rung (evicted: %s)", async (evicted) => {
    const { actor, socket, task } = await withTask("11:00");
    passTime(45 * MINUTE);
    if (evicted) await evictDurableObject(hubOf(actor).stub);
    await actor.patch(`/v1/tasks/${task.id}`, { title: "Shifokor qabuli" });
    expect(await socket.next("reminder")).toEqual(reminderOf(task));
    await settled(actor, socket);
    await ring(actor);
    expect(await alarmOf(actor)).toBeNull();
    expect(socket.pending).toEqual([]);
  });

  test("comes when all of them are read again before the alarm has rung", async () => {
    const { actor, socket, task } = await withTask("11:00");
    passTime(45 * MINUTE);
    await actor.patch("/v1/users/me", { timezone: "Asia/Samarkand" });
    expect(await socket.next()).toEqual(reminderOf(task));
    await ring(actor);
    expect(socket.pending).toEqual([]);
  });
});

describe("a date far away", () => {
  test.each(["9999-12-31", "2262-04-12", "1969-06-01", "0001-01-01"])(
    "of %s leaves later writes as they are",
    async (dueDate) => {
      const actor = await newActor();
      const task = { title: "Uzoq", dueDate, timeOfDay: "00:05" };
      expect((await actor.post("/v1/tasks", task)).status).toBe(201);
      const change = { entity: "tasks", operation: "create", data: task, localUpdatedAt: new Date().toISOString() };
      const changes = [1, 2].map(() => ({ ...change, id: crypto.randomUUID(), idempotencyKey: crypto.randomUUID() }));
      const pushed = await actor.post("/v1/sync/push", { changes });
      expect(pushed.data.results.map(({ status }: { status: string }) => status)).toEqual(["applied", "applied"]);
      expect((await actor.patch("/v1/users/me", { timezone: "Pacific/Kiritimati" })).status).toBe(200);
      expect((await actor.post("/v1/tasks", task)).status).toBe(201);
    },
  );

  test("is looked at again once a month until its reminder comes, at its time", async () => {
    freezeTime(NOW);
    const DAY = 24 * 60 * MINUTE;
    const actor = await newActor();
    const credentials = { emailOrUsername: actor.user.email, password: PASSWORD, rememberMe: true };
    const { data: task } = await actor.post("/v1/tasks", {
      title: "Pasport",
      dueDate: "2051-01-25",
      timeOfDay: "10:15",
    });
    await publish(actor, changed("marker", 0));
    const [start, due] = [Date.parse(NOW), Date.parse("2051-01-25T05:00:00Z")];
    expect(await alarmOf(actor)).toBe(start + 30 * DAY);
    // Further writes leave it where it is.
    passTime(DAY);
    await publish(actor, changed("marker", 1));
    expect(await alarmOf(actor)).toBe(start + 30 * DAY);

    freezeTime(start + 30 * DAY);
    await evictDurableObject(hubOf(actor).stub);
    expect(await ring(actor)).toBe(true);
    expect(await alarmOf(actor)).toBe(start + 60 * DAY);
    freezeTime(start + 60 * DAY);
    await ring(actor);
    expect(await alarmOf(actor)).toBe(due);

    freezeTime(due);
    const socket = await actor.adopt(await actor.post("/v1/auth/login", credentials)).connect();
    await socket.next("hello");
    await ring(actor);
    expect(await socket.next()).toEqual(reminderOf(task));
    expect(await alarmOf(actor)).toBeNull();
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
