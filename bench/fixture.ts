import { v7 as newId } from "uuid";
import { type Call, send } from "./load.ts";
import type { Server } from "./server.ts";

// The users and rows that both Workers are measured with.

const TASKS = 200;
const TRANSACTIONS = 299;
/** Rows that one statement copies. */
const PAGE_ROWS = 500;

type Fields = Record<string, unknown>;

/** A user with an account, tasks and transactions: 500 rows, the same in both databases. */
export interface User {
  /** The integer that stands for the user in rows. */
  owner: number;
  token: string;
  accountId: string;
  taskIds: string[];
  /** The cursor of the last sync: the next one continues there. */
  cursor: string;
}

/** Registers users with our Worker, pushes their rows by sync, and copies its whole database into the bare Worker's. */
export async function prepareUsers(ours: Server, bare: Server, count: number): Promise<User[]> {
  const users: User[] = [];
  for (let index = 0; index < count; index += 1) users.push(await prepareUser(ours.url, index));
  await copyDatabase(ours.databaseOf("LEORA_DB_1"), bare.databaseOf("LEORA_DB_1"));
  return users;
}

/** Registers a user with our Worker and pushes the rows of one user. @param index makes the address unique */
export async function prepareUser(url: string, index: number): Promise<User> {
  const email = `bench-${index}@example.com`;
  const password = "Benchmark-2026";
  const body = { email, fullName: "Bench", password, confirmPassword: password, region: "uzbekistan", currency: "UZS" };
  const { accessToken: token } = await ask<{ accessToken: string }>(json("POST", `${url}/v1/auth/register`, {}, body));
  const account = { name: "Humo karta", accountType: "card", currency: "UZS", initialBalance: 1_000_000_000 };
  const accountId = newId();
  const taskIds = Array.from({ length: TASKS }, () => newId());
  const changes = [
    creation("accounts", accountId, account),
    ...taskIds.map((id, day) => creation("tasks", id, taskOf(day))),
    ...Array.from({ length: TRANSACTIONS }, () => creation("transactions", newId(), expenseOf(accountId))),
  ];
  const { cursor } = await ask<{ cursor: string }>(json("POST", `${url}/v1/sync/push`, bearer(token), { changes }));
  return { owner: ownerOf(token), token, accountId, taskIds, cursor };
}

/** Buys Premium for life in the checkout of development, for a user who needs more than the free plan includes. */
export async function upgrade(url: string, token: string): Promise<void> {
  const body = { planId: "plan_lifetime", provider: "stripe" };
  const checkout = json("POST", `${url}/v1/subscriptions/checkout`, bearer(token), body);
  const { sessionId } = await ask<{ sessionId: string }>(checkout);
  await send(json("POST", `${url}/dev/checkout/${sessionId}`, {}, { outcome: "paid" }));
}

/** The integer of the user to whom a token of ours was issued. */
export const ownerOf = (token: string): number =>
  Number(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).own);

/** The header that authenticates a user of our Worker. */
export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** A call with a JSON body. */
export const json = (method: string, url: string, headers: Record<string, string>, body: unknown): Call => ({
  method,
  url,
  headers: { ...headers, "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** Makes a call to Leora and returns the `data` of its reply. */
export async function ask<Data>(call: Call): Promise<Data> {
  return (JSON.parse((await send(call)).text) as { data: Data }).data;
}

/** A change for `POST /v1/sync/push`. */
export const creation = (entity: string, id: string, data: Fields): Fields => ({
  entity,
  id,
  operation: "create",
  data,
  localUpdatedAt: "2026-11-01T09:00:00.000Z",
  idempotencyKey: id,
});

/** A push of `count` new transactions. `Prefer: return=minimal` asks for the minimal form. */
export function pushOf(
  url: string,
  { token, accountId }: User,
  { count, cursor, isMinimal }: { count: number; cursor: string; isMinimal: boolean },
): Call {
  const changes = Array.from({ length: count }, () => creation("transactions", newId(), expenseOf(accountId)));
  const headers = { ...bearer(token), ...(isMinimal && { Prefer: "return=minimal" }) };
  return json("POST", `${url}/v1/sync/push`, headers, { changes, cursor });
}

/** The fields of a task. @param day numbers the tasks, and spreads their due dates over a month */
export const taskOf = (day: number): Fields => ({
  title: `Chorsu bozoriga borish, ${day}-kun`,
  priority: "medium",
  dueDate: `2026-12-${String((day % 28) + 1).padStart(2, "0")}`,
  timeOfDay: "09:00",
  estimatedMinutes: 60,
  context: "bozor",
  checklist: [
    { title: "Go'sht", completed: false },
    { title: "Sabzi va piyoz", completed: true },
  ],
});

/** The fields of an expense on an account. */
export const expenseOf = (accountId: string): Fields => ({
  type: "expense",
  accountId,
  amount: 214600,
  currency: "UZS",
  categoryId: "food",
  subcategoryId: "groceries",
  name: "Korzinka",
  description: "haftalik xarid",
  date: "2026-11-01",
  tags: ["uy"],
});

/** Copies the rows of all tables into a database that has the same tables, empty. */
export async function copyDatabase(from: D1Database, to: D1Database): Promise<void> {
  const tables = await from
    .prepare(
      `SELECT name FROM sqlite_master
      WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'`,
    )
    .all<{ name: string }>();
  for (const { name } of tables.results) {
    const { results } = await from.prepare(`SELECT * FROM ${name}`).all<Fields>();
    const columns = Object.keys(results[0] ?? {});
    const values = columns.map((_, index) => `value ->> ${index}`);
    // The parameter is a page of rows: JSON lists of their columns.
    const sql = `INSERT INTO ${name} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM json_each(?)`;
    for (let start = 0; start < results.length; start += PAGE_ROWS) {
      const rows = results.slice(start, start + PAGE_ROWS).map((row) => columns.map((column) => row[column]));
      await to.prepare(sql).bind(JSON.stringify(rows)).run();
    }
  }
}
