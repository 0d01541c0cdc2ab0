import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/limits.ts";
import { newId, push, task } from "../engine/sync/protocol.ts";
import { type Actor, newActor, type Reply } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { FaultyWorker } from "../support/faults.ts";
import { hubOf } from "../support/hub.ts";
import {
  AGAIN,
  admitWrite,
  calls,
  createdByCron,
  REPLICA,
  reported,
  tasks,
  unreported,
  withLostAnswer,
} from "../support/near-reads.ts";
import { LaggingReplica } from "../support/replica.ts";

// Which writes keep a hub from letting replicas answer, and for how long; what it answers is in kernel/http/near-reads.test.ts.

const NOW = "2026-11-24T10:00:00Z";
const WRITE_MS = LIMITS.hub.writeSeconds * 1000;
const STORED_MS = WRITE_MS + 30_000;
const evict = (actor: Actor): Promise<void> => evictDurableObject(hubOf(actor).stub);

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

  test("has stored once for the writes of half a minute", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const stored: unknown[] = [];
    for (const pause of [0, 15_000, 15_000, 1]) {
      passTime(pause);
      await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      stored.push(
        await runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.kv.get("writesOpenUntil")),
      );
    }
    const first = Date.parse(NOW) + STORED_MS;
    expect(stored).toEqual([first, first, first, first + 30_001]);
  });

  test("does not take the clock of one database for that of another", async () => {
    const actor = await newActor();
    // The replica's database stands for another one of users.
    await LaggingReplica.during((replica) => replica.catchUp(actor));
    const { api, owner } = hubOf(actor);
    const [session] = (await actor.get("/v1/sessions")).data;
    const clockIn = async (database: string) => {
      const use = { kind: "read", home: { database, owner: actor.owner } } as const;
      const reply = await api.admit(owner, {
        sessionId: session.id,
        database: null,
        bucket: null,
        now: Date.now(),
        use,
      });
      return reply.ok && reply.value.newestRev;
    };
    await env.REPLICA_DB.prepare("INSERT INTO clocks (owner, rev) VALUES (?, 7)").bind(actor.owner).run();
    const { database } = actor.home;
    expect([await clockIn(database), await clockIn("REPLICA_DB"), await clockIn(database)]).toEqual([0, 7, 0]);
  });
});

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
