import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseBinding } from "../src/kernel/db/binding.ts";
import type { Statement } from "../src/kernel/db/database.ts";
import type { ProductManifest } from "../src/kernel/product.ts";
import { type ProductName, products } from "../src/products.ts";
import { capture, fail } from "./run.ts";

/** Puts into a product's migrated database what its manifest says; `where` are wrangler's arguments (`--local`, …). */
export async function seed(name: ProductName, ...where: string[]): Promise<void> {
  const product: ProductManifest | undefined = products.find((manifest) => manifest.name === name);
  const statements = (await product?.seed?.()) ?? [];
  if (statements.length === 0) return;
  const binding = databaseBinding(name);
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
