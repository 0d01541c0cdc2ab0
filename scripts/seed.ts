import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseBinding, userDatabaseBinding } from "../src/kernel/db/binding.ts";
import type { Statement } from "../src/kernel/db/database.ts";
import type { ProductManifest, Seed } from "../src/kernel/product.ts";
import { products } from "../src/products.ts";
import { capture, fail } from "./run.ts";

const manifests: readonly ProductManifest[] = products;

/** The databases with users' rows: what a product starts with lies beside these. */
const seededDatabases = ({ name, userDatabases = 0 }: ProductManifest): string[] =>
  userDatabases === 0
    ? [databaseBinding(name)]
    : Array.from({ length: userDatabases }, (_, index) => userDatabaseBinding(name, index + 1));

/** What the database of this binding starts with. */
export async function seedsOf(binding: string): Promise<readonly Seed[]> {
  const product = manifests.find((manifest) => seededDatabases(manifest).includes(binding));
  return (await product?.seed?.()) ?? [];
}

/**
 * Seeds a migrated database of this machine; `where` are further arguments of wrangler, such as `--persist-to`. Never a remote
 * one: that takes no requests while it imports a file (`deploy/data.ts`).
 */
export async function seedLocal(binding: string, ...where: string[]): Promise<void> {
  const seeds = await seedsOf(binding);
  if (seeds.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "leora-seed-"));
  const file = join(folder, "seed.sql");
  writeFileSync(file, seeds.map(({ statement }) => `${inlined(statement)};\n`).join(""));
  const { ok, output } = capture("wrangler", "d1", "execute", binding, "--file", file, "--yes", "--local", ...where);
  rmSync(folder, { recursive: true });
  if (!ok) fail(`Seeding ${binding} failed:\n${output}`);
}

/** `wrangler d1 execute` takes no parameters: `?1` becomes a literal. */
const inlined = ({ sql, params }: Statement): string =>
  sql.replaceAll(/\?(\d+)/g, (_, number) => `'${String(params[Number(number) - 1] ?? "").replaceAll("'", "''")}'`);
