import { APPLIED_MIGRATIONS, migrationFiles } from "../databases.ts";
import { collect, fail } from "../run.ts";
import { seedsOf } from "../seed.ts";
import type { Cloudflare } from "./cloudflare.ts";
import type { Database } from "./environment.ts";

// Brings the tables of a database up to date, while it serves requests.

interface Result {
  results: Record<string, unknown>[];
}

/** Applies the migrations that the database lacks, and fills those tables of its seeds that are empty. */
export async function updateDatabase(
  api: Cloudflare,
  environment: string,
  database: Database,
  id: string,
): Promise<void> {
  const rows = async (sql: string, params: readonly unknown[] = []) => {
    const [result] = await api.send<Result[]>("POST", `/d1/database/${id}/query`, { sql, params });
    return result?.results ?? [];
  };
  const [hasApplied] = await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", [
    APPLIED_MIGRATIONS,
  ]);
  const applied = hasApplied ? (await rows(`SELECT name FROM ${APPLIED_MIGRATIONS}`)).map(({ name }) => name) : [];
  const pending = migrationFiles(database.migrations).filter((file) => !applied.includes(file));
  if (pending.length > 0) {
    const env = ["--remote", "--env", environment];
    const { ok, output } = await collect("wrangler", "d1", "migrations", "apply", database.binding, ...env);
    if (!ok) fail(`The migrations of ${database.name} failed:\n${output}`);
  }
  console.log(`✓ migrations of ${database.name}: ${pending.join(", ") || "none pending"}`);

  for (const { table, statement } of await seedsOf(database.binding)) {
    const [empty] = await rows(`SELECT NOT EXISTS (SELECT 1 FROM ${table}) AS isEmpty`);
    // Two deployments may both find it empty: the statement stores no row that is stored already.
    if (empty?.isEmpty === 1) await rows(statement.sql, statement.params);
    console.log(`✓ ${table} of ${database.name}: ${empty?.isEmpty === 1 ? "seeded" : "not empty, left as it is"}`);
  }
}
