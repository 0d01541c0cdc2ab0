import { readdirSync, readFileSync } from "node:fs";
import type { DatabaseBinding } from "../src/env.ts";
import { unsafeCast } from "../src/kernel/cast.ts";

/** A database of local development, as wrangler.toml has it. */
export interface LocalDatabase {
  binding: DatabaseBinding;
  /** Its folder under `migrations/`. */
  migrations: string;
}

// Read from wrangler.toml and not from the manifests, which it is written from, so that vitest.config.ts need not bundle
// them.
const [local = ""] = readFileSync("wrangler.toml", "utf8").split(/^(?=\[env\.)/m);

export const databases: readonly LocalDatabase[] = Array.from(
  local.matchAll(/^\[\[d1_databases\]\]\nbinding = "(\w+)"\n(?:.*\n)*?migrations_dir = "migrations\/([\w-]+)"/gm),
  ([, binding = "", migrations = ""]) => ({ binding: unsafeCast<DatabaseBinding>(binding), migrations }),
);

/** The folders of migrations: databases of one kind share one. */
export const migrations: readonly string[] = readdirSync("migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
