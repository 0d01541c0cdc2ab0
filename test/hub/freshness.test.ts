import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { parseEnv } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { publicContext } from "../../src/kernel/context.ts";
import { statement } from "../../src/kernel/db/database.ts";
import { type AnyEndpoint, endpointsOf } from "../../src/kernel/http/endpoint.ts";
import { serve } from "../../src/kernel/http/transport.ts";
import { NO_CLIENT } from "../../src/kernel/request.ts";
import { leora } from "../../src/leora/app.ts";
import { taskEntity } from "../../src/leora/planner/tasks/entity.ts";
import { registry } from "../../src/leora/registry.ts";
import { LIMITS } from "../../src/limits.ts";
import { newId, pull, push, task } from "../engine/sync/protocol.ts";
import { type Actor, newActor, type Reply, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { contextOf } from "../support/context.ts";
import { FaultyWorker } from "../support/faults.ts";
import { hubOf } from "../support/hub.ts";
import { LaggingReplica } from "../support/replica.ts";

// Reads are answered by the nearest copy of a user's database. Here a replica stands in that has only what it was given, so that
// every answer tells where it is from.

const NOW = "2026-11-24T10:00:00Z";
const WRITE_MS = LIMITS.hub.writeSeconds * 1000;
const STORED_MS = WRITE_MS + 30_000;
const REPLICA = '200 d1;desc="1", hub;desc="1", db;desc="replica"';
/** The replica was asked, and its answer did not count. */
const AGAIN = '200 d1;desc="2", hub;desc="1", db;desc="primary"';

const calls = ({ status, headers }: Reply): string => `${status} ${headers.get("server-timing")}`;
const tasks = async (actor: Actor): Promise<string> => calls(await actor.get("/v1/tasks"));

/** A request, after all that its reply leaves for later: the hub has been told how it ended. */
const reported = (actor: Actor, method: string, path: string, body?: object): Promise<Reply> =>
  new FaultyWorker(0).fetch(actor.requestOf(method, path, body && JSON.stringify(body)));

/** A request whose end the hub is never told. */
const unreported = (actor: Actor, method: string, path: string, body?: object): Promise<Reply> =>
  new FaultyWorker().fetch(actor.requestOf(method, path, body && JSON.stringify(body)));

/** A task by cron whose notice is lost: nobody was replied to, and the hub does not know of it. */
async function createdByCron(actor: Actor): Promise<string> {
  const apply = (work: UnitOfWork) => createRow(work, taskEntity, { title: "By cron" });
  return (await runUnitOfWork(contextOf(actor), registry, { apply })).id;
}

/** Tells the hub of a write as the Worker does before it runs one. Returns what reports its end. */
async function admitWrite(actor: Actor): Promise<() => Promise<void>> {
  const { api, owner } = hubOf(actor);
  const [session] = (await actor.get("/v1/sessions")).data;
  const id = crypto.randomUUID();
  const use = { kind: "write", id } as const;
  const reply = await api.admit(owner, { sessionId: session.id, database: null, bucket: null, now: Date.now(), use });
  expect(reply.ok).toBe(true);
  return () => api.publish(owner, { changes: [], events: [], ended: id });
}

const evict = (actor: Actor): Promise<void> => evictDurableObject(hubOf(actor).stub);

describe("a replica", () => {
  test("answers alone when it has the user's newest write, and when the user has written nothing", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      expect(await tasks(actor)).toBe(REPLICA);
      const { data } = await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      await replica.catchUp(actor);
      const got = await actor.get(`/v1/tasks/${data.id}`);
      expect([calls(got), got.data.title]).toEqual([REPLICA, "Call"]);
      expect([await tasks(actor), (await pull(actor)).changes.length, replica.asked]).toEqual([REPLICA, 1, 4]);
    }));

  test("that lacks an own write is not believed: get, list and pull come from the primary", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      const { data } = await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      const [got, list] = [await actor.get(`/v1/tasks/${data.id}`), await actor.get("/v1/tasks")];
      expect([calls(got), calls(list), list.data.length]).toEqual([AGAIN, AGAIN, 1]);
      const pulled = await pull(actor);
      expect(pulled.changes.map(({ id }) => id)).toEqual([data.id]);
      await replica.catchUp(actor);
      await reported(actor, "PATCH", `/v1/tasks/${data.id}`, { title: "Call back" });
      expect((await actor.get(`/v1/tasks/${data.id}`)).data.title).toBe("Call back");
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
    }));

  test("never hides what was just replied to, reported or not", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      for (let count = 1; count <= 15; count += 1) {
        const { data } = await actor.post("/v1/tasks", { title: `Call ${count}` });
        const [got, list] = await Promise.all([actor.get(`/v1/tasks/${data.id}`), actor.get("/v1/tasks?limit=100")]);
        expect([got.status, list.data.length]).toEqual([200, count]);
        if (count % 3 === 0) await replica.catchUp(actor);
      }
    }));

  test("that lacks a push is not believed, also when a retry wrote nothing", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      await push(actor, [task("create", newId(), { title: "First" })]);
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
      const second = task("create", newId(), { title: "Second" });
      await withLostAnswer(2, async () => {
        expect((await actor.post("/v1/sync/push", { changes: [second] })).status).toBe(500);
      });
      const { results } = await push(actor, [second]);
      expect(results).toMatchObject([{ status: "duplicate", original: "applied" }]);
      expect((await actor.get("/v1/tasks")).data).toHaveLength(2);
    }));

  test("is not asked at all by a request that must be admitted first and is known to need the primary", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      const end = await admitWrite(actor);
      expect(await taskCountForUsers(actor)).toBe('d1;desc="1", hub;desc="1", db;desc="primary"');
      const { asked } = replica;
      await end();
      expect(await taskCountForUsers(actor)).toBe('d1;desc="1", hub;desc="1", db;desc="replica"');
      expect(replica.asked - asked).toBe(1);
    }));
});

