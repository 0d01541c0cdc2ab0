import { ask, bearer, expenseOf, json } from "./fixture.ts";
import { type Call, quantile, send } from "./load.ts";
import type { Server } from "./server.ts";

const SHORT = 100;
const LONG = 100_000;
/** Filled by one statement each: D1 limits how long one may run. */
const CHUNK = 10_000;

/** Lists of transactions: what is asked, and whether it may take longer the more there are. */
const LISTS: readonly [name: string, query: string][] = [
  ["first page", "limit=20"],
  ["by date", "limit=20&sortBy=date"],
  ["by amount, ascending", "limit=20&sortBy=amount&sortOrder=asc"],
  ["page 500", "limit=20&page=500"],
  ["one day", "limit=20&dateFrom=2026-03-01&dateTo=2026-03-01"],
  ["one type", "limit=20&type=income"],
  ["search", "limit=20&search=korzinka%2042"],
];

interface Owner {
  id: string;
  token: string;
  accountId: string;
}

/** Latency of the same lists for a user with few transactions and for one with many, side by side. */
export async function compareLists(ours: Server, calls: number): Promise<string[]> {
  const short = await prepareOwner(ours, "short", SHORT);
  const long = await prepareOwner(ours, "long", LONG);
  const rows: string[] = [];
  for (const [name, query] of LISTS) {
    const few: number[] = [];
    const many: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      few.push(await latencyOf(listOf(ours, short, query)));
      many.push(await latencyOf(listOf(ours, long, query)));
    }
    const [p50, p50Many] = [quantile(few, 0.5), quantile(many, 0.5)];
    const cells = [p50, p50Many, quantile(few, 0.99), quantile(many, 0.99)].map((ms) => ms.toFixed(1));
    rows.push(`| ${[`${name} (\`${query}\`)`, ...cells, `${(p50Many / p50).toFixed(1)} ×`].join(" | ")} |`);
  }
  return [
    `| list of transactions, one connection, ms | p50 of ${SHORT} | p50 of ${LONG.toLocaleString("en")} | p99 of ${SHORT} | p99 of ${LONG.toLocaleString("en")} | times as long |`,
    "|---|---:|---:|---:|---:|---:|",
    ...rows,
  ];
}

const listOf = ({ url }: Server, { token }: Owner, query: string): Call => ({
  method: "GET",
  url: `${url}/v1/transactions?${query}`,
  headers: bearer(token),
});

async function latencyOf(call: Call): Promise<number> {
  const began = performance.now();
  await send(call);
  return performance.now() - began;
}

/** One transaction by the API; the others are its copies, over three years, written as rows and counted as a write would. */
async function prepareOwner(ours: Server, name: string, count: number): Promise<Owner> {
  const password = "Benchmark-2026";
  const { user, accessToken: token } = await ask<{ user: { id: string }; accessToken: string }>(
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
  const first = await ask<{ id: string }>(
    json("POST", `${ours.url}/v1/transactions`, bearer(token), expenseOf(accountId)),
  );
  const database = ours.databaseOf("leora");
  const { results } = await database
    .prepare("SELECT name FROM pragma_table_info('transactions')")
    .all<{ name: string }>();
  const names = results.map((column) => column.name);
  const values = names.map((column) => COPIES[column] ?? `t.${column}`);
  const copy = `WITH RECURSIVE n(i) AS (SELECT ?3 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
    INSERT INTO transactions (${names.join(", ")}) SELECT ${values.join(", ")}
    FROM n CROSS JOIN transactions t WHERE t.userId = ?1 AND t.id = ?2`;
  for (let from = 1; from < count; from += CHUNK) {
    const until = Math.min(count, from + CHUNK);
    await database.prepare(copy).bind(user.id, first.id, from, until).run();
  }
  await database
    .prepare("UPDATE rowCounts SET count = ?2 WHERE userId = ?1 AND entity = 'transactions'")
    .bind(user.id, count)
    .run();
  return { id: user.id, token, accountId };
}

/** Columns in which the copies differ; `i` is the copy's number. */
const COPIES: Readonly<Record<string, string>> = {
  id: "substr(t.id, 1, 24) || printf('%012x', i)",
  createdAt: "t.createdAt - i * 1000",
  updatedAt: "t.updatedAt - i * 1000",
  date: "date('2026-11-01', '-' || (i % 1095) || ' days')",
  type: "iif(i % 50 = 0, 'income', 'expense')",
  amount: "t.amount + i",
  decimalAmount: "t.decimalAmount + i",
  search: "t.search || ' ' || i",
};
