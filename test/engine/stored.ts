import { getTableColumns, getTableName } from "drizzle-orm";
import { expect } from "vitest";
import { storedId } from "../../src/kernel/db/stored-id.ts";
import { tasks } from "../../src/leora/planner/tasks/table.ts";
import { registry } from "../../src/leora/registry.ts";
import type { Actor } from "../support/actor.ts";

// What tests read from, and put into, the tables of the engine.

/** The first column of the first row; `?1` is the user. */
export const read = async <Value = number>(actor: Actor, sql: string, ...params: unknown[]): Promise<Value> => {
  const row = await actor.db
    .prepare(sql)
    .bind(actor.owner, ...params)
    .first();
  return Object.values(row ?? {})[0] as Value;
};

/** Runs a statement; `?1` is the user. */
export const write = (actor: Actor, sql: string, ...params: unknown[]) =>
  actor.db
    .prepare(sql)
    .bind(actor.owner, ...params)
    .run();

const ENTRY = 200;
const LOGS: Readonly<Record<string, readonly string[]>> = {
  commits: [],
  revisions: ["changes"],
  idempotency: ["body"],
  syncKeys: ["key", "outcome"],
  conflicts: ["local", "base"],
  aiUsage: ["metadata"],
  insightJobs: ["unit"],
  insightAnswers: ["customAnswer"],
  customCategories: ["id", "name", "icon", "color", "parentId"],
};

const sumOf = (table: string, texts: readonly string[]) =>
  `(SELECT ifnull(sum(${ENTRY}${texts.map((name) => ` + ifnull(length(CAST(${name} AS BLOB)), 0)`).join("")}), 0)
    FROM ${table} WHERE owner = ?1)`;

/** The bytes of everything that the user has, counted anew: what `clocks.bytes` has to be. */
async function countBytes(actor: Actor): Promise<number> {
  let bytes = 0;
  for (const { table } of registry.entities) {
    const texts = Object.values(getTableColumns(table))
      .filter((column) => column.getSQLType() === "text")
      .map(({ name }) => name);
    bytes += await read(actor, `SELECT ${sumOf(getTableName(table), texts)}`);
  }
  for (const [table, texts] of Object.entries(LOGS)) bytes += await read(actor, `SELECT ${sumOf(table, texts)}`);
  return bytes;
}

/** Expects that the count of the user's bytes is what the user has; returns it. */
export async function expectBytesCounted(actor: Actor): Promise<number> {
  const counted = await read(actor, "SELECT bytes FROM clocks WHERE owner = ?1");
  expect(counted).toBe(await countBytes(actor));
  return counted;
}

/** Puts copies of a task into the table, all of one write, newer than any before. Their ids in order. */
export async function copyTask(actor: Actor, id: string, count: number, notes: string | null = null) {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  const columns = Object.values(getTableColumns(tasks))
    .map(({ name }) => name)
    .filter((name) => !["seq", "id", "rev", "editRev", "createdRev", "notes"].includes(name));
  await write(actor, "UPDATE clocks SET rev = rev + 1 WHERE owner = ?1");
  await write(
    actor,
    `INSERT INTO tasks (id, rev, editRev, createdRev, notes, ${columns.join(", ")})
      SELECT j.value, c.rev, c.rev, c.rev, ?4, ${columns.map((name) => `t.${name}`).join(", ")}
      FROM json_each(?3) j CROSS JOIN tasks t JOIN clocks c ON c.owner = t.owner WHERE t.owner = ?1 AND t.id = ?2
      ORDER BY j.key`,
    storedId(id),
    JSON.stringify(ids.map(storedId)),
    notes,
  );
  await write(actor, "INSERT INTO commits SELECT owner, rev, 0, 'rest', NULL, 'copies' FROM clocks WHERE owner = ?1");
  return ids;
}