describe("what a replica cannot know", () => {
  test("a row that cron made is no 404; one that nobody made is", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
      const id = await createdByCron(actor);
      expect(await tasks(actor)).toBe(REPLICA);
      expect(calls(await actor.get(`/v1/tasks/${id}`))).toBe(AGAIN);
      expect(calls(await actor.get(`/v1/tasks/${newId()}`))).toBe(AGAIN.replace("200", "404"));
    }));

  test("a cursor ahead of it has not expired; one ahead of the primary has", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
      await createdByCron(actor);
      const socket = await actor.connect();
      const { cursor } = (await socket.next("hello")).data;
      const id = await createdByCron(actor);
      const reply = await actor.get(`/v1/sync/pull?cursor=${cursor}`);
      expect([calls(reply), reply.data.changes.map((row: { id: string }) => row.id)]).toEqual([AGAIN, [id]]);
      const ahead = Buffer.from(`1.4.${Date.now()}.0`).toString("base64url");
      const expired = await actor.get(`/v1/sync/pull?cursor=${ahead}`);
      expect([calls(expired), expired.error?.code]).toEqual([AGAIN.replace("200", "410"), "CURSOR_EXPIRED"]);
    }));

  test("another device pulls what a socket told it, from the primary", () =>
    LaggingReplica.during(async (replica) => {
      const phone = await newActor();
      const laptop = await signInAgain(phone);
      const socket = await laptop.connect();
      const { cursor } = (await socket.next("hello")).data;
      await replica.catchUp(phone);
      const { data } = await phone.post("/v1/tasks", { title: "Call" });
      const heard = await socket.next("entity:updated");
      const pulled = await pull(laptop, { cursor });
      expect([heard.data.id, pulled.changes.map(({ id }) => id)]).toEqual([data.id, [data.id]]);
    }));
});

