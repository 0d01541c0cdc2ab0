import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { v7 as newId } from "uuid";
import { ask, bearer, creation, json, upgrade } from "../fixture.ts";
import { tableRow, updateDocument, whenAndWhere } from "../report.ts";
import { startServer } from "../server.ts";
import { SAMPLES } from "./samples.ts";

/*
 * What a row of each entity takes in its database: table, indexes, and what its creation leaves in the logs until cleanup.
 *   npm run bytes                prints a table
 *   npm run bytes -- --write     puts it into docs/performance.md
 * Rows are pushed as phones push them: a few at a time, by several users in turn. Then SQLite is asked, on the local
 * database's file, how many pages each table and index has.
 */

const USERS = 10;
const PUSHES = 10;
const ROWS_PER_PUSH = 20;
const LOGS = ["syncKeys", "commits", "revisions", "rowCounts"];

interface Person {
  token: string;
  newest: Record<string, string>;
}

/** Creates the rows. Returns, by entity, how many bytes of logs were added meanwhile. */
async function fill(storage: string): Promise<Map<string, number>> {
  const server = await startServer("wrangler.toml", resolve("dist/bench/ours"), {
    environment: "production",
    storage,
  });
  try {
    const people = await Promise.all(Array.from({ length: USERS }, (_, index) => register(server.url, index)));
    const logs = new Map<string, number>();
    const sizeOfLogs = () => sumOf(pagesOf(storage), (table) => LOGS.includes(table));
    for (const entity of Object.keys(SAMPLES)) {
      const before = sizeOfLogs();
      for (let push = 0; push < PUSHES; push += 1) {
        for (const person of people) await create(server.url, person, entity, push * ROWS_PER_PUSH);
      }
      logs.set(entity, sizeOfLogs() - before);
    }
    return logs;
  } finally {
    await server.stop();
  }
}

async function register(url: string, index: number): Promise<Person> {
  const password = "Benchmark-2026";
  const email = `bytes-${index}@example.com`;
  const body = { email, fullName: "Bytes", password, confirmPassword: password, region: "uzbekistan", currency: "UZS" };
  const { accessToken } = await ask<{ accessToken: string }>(json("POST", `${url}/v1/auth/register`, {}, body));
  // Each creates hundreds of accounts, goals, habits and budgets.
  await upgrade(url, accessToken);
  return { token: accessToken, newest: {} };
}

async function create(url: string, { token, newest }: Person, entity: string, first: number): Promise<void> {
  const sample = SAMPLES[entity];
  if (!sample) throw new Error(`No sample of ${entity}`);
  const changes = Array.from({ length: ROWS_PER_PUSH }, (_, index) =>
    creation(entity, newId(), sample(first + index, newest)),
  );
  const { results } = await ask<{ results: { id: string; status: string; error?: unknown }[] }>(
    json("POST", `${url}/v1/sync/push`, bearer(token), { changes }),
  );
  const refused = results.find(({ status }) => status !== "applied");
  if (refused) throw new Error(`${entity}: ${JSON.stringify(refused)}`);
  newest[entity] = results.at(-1)?.id ?? "";
}

/** Bytes of every table and index in the database with users' rows, by table and then by name. */
function pagesOf(folder: string): Map<string, Map<string, number>> {
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sqlite"))
    .map((name) => new DatabaseSync(join(folder, name), { readOnly: true }))
    .find((database) =>
      database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'transactions' AND sql LIKE '%owner%'").get(),
    );
  if (!file) throw new Error("No local database has users' rows");
  const pages = new Map<string, Map<string, number>>();
  for (const { tbl_name, name, bytes } of file
    .prepare(
      "SELECT tbl_name, d.name, sum(pgsize) AS bytes FROM dbstat d JOIN sqlite_schema s USING (name) GROUP BY 1, 2",
    )
    .all()) {
    const table = pages.get(String(tbl_name)) ?? new Map<string, number>();
    pages.set(String(tbl_name), table.set(String(name), Number(bytes)));
  }
  return pages;
}

const sumOf = (pages: ReturnType<typeof pagesOf>, isWanted: (table: string) => boolean): number =>
  [...pages].filter(([table]) => isWanted(table)).reduce((sum, [, parts]) => sum + total(parts), 0);

const total = (parts: ReadonlyMap<string, number>): number =>
  [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);

function report(pages: ReturnType<typeof pagesOf>, logs: ReadonlyMap<string, number>): void {
  const rows = USERS * PUSHES * ROWS_PER_PUSH;
  const lines = [...logs].map(([entity, logBytes]) => {
    const parts = pages.get(entity) ?? new Map<string, number>();
    const table = parts.get(entity) ?? 0;
    const perRow = (bytes: number) => String(Math.round(bytes / rows));
    const [all, indexes] = [total(parts), total(parts) - table];
    return tableRow([
      entity,
      perRow(table),
      `${perRow(indexes)} (${parts.size - 1})`,
      perRow(all),
      perRow(logBytes),
      perRow(all + logBytes),
    ]);
  });
  const text = [
    `${whenAndWhere()}; ${rows} rows of each entity, of ${USERS} users.`,
    "",
    tableRow(["bytes per row", "row", "indexes (how many)", "after cleanup", "logs of its creation", "with logs"]),
    "|---|---:|---:|---:|---:|---:|",
    ...lines,
  ].join("\n");
  console.log(text);
  if (process.argv.includes("--write")) updateDocument("bytes", text);
}

const storage = mkdtempSync(join(tmpdir(), "leora-bytes-"));
try {
  const logs = await fill(storage);
  report(pagesOf(storage), logs);
} finally {
  rmSync(storage, { recursive: true });
}
