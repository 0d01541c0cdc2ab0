import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { anonymous, newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

/** Cursors hold when they were made: at a stopped clock they can be compared. */
const NOW = "2026-11-24T10:00:00Z";

const MALFORMED: [what: string, frame: string][] = [
  ["no JSON", "hello"],
  ["no object", "[]"],
  ["no event", "{}"],
  ["an unknown event", '{"event":"entity:updated","data":{}}'],
  ["an event of another type", '{"event":7}'],
  ["entities that are no list", '{"event":"subscribe","data":{"entities":"tasks"}}'],
  ["a name that is none", '{"event":"subscribe","data":{"entities":["tasks; DROP TABLE"]}}'],
  ["a name that is too long", `{"event":"subscribe","data":{"entities":["${"a".repeat(33)}"]}}`],
  ["too many names", JSON.stringify({ event: "subscribe", data: { entities: Array(33).fill("tasks") } })],
  ["a cursor that is no text", '{"event":"subscribe","data":{"cursor":5}}'],
  ["a prototype", '{"event":"__proto__"}'],
];

/** A connected socket past its greeting. */
async function connected() {
  const actor = await newActor();
  const socket = await actor.connect();
  await socket.next("hello");
  return { actor, socket };
}

describe("connecting", () => {
  test("greets with the cursor at the newest write", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: "Newest" });
    const socket = await actor.connect();
    const pulled = await actor.get("/v1/sync/pull");
    expect(await socket.next()).toEqual({ event: "hello", data: { cursor: pulled.data.cursor } });
  });

  test("needs an upgrade request", async () => {
    const actor = await newActor();
    const reply = await actor.get(`/ws?token=${actor.accessToken}`);
    expect(reply.status).toBe(426);
    expect(reply.headers.get("upgrade")).toBe("websocket");
  });

  test("is refused with a token that has expired", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    passTime(3_600_000);
    const reply = await actor.get(`/ws?token=${actor.accessToken}`, { Upgrade: "websocket" });
    expect({ status: reply.status, code: reply.error?.code }).toEqual({ status: 401, code: "AUTH_TOKEN_EXPIRED" });
  });

  test.each([
    ["nothing", ""],
    ["a garbage token", "token=abc"],
    ["a garbage ticket", "ticket=abc"],
    ["a ticket of our shape that we never made", "ticket=0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a.abc.def"],
  ])("is refused with %s", async (_what, query) => {
    const reply = await anonymous().get(`/ws?${query}`, { Upgrade: "websocket" });
    expect({ status: reply.status, code: reply.error?.code }).toEqual({ status: 401, code: "AUTH_TOKEN_INVALID" });
  });
});

describe("frames", () => {
  test("ping is answered pong", async () => {
    const { socket } = await connected();
    socket.send("ping");
    expect(await socket.next()).toEqual({ event: "pong" });
  });

  test("presence is taken without a word", async () => {
    const { socket } = await connected();
    socket.send({ event: "presence:active" });
    socket.send({ event: "subscribe" });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: null } });
  });

  test.each(MALFORMED)("with %s get an error and change nothing", async (_what, frame) => {
    const { actor, socket } = await connected();
    socket.send(frame);
    expect(await socket.next()).toEqual({
      event: "error",
      data: { code: "VALIDATION_ERROR", message: expect.stringMatching(/./) },
    });
    const change = changed("tasks", 1);
    await publish(actor, change);
    expect((await socket.next()).data.id).toBe(change.id);
  });

  test("that are binary get an error", async () => {
    const { socket } = await connected();
    socket.sendBytes(new Uint8Array([1, 2, 3]));
    expect((await socket.next()).data).toEqual({ code: "VALIDATION_ERROR", message: "Expected text, not binary data" });
  });

  test("ten malformed in a row close the socket, also when the hub is evicted in between", async () => {
    const { actor, socket } = await connected();
    for (let count = 1; count <= 5; count += 1) socket.send("nonsense");
    for (let count = 1; count <= 5; count += 1) await socket.next("error");
    await evictDurableObject(hubOf(actor).stub);
    for (let count = 6; count <= 10; count += 1) socket.send("nonsense");
    for (let count = 6; count <= 10; count += 1) await socket.next("error");
    expect(await socket.closed).toEqual({ code: 1008, reason: "Too many malformed frames" });
  });

  test("a good one starts the count of malformed ones again", async () => {
    const { socket } = await connected();
    for (let round = 1; round <= 2; round += 1) {
      for (let count = 1; count <= 9; count += 1) socket.send("nonsense");
      socket.send({ event: "presence:active" });
    }
    socket.send({ event: "subscribe" });
    expect((await socket.next("subscribed")).data).toEqual({ entities: null });
    expect(socket.pending).toHaveLength(18);
  });

  test("over 64 KiB close the socket, counted in bytes", async () => {
    const frame = (text: string) => JSON.stringify({ event: "presence:active", text });
    const room = 64 * 1024 - frame("").length;
    for (const tooLong of ["x".repeat(room + 1), "ы".repeat(room / 2 + 1)]) {
      const { socket } = await connected();
      socket.send(frame("x".repeat(room)));
      socket.send({ event: "subscribe" });
      await socket.next("subscribed");
      socket.send(frame(tooLong));
      expect(await socket.closed).toEqual({ code: 1009, reason: "Frame over 64 KiB" });
    }
  });
});

