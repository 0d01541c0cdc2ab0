import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ProductManifest } from "../src/kernel/product.ts";
import { products } from "../src/products.ts";
import { migrations } from "./databases.ts";
import { limitsPage } from "./limits-page.ts";
import { resources } from "./resources.ts";
import { fail } from "./run.ts";
import { migrationFolders, rewriteConfig } from "./wrangler-config.ts";

// Writes what is derived: wrangler.toml repeats the manifests, docs/limits.md repeats src/limits.ts. With `--check` it
// writes nothing and fails when a file is out of date.

const CONFIG = "wrangler.toml";
const LIMITS_PAGE = "docs/limits.md";

const manifests: readonly ProductManifest[] = products;
const needed = migrationFolders(manifests);
for (const name of needed) if (!migrations.includes(name)) fail(`There is no folder migrations/${name}`);
for (const name of migrations) if (!needed.has(name)) fail(`migrations/${name} belongs to no product of products.ts`);

derive(CONFIG, (current) => rewriteConfig(current, { products: manifests, resources }));
derive(LIMITS_PAGE, limitsPage);

function derive(path: string, write: (current: string) => string): void {
  const current = existsSync(path) ? readFileSync(path, "utf8") : "";
  const wanted = write(current);
  if (wanted === current) console.log(`✓ ${path} is up to date`);
  else if (process.argv.includes("--check")) fail(`${path} is out of date: run \`npm run config\``);
  else {
    writeFileSync(path, wanted);
    console.log(`✓ ${path} written`);
  }
}
