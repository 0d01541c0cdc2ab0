import { readFileSync, writeFileSync } from "node:fs";
import { products } from "../src/products.ts";
import { databases } from "./databases.ts";
import { resources } from "./resources.ts";
import { fail } from "./run.ts";
import { rewriteConfig } from "./wrangler-config.ts";

// Writes what wrangler.toml repeats of the manifests: `npm run config`. With `--check` it writes nothing and fails when
// the file is out of date.

const CONFIG = "wrangler.toml";

const names: string[] = products.map(({ name }) => name);
const folders: string[] = databases.map(({ name }) => name);
for (const name of names) if (!folders.includes(name)) fail(`Product ${name} has no folder migrations/${name}`);
for (const name of folders) if (!names.includes(name)) fail(`migrations/${name} belongs to no product of products.ts`);

const current = readFileSync(CONFIG, "utf8");
const wanted = rewriteConfig(current, { products: names, resources });
if (wanted === current) console.log(`✓ ${CONFIG} is up to date with the manifests`);
else if (process.argv.includes("--check")) fail(`${CONFIG} is out of date with the manifests: run \`npm run config\``);
else {
  writeFileSync(CONFIG, wanted);
  console.log(`✓ ${CONFIG} written`);
}