describe("subscriptions", () => {
  test("say what a socket hears; each replaces the one before", async () => {
    const { actor, socket } = await connected();
    socket.send({ event: "subscribe", data: { entities: ["tasks", "habits", "tasks"] } });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: ["tasks", "habits"] } });
    await publish(actor, changed("accounts", 1), changed("tasks", 1));
    expect((await socket.next()).data.entity).toBe("tasks");

    socket.send({ event: "subscribe", data: { entities: ["accounts"] } });
    await socket.next("subscribed");
    await publish(actor, changed("tasks", 2), changed("accounts", 2));
    expect((await socket.next()).data.entity).toBe("accounts");

    socket.send({ event: "subscribe", data: { entities: [] } });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: null } });
    await publish(actor, changed("tasks", 3), changed("accounts", 3));
    expect((await socket.next()).data.entity).toBe("tasks");
    expect((await socket.next()).data.entity).toBe("accounts");
    expect(socket.pending).toEqual([]);
  });

  test("outlive eviction, the longest possible too", async () => {
    const { actor, socket } = await connected();
    const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEF"];
    const entities = letters.map((letter) => letter.repeat(32));
    socket.send({ event: "subscribe", data: { entities } });
    expect((await socket.next()).data).toEqual({ entities });
    await evictDurableObject(hubOf(actor).stub);
    await publish(actor, changed("tasks", 1), changed("F".repeat(32), 1));
    expect((await socket.next()).data.entity).toBe("F".repeat(32));
    expect(socket.pending).toEqual([]);
  });
});

describe("fan-out", () => {
  test("reaches every socket of the user, in the order of revisions, and nobody else's", async () => {
    const { actor, socket } = await connected();
    const second = await actor.connect();
    await second.next("hello");
    const stranger = await connected();
    const changes = [changed("tasks", 3), changed("accounts", 1), changed("transactions", 2)];
    await publish(actor, ...changes);
    for (const hears of [socket, second]) {
      const heard = [await hears.next(), await hears.next(), await hears.next()];
      expect(heard.map(({ data }) => data)).toEqual([changes[1], changes[2], changes[0]]);
    }
    await publish(stranger.actor, changed("tasks", 9));
    expect((await stranger.socket.next()).data.rev).toBe(9);
    expect(stranger.socket.pending).toEqual([]);
  });

  test("does not stop at a socket that has gone", async () => {
    const { actor, socket: gone } = await connected();
    const stays = await actor.connect();
    await stays.next("hello");
    gone.close(4000);
    expect(await gone.closed).toEqual({ code: 1000, reason: "" });
    await publish(actor, changed("tasks", 1));
    expect((await stays.next()).data.rev).toBe(1);
  });
});

