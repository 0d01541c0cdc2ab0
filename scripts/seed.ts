import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledRates } from "../src/leora/finance/fx/bundled.ts";
import { capture, fail } from "./run.ts";

/** What each database starts with; every statement may run again. */
const SEEDS: Readonly<Record<string, () => { sql: string; params: string[] }[]>> = {
  LEORA_DB: () => [bundledRates()],
};

/** Seeds a migrated database; `where` are wrangler's arguments that say which one (`--local`, `--remote`, …). */
export function seed(binding: string, ...where: string[]): void {
  const statements = SEEDS[binding]?.().map(({ sql, params }) => `${inlined(sql, params)};\n`) ?? [];
  if (statements.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "leora-seed-"));
  const file = join(folder, "seed.sql");
  writeFileSync(file, statements.join(""));
  const { ok, output } = capture("wrangler", "d1", "execute", binding, "--file", file, "--yes", ...where);
  rmSync(folder, { recursive: true });
  if (!ok) fail(`Seeding ${binding} failed:\n${output}`);
}

/** `wrangler d1 execute` takes no parameters: `?1` becomes a literal. */
const inlined = (sql: string, params: readonly string[]): string =>
  sql.replaceAll(/\?(\d+)/g, (_, number) => `'${(params[Number(number) - 1] ?? "").replaceAll("'", "''")}'`);
