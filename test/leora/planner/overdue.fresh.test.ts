import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { conflictsOf, pull, pushOne, task } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";

const cron = () => runCron(parseEnv(env), Date.now());

/** A user in a time zone, who has a task due on 10 March. */
async function userWithTask(timezone: string, at: string, body: object = {}) {
  freezeTime(at);
  const actor = await newActor({ timezone });
  const add = async (fields: object): Promise<string> =>
    (await actor.post("/v1/tasks", { title: "a", dueDate: "2026-03-10", ...fields })).data.id;
  return { actor, add, id: await add(body) };
}

/** Sets the clock, and signs the actor in anew: access tokens live for an hour. */
async function later(actor: Actor, at: string): Promise<void> {
  freezeTime(at);
  actor.accessToken = (await signInAgain(actor)).accessToken;
}

const read = async (actor: Actor, id: string) => (await actor.get(`/v1/tasks/${id}`)).data;
const statusOf = async (actor: Actor, id: string) => (await read(actor, id)).status;
const titles = async (actor: Actor, status: string) =>
  (await actor.get(`/v1/tasks?status=${status}`)).data.map(({ title }: { title: string }) => title);

describe("a task becomes overdue after its day", () => {
  it.each([
    ["Pacific/Kiritimati", "2026-03-10T09:59:59Z", "2026-03-10T10:00:00Z"],
    ["Asia/Kathmandu", "2026-03-10T18:14:59Z", "2026-03-10T18:15:00Z"],
    ["Asia/Tashkent", "2026-03-10T18:59:59Z", "2026-03-10T19:00:00Z"],
    ["America/New_York", "2026-03-11T03:59:59Z", "2026-03-11T04:00:00Z"],
    ["Pacific/Pago_Pago", "2026-03-11T10:59:59Z", "2026-03-11T11:00:00Z"],
  ])("in %s at the user's midnight", async (timezone, before, after) => {
    const { actor, id } = await userWithTask(timezone, "2026-03-09T12:00:00Z");
    await later(actor, before);
    await cron();
    expect(await statusOf(actor, id)).toBe("planned");
    freezeTime(after);
    await cron();
    expect(await statusOf(actor, id)).toBe("overdue");
  });

  it("only while it is open and shown", async () => {
    const { actor, add } = await userWithTask("UTC", "2026-03-10T12:00:00Z", { title: "planned" });
    const progress = await add({ title: "in_progress" });
    await actor.patch(`/v1/tasks/${progress}`, { status: "in_progress" });
    for (const status of ["completed", "canceled", "moved"]) await add({ title: status, status });
    await add({ title: "inbox", status: "inbox" });
    await add({ title: "tomorrow", dueDate: "2026-03-11" });
    await actor.patch(`/v1/tasks/${await add({ title: "archived" })}`, { showStatus: "archived" });
    await later(actor, "2026-03-11T00:00:00Z");
    await cron();
    expect((await titles(actor, "overdue")).toSorted()).toEqual(["in_progress", "inbox", "planned"]);
    expect(await titles(actor, "planned")).toEqual(["tomorrow"]);
    expect(await titles(actor, "in_progress")).toEqual([]);
    expect(await titles(actor, "moved")).toEqual(["moved"]);
  });

  it("once: a second run writes nothing", async () => {
    const { actor } = await userWithTask("UTC", "2026-03-10T12:00:00Z");
    await later(actor, "2026-03-11T00:00:00Z");
    await cron();
    const { cursor } = await pull(actor);
    await cron();
    expect((await pull(actor, { cursor })).changes).toEqual([]);
  });

  it("and the socket receives it", async () => {
    const { actor, id } = await userWithTask("UTC", "2026-03-10T12:00:00Z");
    await later(actor, "2026-03-11T00:00:00Z");
    const socket = await actor.connect();
    await socket.next("hello");
    await cron();
    expect((await socket.next("entity:updated")).data).toMatchObject({
      entity: "tasks",
      data: { id, status: "overdue" },
    });
  });
});

describe("an overdue task", () => {
  async function overdue(body: object = {}) {
    const user = await userWithTask("UTC", "2026-03-10T12:00:00Z", body);
    const { rev } = (await pull(user.actor)).changes[0];
    await later(user.actor, "2026-03-11T00:00:00Z");
    await cron();
    return { ...user, baseRev: rev };
  }

  it.each([
    [{ dueDate: "2026-03-11" }, "planned"],
    [{ dueDate: null }, "inbox"],
    [{ dueDate: "2026-03-09" }, "overdue"],
    [{ title: "b" }, "overdue"],
    [{ status: "in_progress" }, "overdue"],
    [{ status: "completed" }, "completed"],
    [{ status: "canceled" }, "canceled"],
    [{ dueDate: "2026-03-12", status: "in_progress" }, "in_progress"],
  ])("after %j is %s", async (patch, status) => {
    const { actor, id } = await overdue();
    expect((await actor.patch(`/v1/tasks/${id}`, patch)).data.status).toBe(status);
    await cron();
    expect(await statusOf(actor, id)).toBe(status);
  });

  it("can be completed and reopened; then its day counts again", async () => {
    const { actor, id } = await overdue();
    expect((await actor.post(`/v1/tasks/${id}/complete`)).data.status).toBe("completed");
    expect((await actor.post(`/v1/tasks/${id}/reopen`)).data.status).toBe("planned");
    await cron();
    expect(await statusOf(actor, id)).toBe("overdue");
  });

  it.each([
    [{ status: "completed" }, "completed"],
    [{ title: "b", status: "planned", dueDate: "2026-03-10" }, "overdue"],
    [{ dueDate: "2026-03-15" }, "planned"],
  ])("takes %j from a device that did not know it: no conflict", async (data, status) => {
    const { actor, id, baseRev } = await overdue();
    const result = await pushOne(actor, task("update", id, data, { baseRev }));
    expect([result.status, result.data.status]).toEqual(["applied", status]);
    expect(await conflictsOf(actor)).toEqual([]);
  });
});