describe("writes elsewhere", () => {
  test("are heard: creation, change, deletion, each with its revision and the row as on the wire", async () => {
    const { actor, socket } = await connected();
    const created = await actor.post("/v1/tasks", { title: "Non olish" });
    const { id } = created.data;
    const heard = await socket.next();
    expect(heard).toEqual({
      event: "entity:updated",
      data: { entity: "tasks", id, operation: "create", data: created.data, rev: heard.data.rev },
    });
    const updated = await actor.patch(`/v1/tasks/${id}`, { title: "Non va sut olish" });
    const { rev } = heard.data;
    expect((await socket.next()).data).toEqual({
      entity: "tasks",
      id,
      operation: "update",
      data: updated.data,
      rev: rev + 1,
    });
    await actor.delete(`/v1/tasks/${id}`);
    const tombstone = { id, showStatus: "deleted" };
    expect((await socket.next()).data).toEqual({
      entity: "tasks",
      id,
      operation: "delete",
      data: tombstone,
      rev: rev + 2,
    });
  });

  test("are not heard when they failed or changed nothing", async () => {
    const { actor, socket } = await connected();
    const { data: task } = await actor.post("/v1/tasks", { title: "A" });
    await socket.next("entity:updated");
    expect((await actor.patch(`/v1/tasks/${task.id}`, { title: "" })).status).toBe(400);
    expect((await actor.patch(`/v1/tasks/${task.id}`, { title: "A" })).status).toBe(200);
    await actor.patch(`/v1/tasks/${task.id}`, { title: "B" });
    expect((await socket.next()).data.data.title).toBe("B");
  });

  test("pushed by another device are heard before the pusher gets its reply", async () => {
    const { actor, socket } = await connected();
    const change = {
      entity: "tasks",
      id: crypto.randomUUID(),
      operation: "create",
      data: { title: "Offline" },
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
    };
    const pushed = await actor.post("/v1/sync/push", { changes: [change] });
    const [result] = pushed.data.results;
    expect((await socket.next()).data).toEqual({
      entity: "tasks",
      id: change.id,
      operation: "create",
      data: result.data,
      rev: result.rev,
    });
  });
});

describe("catching up", () => {
  test("sends what changed after the cursor, subject to the filter, then says where that leads", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const { data: before } = await actor.post("/v1/tasks", { title: "Before" });
    const { cursor } = (await actor.get("/v1/sync/pull")).data;
    const { data: after } = await actor.post("/v1/tasks", { title: "After" });
    await actor.delete(`/v1/tasks/${before.id}`);
    await actor.post("/v1/accounts", { name: "Naqd", accountType: "cash", currency: "UZS" });
    const newest = (await actor.get("/v1/sync/pull")).data.cursor;

    const socket = await actor.connect();
    await socket.next("hello");
    socket.send({ event: "subscribe", data: { entities: ["tasks"], cursor } });
    const first = await socket.next();
    expect(first).toMatchObject({ event: "entity:updated", data: { entity: "tasks", id: after.id, data: after } });
    const second = await socket.next();
    expect(second.data).toMatchObject({ id: before.id, operation: "delete", rev: first.data.rev + 1 });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: ["tasks"], cursor: newest } });
  });

  test("has nothing to send at the newest cursor", async () => {
    freezeTime(NOW);
    const socket = await (await newActor()).connect();
    const { cursor } = (await socket.next("hello")).data;
    socket.send({ event: "subscribe", data: { cursor } });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: null, cursor } });
  });

  test("comes before what happens meanwhile, and repeats nothing", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    const { cursor } = (await socket.next("hello")).data;
    const { data: first } = await actor.post("/v1/tasks", { title: "First" });
    const { rev } = (await socket.next("entity:updated")).data;
    socket.send({ event: "subscribe", data: { cursor } });
    await publish(actor, changed("tasks", rev), changed("tasks", rev + 1));
    const frames = [await socket.next(), await socket.next(), await socket.next()];
    const live = frames.filter(({ data }) => data.rev === rev + 1);
    expect(live).toHaveLength(1);
    expect(frames.some(({ data }) => data.id === first.id)).toBe(true);
    expect(frames.map(({ event }) => event)).toContain("subscribed");
  });

  test("from a cursor that is none is refused, and the old filter stays", async () => {
    const { actor, socket } = await connected();
    socket.send({ event: "subscribe", data: { entities: ["tasks"] } });
    await socket.next("subscribed");
    socket.send({ event: "subscribe", data: { entities: ["accounts"], cursor: "nonsense" } });
    expect((await socket.next()).data.code).toBe("VALIDATION_ERROR");
    await publish(actor, changed("accounts", 1), changed("tasks", 1));
    expect((await socket.next()).data.entity).toBe("tasks");
  });
});
