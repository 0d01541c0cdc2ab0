import type { Subject } from "../subjects.ts";

/** What a database holds: rows of all tables, and bytes of all their columns. Indexes and pages are not counted. */
export interface Stored {
  rows: number;
  bytes: number;
}

/** Tables that no request writes. */
const SYSTEM = /^(sqlite|_cf|d1)_/;

/**
 * A function that measures the databases of a product: what a request stored is the difference of two measures,
 * wherever it went. Files that use it are fresh: nobody else may write in between.
 */
export async function scaleOf({ databases }: Subject): Promise<() => Promise<Stored>> {
  const scales = await Promise.all(databases.map(scaleOfOne));
  return async () => {
    const measured = await Promise.all(scales.map((measure) => measure()));
    return {
      rows: measured.reduce((sum, { rows }) => sum + rows, 0),
      bytes: measured.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  };
}

async function scaleOfOne(database: D1Database): Promise<() => Promise<Stored>> {
  const { results: tables } = await database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all<{ name: string }>();
  const names = tables.map(({ name }) => name).filter((name) => !SYSTEM.test(name));
  const columns = await database.batch<{ name: string }>(
    names.map((name) => database.prepare(`PRAGMA table_info(${name})`)),
  );
  const sums = names.map((name, i) => {
    const bytes = columns[i]?.results.map((column) => `coalesce(octet_length("${column.name}"), 0)`).join(" + ");
    return database.prepare(`SELECT count(*) AS rows, total(${bytes}) AS bytes FROM ${name}`);
  });
  return async () => {
    const measured = await database.batch<Stored>(sums);
    const parts = measured.flatMap((table) => table.results);
    return {
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  };
}
