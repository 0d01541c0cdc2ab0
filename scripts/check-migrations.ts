import { cpSync, readFileSync, rmSync } from "node:fs";
import { migrationFiles, migrations } from "./databases.ts";
import { capture, fail } from "./run.ts";

/** What a migration must not do, and why. */
const FORBIDDEN: readonly [pattern: RegExp, why: string][] = [
  [/\bDROP\s+TABLE\b/i, "DROP TABLE: D1 ignores foreign_keys=OFF, so a rebuilt table takes its children along"],
  [/\bON\s+DELETE\s+CASCADE\b/i, "ON DELETE CASCADE: rows vanish without a revision"],
  [/\bCREATE\s+TRIGGER\b/i, "CREATE TRIGGER: what a write does is in its own batch"],
];

function refuseForbidden(folder: string): void {
  for (const file of migrationFiles(folder)) {
    const sql = readFileSync(`${folder}/${file}`, "utf8");
    for (const [pattern, why] of FORBIDDEN) if (pattern.test(sql)) fail(`${folder}/${file} has ${why}`);
  }
}

/**
 * A table with a key of several columns keeps its rows in that key, and so has none beside it. Drizzle cannot say it: the words
 * are added to the migration by hand.
 */
function requireKeyedRows(folder: string): void {
  for (const file of migrationFiles(folder)) {
    for (const [table, name] of readFileSync(`${folder}/${file}`, "utf8").matchAll(/CREATE TABLE `(\w+)`[^;]*;/g)) {
      const isKeyed = /PRIMARY KEY\(`\w+`, /.test(table);
      if (isKeyed && !table.endsWith("WITHOUT ROWID;")) fail(`${folder}/${file}: table ${name} needs WITHOUT ROWID`);
    }
  }
}

/** Generates once more into a copy: anything new means that the tables changed and the migrations did not. */
function refuseStale(name: string): void {
  const copy = `dist/migrations/${name}`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(`migrations/${name}`, copy, { recursive: true });
  process.env.DB = name;
  process.env.MIGRATIONS_OUT = copy;
  const { ok, output } = capture("drizzle-kit", "generate");
  if (!ok) fail(output);
  if (migrationFiles(copy).length > migrationFiles(`migrations/${name}`).length) {
    fail(`The tables of ${name} changed: run \`DB=${name} npm run migrate:generate\``);
  }
}

for (const name of migrations) {
  refuseForbidden(`migrations/${name}`);
  requireKeyedRows(`migrations/${name}`);
  refuseStale(name);
  console.log(`✓ migrations of ${name} are up to date and drop nothing`);
}
