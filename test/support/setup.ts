import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, inject, vi } from "vitest";
import { databaseAt } from "../../src/kernel/db/database.ts";
import { userDatabases } from "../../src/kernel/db/user-databases.ts";
import type { ProductManifest } from "../../src/kernel/product.ts";
import { products } from "../../src/products.ts";

// Each test file has its own storage: it starts as a fresh installation does.
for (const { binding, migrations } of inject("migrations")) {
  await applyD1Migrations(databaseAt(env, { database: binding }), migrations);
}
const manifests: readonly ProductManifest[] = products;
for (const product of manifests) {
  const seeds = (await product.seed?.()) ?? [];
  for (const { statement } of seeds) {
    const { sql, params } = statement;
    for (const database of userDatabases(env, product.name)) {
      await databaseAt(env, { database })
        .prepare(sql)
        .bind(...params)
        .run();
    }
  }
}

// Each request logs a line. Errors are shown.
console.log = () => {};

afterEach(() => {
  vi.useRealTimers();
});
