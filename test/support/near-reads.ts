import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { createRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { taskEntity } from "../../src/leora/planner/tasks/entity.ts";
import { registry } from "../../src/leora/registry.ts";
import type { Actor, Reply } from "./actor.ts";
import { contextOf } from "./context.ts";
import { FaultyWorker } from "./faults.ts";
import { hubOf } from "./hub.ts";

// What tests of reads from replicas (replica.ts) have in common.

/** A read that a replica alone has answered. */
export const REPLICA = '200 d1;desc="1", hub;desc="1", db;desc="replica"';
/** The replica was asked, and its answer did not count. */
export const AGAIN = '200 d1;desc="2", hub;desc="1", db;desc="primary"';

export const calls = ({ status, headers }: Reply): string => `${status} ${headers.get("server-timing")}`;
export const tasks = async (actor: Actor): Promise<string> => calls(await actor.get("/v1/tasks"));

/** A request, after all that its reply leaves for later: the hub has been told how it ended. */
export const reported = (actor: Actor, method: string, path: string, body?: object): Promise<Reply> =>
  new FaultyWorker(0).fetch(actor.requestOf(method, path, body && JSON.stringify(body)));

/** A request whose end the hub is never told. */
export const unreported = (actor: Actor, method: string, path: string, body?: object): Promise<Reply> =>
  new FaultyWorker().fetch(actor.requestOf(method, path, body && JSON.stringify(body)));

/** A task by cron whose notice is lost: nobody was replied to, and the hub does not know of it. */
export async function createdByCron(actor: Actor): Promise<string> {
  const apply = (work: UnitOfWork) => createRow(work, taskEntity, { title: "By cron" });
  return (await runUnitOfWork(contextOf(actor), registry, { apply })).id;
}

/** Tells the hub of a write as the Worker does before it runs one. Returns what reports its end. */
export async function admitWrite(actor: Actor): Promise<() => Promise<void>> {
  const { api, owner } = hubOf(actor);
  const [session] = (await actor.get("/v1/sessions")).data;
  const id = crypto.randomUUID();
  const use = { kind: "write", id } as const;
  const reply = await api.admit(owner, { sessionId: session.id, database: null, bucket: null, now: Date.now(), use });
  expect(reply.ok).toBe(true);
  return () => api.publish(owner, { changes: [], events: [], ended: id });
}

/** Lets the n-th batch of a step commit, and loses D1's answer to it: of a write in a session that the hub knows, the second. */
export async function withLostAnswer(nth: number, step: () => Promise<void>): Promise<void> {
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