describe("while a write is open no replica counts", () => {
  test("until its end is reported", () =>
    LaggingReplica.during(async () => {
      const actor = await newActor();
      const ends = [await admitWrite(actor), await admitWrite(actor)];
      expect(await tasks(actor)).toBe(AGAIN);
      await ends[0]?.();
      expect(await tasks(actor)).toBe(AGAIN);
      await ends[1]?.();
      expect(await tasks(actor)).toBe(REPLICA);
    }));

  test("a write that is refused ends too", () =>
    LaggingReplica.during(async () => {
      const actor = await newActor();
      const statuses = [
        (await reported(actor, "POST", "/v1/tasks", { title: "" })).status,
        (await reported(actor, "PATCH", `/v1/tasks/${newId()}`, { title: "Call" })).status,
        (await reported(actor, "DELETE", "/v1/tasks/none")).status,
      ];
      expect([...statuses, await tasks(actor)]).toEqual([400, 404, 404, REPLICA]);
    }));

  test("one that failed unexpectedly may still commit: it is open until it cannot any more", () =>
    LaggingReplica.during(async (replica) => {
      freezeTime(NOW);
      const actor = await newActor();
      expect(await tasks(actor)).toBe(REPLICA);
      await withLostAnswer(2, async () => {
        expect((await reported(actor, "POST", "/v1/tasks", { title: "Call" })).status).toBe(500);
      });
      const list = await actor.get("/v1/tasks");
      expect([calls(list), list.data.length]).toEqual([AGAIN, 1]);
      await replica.catchUp(actor);
      passTime(WRITE_MS - 1);
      expect(await tasks(actor)).toBe(AGAIN);
      passTime(1);
      expect(await tasks(actor)).toBe(REPLICA);
    }));

  test("one whose report never comes is given up, and the clock is read anew", () =>
    LaggingReplica.during(async (replica) => {
      freezeTime(NOW);
      const actor = await newActor();
      expect(await tasks(actor)).toBe(REPLICA);
      await unreported(actor, "POST", "/v1/tasks", { title: "Call" });
      passTime(WRITE_MS - 1);
      expect(await tasks(actor)).toBe(AGAIN);
      passTime(1);
      expect((await actor.get("/v1/tasks")).data).toHaveLength(1);
      expect(await tasks(actor)).toBe(AGAIN);
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
    }));

  test("one whose body comes slowly is admitted again before it commits, and is open from then on", () =>
    LaggingReplica.during(async () => {
      freezeTime(NOW);
      const actor = await newActor();
      expect(calls(await slowly(actor, 10_000))).toBe('201 d1;desc="2", hub;desc="1"');
      expect(calls(await slowly(actor, 10_001))).toBe('201 d1;desc="2", hub;desc="2"');
      passTime(WRITE_MS - 1);
      expect(await tasks(actor)).toBe(AGAIN);
    }));

  test("also when the clock cannot be read", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      const { data } = await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      await replica.catchUp(actor);
      await actor.db.exec("ALTER TABLE clocks RENAME TO clocks_away");
      const reply = await actor.get(`/v1/tasks/${data.id}`);
      await actor.db.exec("ALTER TABLE clocks_away RENAME TO clocks");
      expect(calls(reply)).toBe(AGAIN);
      expect(calls(await actor.get(`/v1/tasks/${data.id}`))).toBe(REPLICA);
    }));
});

