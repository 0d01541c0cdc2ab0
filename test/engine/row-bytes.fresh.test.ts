import { env } from "cloudflare:workers";
import { getTableColumns } from "drizzle-orm";
import { expect, it } from "vitest";
import type { EntityTable } from "../../src/engine/columns.ts";
import { tableSql } from "../../src/engine/table-sql.ts";
import { transactions } from "../../src/leora/finance/transactions/table.ts";
import { tasks } from "../../src/leora/planner/tasks/table.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { change, push } from "./sync/protocol.ts";

// What a row takes of D1, which holds 10 GB: its table, every index, and the logs of the write that created it. D1 tells its
// size after each query; it grows by whole pages, so that many rows of several users are stored, as phones send them.

const USERS = 8;
const PUSHES = 10;
const ROWS_PER_PUSH = 25;
const ROWS = USERS * PUSHES * ROWS_PER_PUSH;

/** Bytes of the database. */
const size = async (): Promise<number> => (await env.LEORA_DB_1.prepare("SELECT 1").run()).meta.size_after;

/** By how many bytes a step makes the database grow, for each row. */
async function growthPerRow(step: () => Promise<unknown>): Promise<number> {
  const before = await size();
  await step();
  return ((await size()) - before) / ROWS;
}

/** Copies all rows for users who do not exist, in the order in which they were stored: rows without logs. */
async function copyRows(table: EntityTable): Promise<void> {
  const names = Object.keys(getTableColumns(table)).filter((name) => name !== "seq" && name !== "owner");
  const { name } = tableSql(table);
  await env.LEORA_DB_1.prepare(
    `INSERT INTO ${name} (owner, ${names.join(", ")}) SELECT owner + 10000, ${names.join(", ")} FROM ${name} ORDER BY seq`,
  ).run();
}

const expense = (accountId: string, index: number) => ({
  type: "expense",
  accountId,
  amount: 18_500 + 250 * index,
  currency: "UZS",
  categoryId: "food",
  subcategoryId: "groceries",
  name: "Korzinka",
  date: `2026-${String(1 + (index % 12)).padStart(2, "0")}-${String(1 + (index % 28)).padStart(2, "0")}`,
});

const errand = (index: number) => ({
  title: `Chorsu bozoriga borish, ${index}`,
  priority: "medium",
  dueDate: `2026-${String(1 + (index % 12)).padStart(2, "0")}-${String(1 + (index % 28)).padStart(2, "0")}`,
  timeOfDay: "09:00",
  estimatedMinutes: 60,
});

async function newHolder(): Promise<{ actor: Actor; accountId: string }> {
  const actor = await newActor();
  const account = { name: "Humo", accountType: "card", currency: "UZS", initialBalance: 1_000_000_000 };
  return { actor, accountId: (await actor.post("/v1/accounts", account)).data.id };
}

it.each<[entity: string, table: EntityTable]>([
  ["transactions", transactions],
  ["tasks", tasks],
])("of %s take at most 0.8 kB a row, and 1.1 kB with what their creation logs", async (entity, table) => {
  const holders = await Promise.all(Array.from({ length: USERS }, newHolder));
  let created = 0;
  const rowOf = (accountId: string) => {
    created += 1;
    return entity === "tasks" ? errand(created) : expense(accountId, created);
  };
  const withLogs = await growthPerRow(async () => {
    for (let round = 0; round < PUSHES; round += 1) {
      for (const { actor, accountId } of holders) {
        const changes = Array.from({ length: ROWS_PER_PUSH }, () =>
          change(entity, "create", crypto.randomUUID(), rowOf(accountId)),
        );
        const { results } = await push(actor, changes);
        expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
      }
    }
  });
  const alone = await growthPerRow(() => copyRows(table));
  expect({ alone: alone <= 800, withLogs: withLogs <= 1100 }, `${alone} and ${withLogs} bytes`).toEqual({
    alone: true,
    withLogs: true,
  });
});
