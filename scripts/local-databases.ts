/**
 * Creates, migrates and seeds the databases of local development:
 *   node scripts/local-databases.ts [--persist-to <folder>]
 * It does what `wrangler d1 migrations apply` and `wrangler d1 execute` do, which take a process of several seconds for each database.
 */
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { databases, migrationsIn } from "./databases.ts";
import { fail, readOptions } from "./run.ts";
import { seedOf } from "./seed.ts";

// The names below are wrangler's: `wrangler dev` finds the databases' files, and `wrangler d1 migrations list` what was applied.

const { values } = readOptions({ options: { "persist-to": { type: "string", default: ".wrangler/state" } } });
const APPLIED = "d1_migrations";

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
  for (const { binding, migrations } of databases) {
    const database = await miniflare.getD1Database(binding);
    await database
      .prepare(
        `CREATE TABLE IF NOT EXISTS ${APPLIED} (
          id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
        )`,
      )
      .run();
    const { results } = await database.prepare(`SELECT name FROM ${APPLIED}`).all<{ name: string }>();
    const applied = new Set(results.map(({ name }) => name));
    for (const { name, statements } of migrationsIn(migrations)) {
      if (applied.has(name)) continue;
      const record = database.prepare(`INSERT INTO ${APPLIED} (name) VALUES (?)`).bind(name);
      await database
        .batch([...statements.map((sql) => database.prepare(sql)), record])
        .catch((error: Error) => fail(`Migration ${name} cannot be applied to ${binding}: ${error.message}`));
      console.log(`✓ migration ${name} is applied to ${binding}`);
    }
    const seed = await seedOf(binding);
    if (seed.length > 0) await database.batch(seed.map(({ sql, params }) => database.prepare(sql).bind(...params)));
  }
} finally {
  await miniflare.dispose();
}
console.log(`✓ databases are up to date: ${databases.map(({ binding }) => binding).join(", ")}`);
