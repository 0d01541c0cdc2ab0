import { readFileSync, writeFileSync } from "node:fs";
import { fail } from "../run.ts";

// What wrangler.toml says of one deployed environment.

const CONFIG = "wrangler.toml";

export interface Database {
  binding: string;
  name: string;
  /** Its folder of migrations. */
  migrations: string;
}

export interface Environment {
  name: string;
  /** The Worker's name, by wrangler's convention. */
  worker: string;
  databases: readonly Database[];
  queues: readonly string[];
  /** The bucket of the binding `FILES`, which all of the platform and the products share. */
  bucket: string;
}

/** Ends the script when wrangler.toml has no such environment. */
export function readEnvironment(name: string): Environment {
  const config = readFileSync(CONFIG, "utf8");
  const names = [...config.matchAll(/^\[env\.([\w-]+)\]$/gm)].map(([, known]) => known);
  if (!names.includes(name)) fail(`${CONFIG} has no environment ${name}: ${names.join(", ")}`);
  const section = sectionOf(config, name);
  const base = /^name = "(.+)"$/m.exec(config)?.[1];
  return {
    name,
    worker: /^name = "(.+)"$/m.exec(section.split("\n[")[0] ?? "")?.[1] ?? `${base}-${name}`,
    databases: tables(section, "d1_databases").map((table) => ({
      binding: settingOf(table, "binding"),
      name: settingOf(table, "database_name"),
      migrations: settingOf(table, "migrations_dir"),
    })),
    queues: tables(section, "queues.consumers").map((table) => settingOf(table, "queue")),
    bucket: settingOf(
      tables(section, "r2_buckets").find((table) => settingOf(table, "binding") === "FILES"),
      "bucket_name",
    ),
  };
}

/** Writes the id of a database into its entry, where wrangler looks for it. */
export function writeDatabaseId(environment: string, binding: string, id: string): void {
  const entry = new RegExp(
    `(\\[\\[env\\.${environment}\\.d1_databases\\]\\]\\nbinding = "${binding}"\\n(?:\\w+ = .*\\n)*?database_id = )"[^"]*".*`,
  );
  const config = readFileSync(CONFIG, "utf8");
  const written = config.replace(entry, `$1"${id}"`);
  if (written !== config) writeFileSync(CONFIG, written);
}

/** The text from `[env.<name>]` to the next environment. */
const sectionOf = (config: string, name: string): string =>
  config.split(/^(?=\[env\.[\w-]+\]$)/m).find((text) => text.startsWith(`[env.${name}]`)) ?? "";

/** The lines of each entry of an array of tables. */
const tables = (section: string, key: string): string[] =>
  [...section.matchAll(/^\[\[env\.[\w-]+\.([\w.]+)\]\]\n((?:\w+ = .*\n?)*)/gm)].flatMap(([, found, lines = ""]) =>
    found === key ? [lines] : [],
  );

const settingOf = (lines: string | undefined, key: string): string =>
  new RegExp(`^${key} = "([^"]*)"`, "m").exec(lines ?? "")?.[1] ?? fail(`${CONFIG} lacks a value for ${key}`);
