import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseEnv } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { publicContext } from "../../../src/kernel/context.ts";
import { statement } from "../../../src/kernel/db/database.ts";
import { type AnyEndpoint, endpointsOf } from "../../../src/kernel/http/endpoint.ts";
import { newRecord } from "../../../src/kernel/http/request-record.ts";
import { serve } from "../../../src/kernel/http/transport.ts";
import { NO_CLIENT } from "../../../src/kernel/request.ts";
import { leora } from "../../../src/leora/app.ts";
import { newId, pull, push, task } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import {
  AGAIN,
  admitWrite,
  calls,
  createdByCron,
  REPLICA,
  reported,
  tasks,
  withLostAnswer,
} from "../../support/near-reads.ts";
import { LaggingReplica } from "../../support/replica.ts";

// Reads are answered by the nearest copy of a user's database. Here a replica stands in that has only what it was given, so that
// every answer tells where it is from.

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
      expect(await countTwice(actor)).toBe('d1;desc="2", hub;desc="1", db;desc="primary"');
      await end();
      const { asked } = replica;
      expect(await countTwice(actor)).toBe('d1;desc="2", hub;desc="1", db;desc="replica"');
      expect([asked, replica.asked]).toEqual([0, 2]);
    }));

  test("is judged by the oldest of its answers", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      await reported(actor, "POST", "/v1/tasks", { title: "Call" });
      const catchUp = () => replica.catchUp(actor);
      expect(await countTwice(actor, catchUp)).toBe('d1;desc="4", hub;desc="1", db;desc="primary"');
      expect(await countTwice(actor, catchUp)).toBe('d1;desc="2", hub;desc="1", db;desc="replica"');
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

/**
 * The calls of a read that asks for a role, and so waits for its admission, and that asks D1 twice: no endpoint of Leora does
 * the one, and few do the other.
 */
async function countTwice(actor: Actor, between = async () => {}): Promise<string | null> {
  const routes = endpointsOf("Test");
  routes.user("get", "/count", {
    summary: "Test",
    role: { names: ["user"], refusal: "" },
    reply: z.object({ count: z.number() }),
    handle: async ({ db, owner }) => {
      const count = statement("SELECT id FROM tasks WHERE owner = ?", owner);
      await db.all(count);
      await between();
      return { count: (await db.all(count)).length };
    },
  });
  const headers = { Authorization: `Bearer ${actor.accessToken}` };
  const request = new Request("http://localhost/count", { headers });
  const raw = { request, path: "/count", params: {}, query: new URLSearchParams() };
  const parts = { env: parseEnv(env), product: "leora", requestId: "test", now: Date.now(), client: NO_CLIENT };
  const ctx = publicContext({ ...parts, later: () => {} });
  const reply = await serve(leora.api, unsafeCast<AnyEndpoint>(routes.list[0]), ctx, raw, newRecord());
  expect(reply.status).toBe(200);
  return reply.headers.get("server-timing");
}
