import { readdirSync } from "node:fs";
import { unsafeCast } from "../src/kernel/cast.ts";
import { databaseBinding } from "../src/kernel/db/binding.ts";
import type { ProductName } from "../src/products.ts";

/**
 * Every product's database: each has a folder under migrations/. Read from there and not from the manifests, so that
 * vitest.config.ts need not bundle them; `npm run config` fails unless the folders are those of the products.
 */
export const databases = readdirSync("migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => {
    const name = unsafeCast<ProductName>(entry.name);
    return { name, binding: databaseBinding(name) };
  });
