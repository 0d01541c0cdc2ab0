import { readdirSync, readFileSync } from "node:fs";

/** A database of local development, as wrangler.toml has it. */
export interface LocalDatabase {
  binding: string;
  /** Its folder under `migrations/`. */
  migrations: string;
}

// Read from wrangler.toml and not from the manifests, which it is written from, so that vitest.config.ts need not bundle
// them.
const [local = ""] = readFileSync("wrangler.toml", "utf8").split(/^(?=\[env\.)/m);

export const databases: readonly LocalDatabase[] = Array.from(
  local.matchAll(/^\[\[d1_databases\]\]\nbinding = "(\w+)"\n(?:.*\n)*?migrations_dir = "migrations\/([\w-]+)"/gm),
  ([, binding = "", migrations = ""]) => ({ binding, migrations }),
);

/** The folders of migrations: databases of one kind share one. */
export const migrations: readonly string[] = readdirSync("migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
