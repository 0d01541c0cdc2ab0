import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { PHOTO } from "../koshelok/subject.ts";
import { newUser } from "../koshelok/support.ts";
import { type Actor, newActor, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { FaultyWorker } from "../support/faults.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

const NOW = "2050-11-24T10:00:00Z";
const TRUSTED_MS = 300_000;

const statusOf = async (actor: Actor): Promise<number> => (await actor.get("/v1/tasks")).status;

async function withSocket(actor: Actor) {
  const socket = await actor.connect();
  await socket.next("hello");
  return socket;
}

describe("a session that ends while its hub does not answer", () => {
  test("is out as soon as the hub has been told after the reply, with its socket", async () => {
    const phone = await newActor();
    const socket = await withSocket(phone);
    const worker = new FaultyWorker(1);
    const reply = await worker.fetch(phone.requestOf("POST", "/v1/auth/logout"));
    expect({ ...reply, calls: worker.failed }).toMatchObject({ status: 200, calls: ["USER_HUB.revoke"] });
    expect((await socket.closed).code).toBe(4401);
    expect(await statusOf(phone)).toBe(401);
  });

  test("is out after five minutes when the hub cannot be told at all", async () => {
    freezeTime(NOW);
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const [lost, other] = [await withSocket(phone), await withSocket(laptop)];
    const worker = new FaultyWorker();
    expect((await worker.fetch(phone.requestOf("POST", "/v1/auth/logout"))).status).toBe(200);
    expect(worker.failed.filter((call) => call === "USER_HUB.revoke")).toHaveLength(2);
    passTime(TRUSTED_MS - 1);
    expect(await statusOf(phone)).toBe(200);
    await publish(laptop, changed("tasks", 1));
    expect([(await lost.next()).data.rev, (await other.next()).data.rev]).toEqual([1, 1]);

    passTime(1);
    expect(await statusOf(phone)).toBe(401);
    await publish(laptop, changed("tasks", 2));
    expect(await lost.closed).toEqual({ code: 4401, reason: "The session has ended" });
    expect(lost.pending).toEqual([]);
    expect((await other.next()).data.rev).toBe(2);
    expect(await statusOf(laptop)).toBe(200);
  });

  test("leaves its socket nothing to hear after an eviction and five minutes", async () => {
    freezeTime(NOW);
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const socket = await withSocket(phone);
    await new FaultyWorker().fetch(phone.requestOf("POST", "/v1/auth/logout"));
    await evictDurableObject(hubOf(phone).stub);
    passTime(TRUSTED_MS);
    await publish(laptop, changed("tasks", 1));
    expect((await socket.closed).code).toBe(4401);
    expect(socket.pending).toEqual([]);
  });
});

test("a socket whose session D1 cannot tell about is closed, and hears nothing", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const socket = await withSocket(actor);
  passTime(TRUSTED_MS);
  await env.LEORA_DB.exec("ALTER TABLE userSessions RENAME TO userSessions_away");
  await publish(actor, changed("tasks", 1));
  await env.LEORA_DB.exec("ALTER TABLE userSessions_away RENAME TO userSessions");
  expect(await socket.closed).toEqual({ code: 1011, reason: "The session cannot be checked" });
  expect(socket.pending).toEqual([]);
  await withSocket(actor);
});

test("a socket is not asked about again for five minutes after it was, also when the hub is evicted", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const socket = await withSocket(actor);
  passTime(TRUSTED_MS);
  await publish(actor, changed("tasks", 1));
  await evictDurableObject(hubOf(actor).stub);
  passTime(TRUSTED_MS - 1);
  await env.LEORA_DB.exec("ALTER TABLE userSessions RENAME TO userSessions_away");
  await publish(actor, changed("tasks", 2));
  await env.LEORA_DB.exec("ALTER TABLE userSessions_away RENAME TO userSessions");
  expect([(await socket.next()).data.rev, (await socket.next()).data.rev]).toEqual([1, 2]);
});

test("a changed profile that the hub cannot be told of holds after five minutes", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const [session] = (await actor.get("/v1/sessions")).data;
  const { api, owner } = hubOf(actor);
  const zone = async () => {
    const reply = await api.admit(owner, { sessionId: session.id, database: null, bucket: null, now: Date.now() });
    return reply.ok && reply.value.principal.timezone;
  };
  expect(await zone()).toBe("Asia/Tashkent");
  const change = JSON.stringify({ timezone: "Asia/Dubai" });
  const reply = await new FaultyWorker().fetch(actor.requestOf("PATCH", "/v1/users/me", change));
  expect([reply.status, reply.data.timezone]).toEqual([200, "Asia/Dubai"]);
  passTime(TRUSTED_MS - 1);
  expect(await zone()).toBe("Asia/Tashkent");
  passTime(1);
  expect(await zone()).toBe("Asia/Dubai");
});

test("a replaced photo is replaced although the old file cannot be deleted", async () => {
  const user = await newUser();
  const worker = new FaultyWorker();
  const upload = () =>
    worker.fetch(user.requestOf("PATCH", "/users/image/", PHOTO.text, { "Content-Type": PHOTO.type }));
  const [first, second] = [await upload(), await upload()];
  expect([first.status, second.status, worker.failed]).toEqual([200, 200, ["FILES.delete"]]);
  expect(second.body.photo).not.toBe(first.body.photo);
});

describe("a push is answered as committed, and heard, although", () => {
  const pushBy = (actor: Actor) => {
    const data = { title: "Shifokor", dueDate: "2050-11-25", timeOfDay: "11:00" };
    const change = { entity: "tasks", id: crypto.randomUUID(), operation: "create", data, localUpdatedAt: NOW };
    return actor.post("/v1/sync/push", { changes: [{ ...change, idempotencyKey: crypto.randomUUID() }] });
  };
  const summary = ({ status, data }: Awaited<ReturnType<typeof pushBy>>) => [status, data.results[0].status];

  test.each<[fault: string, breakHub: (state: DurableObjectState) => void, mend: (state: DurableObjectState) => void]>([
    [
      "reminders cannot be stored",
      ({ storage }) => storage.sql.exec("ALTER TABLE reminders RENAME TO reminders_away"),
      ({ storage }) => storage.sql.exec("ALTER TABLE reminders_away RENAME TO reminders"),
    ],
    [
      "the alarm cannot be set",
      ({ storage }) => Object.assign(storage, { setAlarm: () => Promise.reject(new Error("No alarm")) }),
      ({ storage }) => Reflect.deleteProperty(storage, "setAlarm"),
    ],
  ])("%s", async (_fault, breakHub, mend) => {
    freezeTime(NOW);
    const actor = await newActor();
    const socket = await withSocket(actor);
    const { stub } = hubOf(actor);
    await runInDurableObject(stub, (_hub, state) => breakHub(state));
    const pushed = await pushBy(actor);
    expect(summary(pushed)).toEqual([200, "applied"]);
    expect((await socket.next()).data.id).toBe(pushed.data.results[0].id);
    expect(summary(await pushBy(actor))).toEqual([200, "applied"]);
    expect(await runInDurableObject(stub, (_hub, { storage }) => storage.getAlarm())).toBeNull();

    await runInDurableObject(stub, (_hub, state) => mend(state));
    expect(summary(await pushBy(actor))).toEqual([200, "applied"]);
    const due = Date.parse("2050-11-25T05:45:00Z");
    expect(await runInDurableObject(stub, (_hub, { storage }) => storage.getAlarm())).toBe(due);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(3);
  });
});