describe("an evicted hub", () => {
  test("reads the clock once, and then knows what a replica must have", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      await push(actor, [task("create", newId(), { title: "First" })]);
      await replica.catchUp(actor);
      await evict(actor);
      expect(await tasks(actor)).toBe(REPLICA);
      await push(actor, [task("create", newId(), { title: "Second" })]);
      await evict(actor);
      expect([await tasks(actor), (await actor.get("/v1/tasks")).data.length]).toEqual([AGAIN, 2]);
    }));

  test("knows that a write was open, and waits until it cannot commit any more", () =>
    LaggingReplica.during(async (replica) => {
      freezeTime(NOW);
      const actor = await newActor();
      await admitWrite(actor);
      await evict(actor);
      expect(await tasks(actor)).toBe(AGAIN);
      // The write commits at last, and its report is lost.
      const id = await createdByCron(actor);
      passTime(WRITE_MS - 1);
      await evict(actor);
      expect((await actor.get("/v1/tasks")).data).toMatchObject([{ id }]);
      passTime(STORED_MS - WRITE_MS + 1);
      expect(await tasks(actor)).toBe(AGAIN);
      await replica.catchUp(actor);
      expect(await tasks(actor)).toBe(REPLICA);
    }));

  test("takes a late report for its own write only", () =>
    LaggingReplica.during(async () => {
      const actor = await newActor();
      const endFirst = await admitWrite(actor);
      await evict(actor);
      const endSecond = await admitWrite(actor);
      await endFirst();
      expect(await tasks(actor)).toBe(AGAIN);
      await endSecond();
      // What was admitted before the eviction is known only by the time until which it may be open.
      expect(await tasks(actor)).toBe(AGAIN);
    }));

  test("has stored once for many writes", () =>
    LaggingReplica.during(async () => {
      freezeTime(NOW);
      const actor = await newActor();
      for (let count = 0; count < 3; count += 1) {
        await reported(actor, "POST", "/v1/tasks", { title: "Call" });
        passTime(15_000);
      }
      passTime(STORED_MS - 45_000 - 1);
      await evict(actor);
      expect(await tasks(actor)).toBe(AGAIN);
      passTime(1);
      expect((await actor.get("/v1/tasks")).data).toHaveLength(3);
    }));
});

/** The calls of a read that asks for a role, and so waits for its admission; no endpoint of Leora does. */
async function taskCountForUsers(actor: Actor): Promise<string | null> {
  const routes = endpointsOf("Test");
  routes.user("get", "/count", {
    summary: "Test",
    role: { names: ["user"], refusal: "" },
    reply: z.object({ count: z.number() }),
    handle: async ({ db, owner }) => {
      const rows = await db.all(statement("SELECT id FROM tasks WHERE owner = ?", owner));
      return { count: rows.length };
    },
  });
  const headers = { Authorization: `Bearer ${actor.accessToken}` };
  const request = new Request("http://localhost/count", { headers });
  const raw = { request, path: "/count", params: {}, query: new URLSearchParams() };
  const parts = { env: parseEnv(env), product: "leora", requestId: "test", now: Date.now(), client: NO_CLIENT };
  const ctx = publicContext({ ...parts, later: () => {} });
  const reply = await serve(leora.api, unsafeCast<AnyEndpoint>(routes.list[0]), ctx, raw);
  expect(reply.status).toBe(200);
  return reply.headers.get("server-timing");
}

/** Lets the n-th batch of a step commit, and loses D1's answer to it: of a write in a session that the hub knows, the second. */
async function withLostAnswer(nth: number, step: () => Promise<void>): Promise<void> {
  const prototype: D1Database = Object.getPrototypeOf(env.LEORA_DB_1);
  const { batch } = prototype;
  let count = 0;
  const spy = vi.spyOn(prototype, "batch").mockImplementation(async function (this: D1Database, statements) {
    const answers = await batch.call(this, statements);
    count += 1;
    if (count === nth) throw new Error("D1_ERROR: Network connection lost");
    return answers as never;
  });
  const silenced = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    await step();
  } finally {
    spy.mockRestore();
    silenced.mockRestore();
  }
}

/** Creates a task by a request whose body ends only after so long. */
async function slowly(actor: Actor, ms: number): Promise<Reply> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const request = new Request(actor.requestOf("POST", "/v1/tasks"), {
    method: "POST",
    headers: { Authorization: `Bearer ${actor.accessToken}`, "Content-Type": "application/json" },
    body: readable,
  });
  const reply = new FaultyWorker(0).fetch(request);
  const writer = writable.getWriter();
  const [start, end] = ['{"title":', '"Slow"}'].map((text) => new TextEncoder().encode(text));
  await writer.write(start);
  passTime(ms);
  await writer.write(end);
  await writer.close();
  return reply;
}
