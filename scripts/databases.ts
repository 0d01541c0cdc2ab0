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

/** Each with the id that names its file under `.wrangler/`. */
export const databases: readonly (LocalDatabase & { id: string })[] = Array.from(
  local.matchAll(
    /^\[\[d1_databases\]\]\nbinding = "(\w+)"\n(?:.*\n)*?database_id = "([\w-]+)".*\n(?:.*\n)*?migrations_dir = "migrations\/([\w-]+)"/gm,
  ),
  ([, binding = "", id = "", migrations = ""]) => ({ binding, id, migrations }),
);

/** The folders of migrations: databases of one kind share one. */
export const migrations: readonly string[] = readdirSync("migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Wrangler's own table of the migrations that it has applied to a database. */
export const APPLIED_MIGRATIONS = "d1_migrations";

/** The names of the files with migrations in a folder, the first one first. */
export const migrationFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();

/** A file of migrations. */
export interface Migration {
  name: string;
  statements: readonly string[];
}

/** The migrations in a folder under `migrations/`, the first one first. */
export const migrationsIn = (folder: string): Migration[] =>
  migrationFiles(`migrations/${folder}`).map((name) => ({
    name,
    statements: readFileSync(`migrations/${folder}/${name}`, "utf8").split("--> statement-breakpoint"),
  }));
