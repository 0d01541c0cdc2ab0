import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { runForUser } from "../../src/engine/maintenance/run-for-user.ts";
import { createRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { parseEnv } from "../../src/env.ts";
import { createUserHub } from "../../src/hub/user-hub.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { type Context, type ContextParts, publicContext, userContext } from "../../src/kernel/context.ts";
import { statement } from "../../src/kernel/db/database.ts";
import { type AnyEndpoint, endpointsOf } from "../../src/kernel/http/endpoint.ts";
import { newRecord } from "../../src/kernel/http/request-record.ts";
import { serve } from "../../src/kernel/http/transport.ts";
import type { HubProduct } from "../../src/kernel/hub/product.ts";
import { publishOutcome } from "../../src/kernel/hub/publish.ts";
import { NO_CLIENT } from "../../src/kernel/request.ts";
import { leora } from "../../src/leora/app.ts";
import { leoraHub } from "../../src/leora/hub.ts";
import { loadPrincipal, loadPrincipalByOwner } from "../../src/leora/identity/service.ts";
import { taskEntity } from "../../src/leora/planner/tasks/entity.ts";
import { registry } from "../../src/leora/registry.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { hubOf } from "../support/hub.ts";

// No product has an event for another user yet, so the writes here are the tests' own. They run in the code that serves each
// kind of write (transport, hub, cron), and travel through real hubs to the real sockets of another user.

/** What an entry point makes contexts of, and the work that it left for after the reply. */
function entryPoint() {
  const pending: Promise<unknown>[] = [];
  const parts: ContextParts = {
    env: parseEnv(env),
    product: "leora",
    requestId: crypto.randomUUID(),
    now: Date.now(),
    client: NO_CLIENT,
    later: (work) => pending.push(work()),
  };
  return { parts, afterReply: () => Promise.all(pending) };
}

/** Two users with a socket each, past their greetings. */
async function twoUsers() {
  const [writer, reader] = [await newActor(), await newActor()];
  const [writerSocket, readerSocket] = [await writer.connect(), await reader.connect()];
  await writerSocket.next("hello");
  await readerSocket.next("hello");
  return { writer, reader, writerSocket, readerSocket };
}

const eventFor = (actor: Actor, event: string, data: unknown = {}) => ({ userId: String(actor.user.id), event, data });

/** Answers `POST` by the verb, as the transport answers every request. */
async function post(actor: Actor, verb: (ctx: Context) => Promise<{ isDone: boolean }>): Promise<Response> {
  const routes = endpointsOf("Test");
  routes.user("post", "/event", { summary: "Test", reply: z.object({ isDone: z.boolean() }), handle: verb });
  const { parts, afterReply } = entryPoint();
  const headers = { Authorization: `Bearer ${actor.accessToken}`, "Content-Type": "application/json" };
  const request = new Request("http://localhost/event", { method: "POST", headers, body: "{}" });
  const raw = { request, path: "/event", params: {}, query: new URLSearchParams() };
  const reply = await serve(leora.api, unsafeCast<AnyEndpoint>(routes.list[0]), publicContext(parts), raw, newRecord());
  await afterReply();
  return reply;
}

/** A write of the user's by cron. */
async function byCron(actor: Actor, apply: (work: UnitOfWork) => unknown): Promise<void> {
  const { parts, afterReply } = entryPoint();
  const write = (ctx: Context) => runUnitOfWork(ctx, registry, { apply });
  const meter = { d1: 0, hub: 0 };
  await runForUser({ parts, source: "cron", meter, loadPrincipal: loadPrincipalByOwner }, "test", actor.owner, write);
  await afterReply();
}

describe("an event for another user reaches that user's sockets", () => {
  test("from a REST request", async () => {
    const { writer, reader, readerSocket } = await twoUsers();
    const reply = await post(writer, async ({ outcome }) => {
      outcome.events.push(eventFor(reader, "member:joined", { name: "Alisher" }));
      return { isDone: true };
    });
    expect(reply.status).toBe(200);
    expect(await readerSocket.next()).toEqual({ event: "member:joined", data: { name: "Alisher" } });
  });

  test("from cron, in a unit of work whose changes go to its own user", async () => {
    const { writer, reader, writerSocket, readerSocket } = await twoUsers();
    await byCron(writer, (work) => {
      createRow(work, taskEntity, { title: "Bozor" });
      work.notifyUser(String(reader.user.id), "task:shared", { title: "Bozor" });
      work.notifyUser(String(writer.user.id), "task:sent", {});
    });
    expect(await readerSocket.next()).toEqual({ event: "task:shared", data: { title: "Bozor" } });
    expect(readerSocket.pending).toEqual([]);
    expect((await writerSocket.next()).data).toMatchObject({ entity: "tasks", data: { title: "Bozor" } });
    expect(await writerSocket.next()).toEqual({ event: "task:sent", data: {} });
    expect(writerSocket.pending).toEqual([]);
  });

  test("from a queue", async () => {
    const { writer, reader, readerSocket } = await twoUsers();
    const { parts, afterReply } = entryPoint();
    const base = publicContext(parts);
    const userId = String(writer.user.id);
    const principal = await loadPrincipal(base, userId);
    if (!principal) throw new Error("No such user");
    const actor = { userId, sessionId: "", source: "queue" as const, idempotency: null };
    const ctx = userContext(base, { ...actor, home: principal, principal: async () => principal });
    ctx.outcome.events.push(eventFor(reader, "image:ready", { id: 7 }));
    await publishOutcome(ctx);
    await afterReply();
    expect(await readerSocket.next()).toEqual({ event: "image:ready", data: { id: 7 } });
  });

  test("from a command inside the writer's hub", async () => {
    const { writer, reader, writerSocket, readerSocket } = await twoUsers();
    const [session] = (await writer.get("/v1/sessions")).data;
    const { stub, owner } = hubOf(writer);
    const product: HubProduct = {
      ...leoraHub,
      commands: {
        "test.share": async ({ outcome }) => {
          outcome.events.push(eventFor(reader, "shared", { by: "command" }), eventFor(writer, "sent"));
          return { isShared: true };
        },
      },
    };
    // The class as worker.ts makes it, with the real object's storage and sockets, and one more command.
    const HubClass = createUserHub(parseEnv, { leora: async () => product });
    const performed = await runInDurableObject(stub, (_hub, state) =>
      new HubClass(state, env).perform(
        owner,
        { sessionId: session.id, database: null, bucket: null, now: Date.now() },
        { command: "test.share", input: {}, requestId: crypto.randomUUID(), client: NO_CLIENT, idempotency: null },
      ),
    );
    expect(performed).toMatchObject({ ok: true, value: { result: { isShared: true } } });
    expect(await readerSocket.next()).toEqual({ event: "shared", data: { by: "command" } });
    expect(await writerSocket.next()).toEqual({ event: "sent", data: {} });
  });

  test("whatever they subscribed to, also when the hub was evicted before", async () => {
    const { writer, reader, readerSocket } = await twoUsers();
    readerSocket.send({ event: "subscribe", data: { entities: ["accounts"] } });
    await readerSocket.next("subscribed");
    await evictDurableObject(hubOf(reader).stub);
    await byCron(writer, (work) => {
      createRow(work, taskEntity, { title: "Bozor" });
      work.notifyUser(String(reader.user.id), "first", {});
      work.notifyUser(String(reader.user.id), "second", {});
    });
    expect((await readerSocket.next()).event).toBe("first");
    expect((await readerSocket.next()).event).toBe("second");
  });
});

describe("an event of a unit of work", () => {
  test("is not sent when its step is taken back or the commit fails, and once when the write is retried", async () => {
    const { writer, reader, readerSocket } = await twoUsers();
    const readerId = String(reader.user.id);
    let attempts = 0;
    const write = (work: UnitOfWork, title: string) => {
      createRow(work, taskEntity, { title });
      work.notifyUser(readerId, title, {});
    };
    await byCron(writer, (work) => {
      write(work, "broken");
      work.addStatement(statement("SELECT * FROM no_such_table"));
    });
    await byCron(writer, (work) => {
      attempts += 1;
      work.guardCondition("second attempt", statement("?", attempts - 1));
      work.dryRun(() => write(work, "dry run"));
      const failing = () => {
        write(work, "taken back");
        throw new Error("Not today");
      };
      expect(() => work.withSavepoint(failing)).toThrow("Not today");
      write(work, "sent");
    });
    await byCron(writer, (work) => write(work, "last"));
    expect(attempts).toBe(2);
    expect((await readerSocket.next()).event).toBe("sent");
    expect((await readerSocket.next()).event).toBe("last");
    expect(readerSocket.pending).toEqual([]);
  });
});

test("an event that cannot be delivered fails neither the committed write nor the events of others", async () => {
  const { writer, reader, writerSocket, readerSocket } = await twoUsers();
  const third = await newActor();
  await (await third.connect()).next("hello");
  const reply = await post(writer, async (ctx) => {
    await runUnitOfWork(ctx, registry, { apply: (work) => createRow(work, taskEntity, { title: "Bozor" }) });
    // JSON has no such number, so the third user's hub cannot make a frame of it.
    ctx.outcome.events.push(eventFor(third, "broken", 1n), eventFor(reader, "whole"));
    return { isDone: true };
  });
  expect(reply.status).toBe(200);
  expect((await readerSocket.next()).event).toBe("whole");
  expect((await writerSocket.next()).data).toMatchObject({ entity: "tasks", data: { title: "Bozor" } });
  expect((await writer.get("/v1/tasks")).data).toHaveLength(1);
});

test("what a request committed reaches the sockets although the request failed later", async () => {
  const { writer, writerSocket } = await twoUsers();
  const reply = await post(writer, async (ctx) => {
    await runUnitOfWork(ctx, registry, { apply: (work) => createRow(work, taskEntity, { title: "Bozor" }) });
    throw new Error("The second write failed");
  });
  expect(reply.status).toBe(500);
  expect((await writerSocket.next()).data).toMatchObject({ entity: "tasks", data: { title: "Bozor" } });
});
