import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseBinding, userDatabaseBinding } from "../src/kernel/db/binding.ts";
import type { Statement } from "../src/kernel/db/database.ts";
import type { ProductManifest } from "../src/kernel/product.ts";
import { products } from "../src/products.ts";
import { capture, fail } from "./run.ts";

const manifests: readonly ProductManifest[] = products;

/** The databases with users' rows: what a product starts with lies beside these. */
const seededDatabases = ({ name, userDatabases = 0 }: ProductManifest): string[] =>
  userDatabases === 0
    ? [databaseBinding(name)]
    : Array.from({ length: userDatabases }, (_, index) => userDatabaseBinding(name, index + 1));

/** What a migrated database starts with, as its product's manifest says. It may be run again. */
export async function seedOf(binding: string): Promise<readonly Statement[]> {
  const product = manifests.find((manifest) => seededDatabases(manifest).includes(binding));
  return (await product?.seed?.()) ?? [];
}

/** Puts it into a database at Cloudflare; `where` are wrangler's arguments (`--remote`, …). */
export async function seed(binding: string, ...where: string[]): Promise<void> {
  const statements = await seedOf(binding);
  if (statements.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "leora-seed-"));
  const file = join(folder, "seed.sql");
  writeFileSync(file, statements.map((statement) => `${inlined(statement)};\n`).join(""));
  const { ok, output } = capture("wrangler", "d1", "execute", binding, "--file", file, "--yes", ...where);
  rmSync(folder, { recursive: true });
  if (!ok) fail(`Seeding ${binding} failed:\n${output}`);
}

/** `wrangler d1 execute` takes no parameters: `?1` becomes a literal. */
const inlined = ({ sql, params }: Statement): string =>
  sql.replaceAll(/\?(\d+)/g, (_, number) => `'${String(params[Number(number) - 1] ?? "").replaceAll("'", "''")}'`);
