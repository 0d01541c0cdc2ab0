import { expect } from "vitest";
import type { Actor, Reply } from "../../support/actor.ts";

/** One result of a push, one pulled change, one conflict: as loosely typed as tests need. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely and compare them whole
type Json = any;

export interface Pulled {
  changes: Json[];
  cursor: string;
  hasMore: boolean;
  serverTime: string;
}
export interface Pushed extends Pulled {
  results: Json[];
}

export const newId = (): string => crypto.randomUUID();

type Operation = "create" | "update" | "delete";

/** A change to push, with a key of its own, written now unless `more` says otherwise. */
export const change = (entity: string, operation: Operation, id: string, data?: object, more: object = {}) => ({
  entity,
  id,
  operation,
  ...(data && { data }),
  localUpdatedAt: new Date().toISOString(),
  idempotencyKey: newId(),
  ...more,
});

/** A change to a task. */
export const task = (operation: Operation, id: string, data?: object, more: object = {}) =>
  change("tasks", operation, id, data, more);

/** Pushes and expects 200. */
export async function push(actor: Actor, changes: unknown, more: object = {}): Promise<Pushed> {
  const reply = await actor.post("/v1/sync/push", { changes, ...more });
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
}

/** Pushes one change; its result. */
export const pushOne = async (actor: Actor, sent: unknown, more: object = {}): Promise<Json> =>
  (await push(actor, [sent], more)).results[0];

/** Pulls and expects 200. */
export async function pull(actor: Actor, query: Record<string, string> = {}): Promise<Pulled> {
  const reply = await actor.get(`/v1/sync/pull?${new URLSearchParams(query)}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
}

/** All pages after a cursor. */
export async function pullAll(actor: Actor, query: Record<string, string> = {}): Promise<Pulled & { pages: Json[][] }> {
  const pages: Json[][] = [];
  let page = await pull(actor, query);
  for (pages.push(page.changes); page.hasMore; pages.push(page.changes)) {
    page = await pull(actor, { ...query, cursor: page.cursor });
  }
  return { ...page, changes: pages.flat(), pages };
}

export const conflictsOf = async (actor: Actor): Promise<Json[]> => (await actor.get("/v1/sync/conflicts")).data;

/** How many calls a request made, by its `Server-Timing`. */
export function callsOf({ headers }: Reply): { d1: number; hub: number } {
  const found = /d1;desc="(\d+)", hub;desc="(\d+)"/.exec(headers.get("server-timing") ?? "");
  return { d1: Number(found?.[1]), hub: Number(found?.[2]) };
}

/** A new task by push; its id and rev. */
export async function newTask(actor: Actor, data: object = {}): Promise<{ id: string; rev: number }> {
  const id = newId();
  const result = await pushOne(actor, task("create", id, { title: "original", ...data }));
  expect(result.status, JSON.stringify(result)).toBe("applied");
  return { id, rev: result.rev };
}
