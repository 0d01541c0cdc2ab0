import { env } from "cloudflare:workers";
import { parseEnv } from "../../../../src/env.ts";
import { databaseAt } from "../../../../src/kernel/db/database.ts";
import { runCron } from "../../../../src/leora/cron.ts";
import { LIMITS } from "../../../../src/limits.ts";
import type { World } from "../../../rules/world.ts";
import { type Actor, newActor } from "../../../support/actor.ts";
import { passTime } from "../../../support/clock.ts";
import { refreshTokens } from "../../../support/operations.ts";
import { subject } from "../../subject.ts";

export const at = (database: string): D1Database => databaseAt(env, { database });

/** Every row of the user in a database, by table, as it is stored: local row numbers and clocks excepted. */
export async function rowsIn(database: string, { owner }: Pick<Actor, "owner">): Promise<Record<string, string[]>> {
  const db = at(database);
  const { results: tables } = await db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%owner%' ORDER BY name")
    .all<{ name: string }>();
  const names = tables.map(({ name }) => name).filter((name) => name !== "rounds" && name !== "clocks");
  const answers = await db.batch(names.map((name) => db.prepare(`SELECT * FROM ${name} WHERE owner = ?`).bind(owner)));
  const rows = names.map((name, index): [string, string[]] => [
    name,
    (answers[index]?.results ?? []).map((row) => JSON.stringify({ ...(row as object), seq: undefined })).toSorted(),
  ]);
  return Object.fromEntries(rows.filter(([, of]) => of.length > 0));
}

/** The user's clock in a database; undefined when there is none. */
export const clockIn = async (database: string, { owner }: Pick<Actor, "owner">) =>
  (await at(database).prepare("SELECT rev, bytes, frozen FROM clocks WHERE owner = ?").bind(owner).first<Clock>()) ??
  undefined;

interface Clock {
  rev: number;
  bytes: number;
  frozen: number;
}

/** A user with rows in every table that the API fills: all entities, a conflict, keys, an import and an own rate. */
export async function newWorld(): Promise<World> {
  const world = await subject.newWorld();
  const { owner: actor } = world;
  const made = [
    await actor.post("/v1/fx-rates", RATE, { "Idempotency-Key": "rate" }),
    await actor.post("/v1/tasks", { title: "kept under a key" }, { "Idempotency-Key": "task" }),
    await actor.patch(`/v1/tasks/${world.rows.tasks.id}`, { title: "renamed" }),
    await actor.post("/v1/sync/push", { changes: [conflicting(world.rows.tasks.id)] }),
    await actor.post("/v1/transactions/imports", {
      accountId: world.rows.accounts.id,
      format: "csv",
      content: STATEMENT,
    }),
  ];
  const failed = made.find(({ status }) => status >= 300);
  if (failed) throw new Error(`${failed.status} ${failed.text}`);
  return world;
}

const RATE = { fromCurrency: "USD", toCurrency: "UZS", rate: 13000, date: "2026-05-20", isOverridden: true };
const STATEMENT = "date,amount,description\n2026-01-20,-15000,Tea\n";

const conflicting = (id: string) => ({
  entity: "tasks",
  id,
  operation: "update",
  data: { title: "renamed elsewhere" },
  localUpdatedAt: new Date().toISOString(),
  idempotencyKey: crypto.randomUUID(),
  baseRev: 1,
});

/** What the user sees of everything, in an order that does not depend on that of rows of one write. */
export async function seenBy(actor: Actor): Promise<unknown> {
  const paths = [
    "sync/pull?limit=1000",
    "sync/conflicts",
    "transactions/imports",
    "fx-rates?source=manual",
    "accounts/summary",
  ];
  const replies = [];
  for (const path of paths) replies.push(await actor.get(`/v1/${path}`));
  return replies.map(({ status, data }) => [status, data.changes ? sortedById(data.changes) : data]);
}

/** Lets so much time pass that no hub can let reads go to a former home, and runs cron. The actor gets new tokens. */
export async function forgetFormerHomes(...actors: Actor[]): Promise<void> {
  passTime(2 * LIMITS.hub.sessionSeconds * 1000);
  await runCron(parseEnv(env), Date.now());
  for (const actor of actors) await refreshTokens(actor);
}

/** A user whose home it is. */
export async function actorIn(database: string): Promise<Actor> {
  for (;;) {
    const actor = await newActor();
    if (actor.home.database === database) return actor;
  }
}

const sortedById = (changes: { id: string }[]) => changes.toSorted((a, b) => (a.id < b.id ? -1 : 1));
