/**
 * Creates, migrates and seeds the databases of local development:
 *   node scripts/local-databases.ts [--persist-to <folder>]
 * It does what `wrangler d1 migrations apply` and `wrangler d1 execute` do, which take a process of several seconds for each database.
 */
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import type { Statement } from "../src/kernel/db/database.ts";
import { APPLIED_MIGRATIONS, databases, type Migration, migrationsIn } from "./databases.ts";
import { fail, readOptions } from "./run.ts";
import { seedsOf } from "./seed.ts";

// The names below are wrangler's: `wrangler dev` finds the databases' files, and `wrangler d1 migrations list` what was applied.

const { values } = readOptions({ options: { "persist-to": { type: "string", default: ".wrangler/state" } } });
const ATTEMPTS_MAX = 5;

// All of it is loaded before workerd starts, so that no connection to it lies idle meanwhile.
const plans = await Promise.all(
  databases.map(async ({ binding, migrations }) => ({
    binding,
    migrations: migrationsIn(migrations),
    seed: (await seedsOf(binding)).map(({ statement }) => statement),
  })),
);

const miniflare = new Miniflare({
  ...convertV4MiniflareOptions({
    modules: true,
    script: "",
    d1Databases: Object.fromEntries(databases.map(({ binding, id }) => [binding, id])),
    log: new Log(LogLevel.ERROR),
    cf: false,
  }),
  resourcePersistencePath: join(values["persist-to"], "v3"),
});

try {
  await Promise.all(
    plans.map(async ({ binding, migrations, seed }) => {
      const database = await miniflare.getD1Database(binding);
      await repeated(() => migrate(database, binding, migrations));
      await repeated(() => run(database, seed));
    }),
  );
} finally {
  await miniflare.dispose();
}
console.log(`✓ databases are up to date: ${databases.map(({ binding }) => binding).join(", ")}`);

type LocalD1 = Awaited<ReturnType<Miniflare["getD1Database"]>>;

async function migrate(database: LocalD1, binding: string, migrations: readonly Migration[]): Promise<void> {
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS ${APPLIED_MIGRATIONS} (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
      )`,
    )
    .run();
  const { results } = await database.prepare(`SELECT name FROM ${APPLIED_MIGRATIONS}`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  for (const { name, statements } of migrations) {
    if (applied.has(name)) continue;
    const record = { sql: `INSERT INTO ${APPLIED_MIGRATIONS} (name) VALUES (?)`, params: [name] };
    await run(database, [...statements.map((sql) => ({ sql, params: [] })), record]).catch((error: Error) => {
      if (isConnectionLost(error)) throw error;
      fail(`Migration ${name} cannot be applied to ${binding}: ${error.message}`);
    });
    console.log(`✓ migration ${name} is applied to ${binding}`);
  }
}

/** Runs the statements in one batch. */
async function run(database: LocalD1, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return;
  await database.batch(statements.map(({ sql, params }) => database.prepare(sql).bind(...params)));
}

/**
 * workerd closes a connection on which nothing was sent for some seconds. On a busy machine the client finds out when it has
 * sent the next request. Each step may be done again.
 */
async function repeated(step: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !(error instanceof Error && isConnectionLost(error))) throw error;
    }
  }
}

function isConnectionLost({ message }: Error): boolean {
  return message === "fetch failed";
}
