import { env } from "cloudflare:workers";
import { vi } from "vitest";

/** Every distinct SQL text that D1 is asked to run meanwhile, by the Worker and by the hub. */
export async function recordSql(run: () => Promise<void>): Promise<string[]> {
  const spy = vi.spyOn(Object.getPrototypeOf(env.LEORA_DB) as D1Database, "prepare");
  try {
    await run();
    return [...new Set(spy.mock.calls.map(([sql]) => sql))];
  } finally {
    spy.mockRestore();
  }
}

/**
 * Tables that a statement reads from end to end: SQLite's plan says SCAN where it has no index to search by.
 * @param databases those of the product: the statement is for one of them
 */
export async function scansOf(sql: string, databases: readonly D1Database[]): Promise<string[]> {
  const tables = await Promise.all(databases.map(tablesOf));
  const wanted = [...sql.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?/gi)].map(([, name = ""]) => name);
  const isAnywhere = (name: string) => tables.some((names) => names.has(name));
  const place = tables.findIndex((names) => wanted.filter(isAnywhere).every((name) => names.has(name)));
  const [database, real] = [databases[place], tables[place]];
  if (!database || !real) throw new Error(`No database has all tables of ${sql}`);
  const named = [...sql.matchAll(/\b(?:FROM|JOIN)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(\w+)"?)?/gi)];
  // One alias may stand for several tables in several subqueries: the plan does not tell which.
  const isReal = (name: string) => {
    const meant = named.filter(([, , alias]) => alias === name).map(([, table = ""]) => table);
    return (meant.length > 0 ? meant : [name]).every((table) => real.has(table));
  };
  return (await planOf(sql, database)).flatMap((detail) => {
    const name = /^SCAN (\w+)/.exec(detail)?.[1];
    if (name === undefined || /VIRTUAL TABLE/.test(detail)) return [];
    return isReal(name) ? [`${detail}: ${sql}`] : [];
  });
}

async function tablesOf(database: D1Database): Promise<ReadonlySet<string>> {
  const tables = await database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
  return new Set(tables.results.map(({ name }) => name));
}

/** The steps of SQLite's plan for a statement. */
export async function planOf(sql: string, database: D1Database): Promise<string[]> {
  const plan = await database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...nulls(sql))
    .all<{ detail: string }>();
  return plan.results.map(({ detail }) => detail);
}

/** A plan does not depend on the values; D1 wants as many as there are parameters. */
function nulls(sql: string): null[] {
  const numbered = [...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number));
  const positional = [...sql.matchAll(/\?(?!\d)/g)].length;
  return Array.from({ length: Math.max(0, ...numbered) + positional }, () => null);
}
