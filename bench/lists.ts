import { SEARCH_COLUMNS, searchFields } from "../src/kernel/db/search.ts";
import { storedId } from "../src/kernel/db/stored-id.ts";
import { ask, bearer, expenseOf, json, ownerOf } from "./fixture.ts";
import { type Call, quantile, send } from "./load.ts";
import type { Server } from "./server.ts";

// How much longer the lists of our Worker take when there are a thousand times as many rows.

/** Transactions of the user with few, and of the user with many. */
const FEW = 100;
const MANY = 100_000;
/** Rows that one statement inserts: D1 limits how long a statement may run. */
const CHUNK_ROWS = 10_000;

/** The lists of transactions that are measured, by their query. */
const LISTS: readonly [name: string, query: string][] = [
  ["first page", "limit=20"],
  ["by date", "limit=20&sortBy=date"],
  ["by amount, ascending", "limit=20&sortBy=amount&sortOrder=asc"],
  ["page 500", "limit=20&page=500"],
  ["one day", "limit=20&dateFrom=2026-03-01&dateTo=2026-03-01"],
  ["one type", "limit=20&type=income"],
  ["search for a word of every row", "limit=20&search=korzinka"],
  ["search for a number that few rows have", "limit=20&search=korzinka%2042"],
  ["search for a word of no row", "limit=20&search=olmazor"],
  ["search for a phone number of no row", "limit=20&search=90%20123-45-67"],
];

interface Owner {
  /** The integer that stands for the user in rows. */
  owner: number;
  token: string;
  accountId: string;
}

/** Measures the lists for both users in turn. Returns a Markdown table. @param calls per list and user */
export async function compareLists(ours: Server, calls: number): Promise<string[]> {
  const ownerOfFew = await prepareOwner(ours, "short", FEW);
  const ownerOfMany = await prepareOwner(ours, "long", MANY);
  const many = MANY.toLocaleString("en");
  const rows: string[] = [];
  for (const [name, query] of LISTS) {
    const fewLatencies: number[] = [];
    const manyLatencies: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      fewLatencies.push(await latencyOf(listOf(ours, ownerOfFew, query)));
      manyLatencies.push(await latencyOf(listOf(ours, ownerOfMany, query)));
    }
    const p50 = { few: quantile(fewLatencies, 0.5), many: quantile(manyLatencies, 0.5) };
    const p99 = { few: quantile(fewLatencies, 0.99), many: quantile(manyLatencies, 0.99) };
    const cells = [p50.few, p50.many, p99.few, p99.many].map((ms) => ms.toFixed(1));
    rows.push(`| ${[`${name} (\`${query}\`)`, ...cells, `${(p50.many / p50.few).toFixed(1)} ×`].join(" | ")} |`);
  }
  return [
    `| list of transactions, one connection, ms | p50 of ${FEW} | p50 of ${many} | p99 of ${FEW} | p99 of ${many} | times as long |`,
    "|---|---:|---:|---:|---:|---:|",
    ...rows,
  ];
}

const listOf = ({ url }: Server, { token }: Owner, query: string): Call => ({
  method: "GET",
  url: `${url}/v1/transactions?${query}`,
  headers: bearer(token),
});

/** Milliseconds from a call to its reply. */
async function latencyOf(call: Call): Promise<number> {
  const sentAt = performance.now();
  await send(call);
  return performance.now() - sentAt;
}

/**
 * Registers a user with so many transactions: one that the API creates, and copies of its row over three years. `rowCounts` is
 * set as the writes of so many rows would have left it.
 */
async function prepareOwner(ours: Server, name: string, count: number): Promise<Owner> {
  const password = "Benchmark-2026";
  const { accessToken: token } = await ask<{ accessToken: string }>(
    json(
      "POST",
      `${ours.url}/v1/auth/register`,
      {},
      {
        email: `lists-${name}@example.com`,
        fullName: "Bench",
        password,
        confirmPassword: password,
        region: "uzbekistan",
        currency: "UZS",
      },
    ),
  );
  const account = { name: "Humo karta", accountType: "card", currency: "UZS", initialBalance: 1_000_000_000 };
  const { id: accountId } = await ask<{ id: string }>(json("POST", `${ours.url}/v1/accounts`, bearer(token), account));
  const expense = expenseOf(accountId);
  const first = await ask<{ id: string }>(json("POST", `${ours.url}/v1/transactions`, bearer(token), expense));
  const database = ours.databaseOf("LEORA_DB_1");
  const { results } = await database
    .prepare("SELECT name FROM pragma_table_info('transactions')")
    .all<{ name: string }>();
  const names = results.map((column) => column.name);
  const values = names.map((column) => COPIES[column] ?? `t.${column}`);
  // `?1` user, `?2` the transaction to copy, `?3` the search columns of the copies, `?4` the number of the first.
  const copy = `INSERT INTO transactions (${names.join(", ")})
    SELECT ${values.join(", ")}
    FROM (SELECT ?4 + key AS i, value AS found FROM json_each(?3)) CROSS JOIN transactions t
    WHERE t.owner = ?1 AND t.id = ?2`;
  for (let from = 1; from < count; from += CHUNK_ROWS) {
    const numbers = Array.from({ length: Math.min(count - from, CHUNK_ROWS) }, (_, index) => from + index);
    const found = numbers.map((number) => searchFields([String(expense.name), `${expense.description} ${number}`]));
    await database.prepare(copy).bind(ownerOf(token), storedId(first.id), JSON.stringify(found), from).run();
  }
  await database
    .prepare("UPDATE rowCounts SET count = ?2 WHERE owner = ?1 AND entity = 'transactions'")
    .bind(ownerOf(token), count)
    .run();
  return { owner: ownerOf(token), token, accountId };
}

/** SQL of the columns in which the copies differ from the row `t`; `i` is the copy's number. */
const COPIES: Readonly<Record<string, string>> = {
  seq: "NULL",
  // The last two characters hold eight bits: any others that end in them are stored ids, too.
  id: "printf('%s%014d', substr(t.id, 1, 6), i) || substr(t.id, 21)",
  createdAt: "t.createdAt - i * 1000",
  updatedAt: "t.updatedAt - i * 1000",
  date: "date('2026-11-01', '-' || (i % 1095) || ' days')",
  type: "iif(i % 50 = 0, 'income', 'expense')",
  amount: "t.amount + i",
  decimalAmount: "t.decimalAmount + i",
  ...Object.fromEntries(SEARCH_COLUMNS.map((column) => [column, `found ->> '${column}'`])),
};
