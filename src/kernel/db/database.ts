import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { unsafeCast } from "../cast.ts";
import type { KernelBindings } from "../env.ts";
import type { Home } from "../home.ts";
import { databaseBinding } from "./binding.ts";
import { requireWithinD1 } from "./d1-limits.ts";

/** How many calls one request has made to D1 and to hubs: sent as `Server-Timing`, and limited by tests. */
export interface Meter {
  d1: number;
  hub: number;
  /** Which copy of the user's database the reply is from, of a request that may be answered by a replica (`near-database.ts`). */
  servedBy?: ServedBy | undefined;
}

export type ServedBy = "replica" | "primary";

/** SQL text with its parameters, positional (`?`) or numbered (`?1`). */
export interface Statement {
  sql: string;
  params: readonly unknown[];
}

/** A statement with positional parameters, in the order of the question marks. */
export const statement = (sql: string, ...params: unknown[]): Statement => ({ sql, params });

/**
 * A statement with numbered parameters. Those after the highest number in its text are dropped, because D1 refuses
 * parameters that the text does not name.
 */
export function numbered(sql: string, ...params: unknown[]): Statement {
  const last = Math.max(0, ...Array.from(sql.matchAll(/\?(\d+)/g), ([, number]) => Number(number)));
  return { sql, params: params.slice(0, last) };
}

/** The most characters of one JSON parameter: D1 takes values of up to 2 MB, and a character takes up to 3 bytes. */
const JSON_PARAM_MAX = 600_000;

/** The items as JSON arrays, each small enough for one parameter. SQL reads them with `json_each(?)`. */
export function jsonChunks(items: readonly unknown[]): string[] {
  const chunks: string[] = [];
  let parts: string[] = [];
  let size = 0;
  for (const item of items) {
    const part = JSON.stringify(item);
    if (parts.length > 0 && size + part.length > JSON_PARAM_MAX) {
      chunks.push(`[${parts.join(",")}]`);
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += part.length + 1;
  }
  if (parts.length > 0) chunks.push(`[${parts.join(",")}]`);
  return chunks;
}

/** True when a batch was aborted by its own guard (see `abortIf`): a condition that it relied on no longer held. */
export const isRefused = (error: unknown): boolean => messagesOf(error).includes("guard.ok");

/**
 * The columns that had to be unique and would not be (`["email"]`), when that is why a write failed. For a unique index
 * over an expression SQLite names the index alone, so that it is the name of the index.
 */
export function takenColumns(error: unknown): string[] {
  const [, index, columns = ""] =
    /UNIQUE constraint failed: (?:index '(\w+)'|([\w., ]+))/.exec(messagesOf(error)) ?? [];
  if (index !== undefined) return [index];
  return [...columns.matchAll(/\w+\.(\w+)/g)].map(([, column = ""]) => column);
}

/** The messages of an error and of its causes: drizzle wraps the database's error in its own. */
export const messagesOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}\n${messagesOf(error.cause)}` : "";

/** A row as D1 returns it, before its columns are decoded. */
export type RawRow = Record<string, unknown>;

/** What a database and a session of it have in common. */
type Preparing = Pick<D1Database, "prepare" | "batch">;

/**
 * One D1 database, whose calls are counted by a meter. A `batch` is one call and one transaction; D1 has no other kind
 * of transaction. `orm` is drizzle on the same database and meter, for tables that are no synced entities.
 *
 * D1 answers a binding without a session from the primary alone, whatever replicas there are.
 */
export class Database {
  // No parameter properties: Node reads this file as it is, for the statements of seeds.
  private readonly d1: D1Database;
  private readonly meter: Meter;
  private drizzled: DrizzleD1Database | undefined;

  constructor(d1: D1Database, meter: Meter) {
    this.d1 = d1;
    this.meter = meter;
  }

  get orm(): DrizzleD1Database {
    this.drizzled ??= drizzle(metered(this.d1, this.meter));
    return this.drizzled;
  }

  /** Runs the statements in one transaction and one D1 call. Returns the rows of each statement, in order. */
  async batch(statements: readonly Statement[]): Promise<RawRow[][]> {
    return (await this.send(this.d1, statements)).map(({ results }) => results);
  }

  /** Runs one statement, in one D1 call. Returns its rows. */
  async all(query: Statement): Promise<RawRow[]> {
    return (await this.batch([query]))[0] ?? [];
  }

  /** The size of the database in bytes, in one D1 call: D1 tells it with the answer to any query. */
  async size(): Promise<number> {
    this.meter.d1 += 1;
    return (await this.d1.prepare("SELECT 1").run()).meta.size_after;
  }

  /** Makes the one call of a batch, to the database or to a session of it. */
  protected async send(d1: Preparing, statements: readonly Statement[]): Promise<D1Result<RawRow>[]> {
    this.meter.d1 += 1;
    const prepared = statements.map(({ sql, params }) => {
      requireWithinD1(sql, params);
      return d1.prepare(sql).bind(...params);
    });
    const [only] = prepared;
    return only && prepared.length === 1 ? [await only.all<RawRow>()] : d1.batch<RawRow>(prepared);
  }
}

/** The methods of D1 that reach the database: those that drizzle calls are counted. */
const D1_CALLS: ReadonlySet<string> = new Set(["first", "all", "raw", "run", "batch", "exec"]);

/**
 * The database as drizzle gets it, with its calls counted: each statement that runs alone, and each batch once.
 * Prepared statements are wrapped too, because they are what runs; `batch` must get the original ones, as D1 refuses
 * others.
 */
function metered(d1: D1Database, meter: Meter): D1Database {
  const originals = new WeakMap<object, object>();
  const wrap = <T extends object>(target: T, sql = ""): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (D1_CALLS.has(String(name))) meter.d1 += 1;
          if (name === "bind") requireWithinD1(sql, args);
          const unwrapped =
            name === "batch" ? [(args[0] as object[]).map((prepared) => originals.get(prepared) ?? prepared)] : args;
          const result: unknown = Reflect.apply(value, object, unwrapped);
          if (name !== "prepare" && name !== "bind") return result;
          const wrapped = wrap(result as object, name === "prepare" ? String(args[0]) : sql);
          originals.set(wrapped, result as object);
          return wrapped;
        };
      },
    });
  return wrap(d1);
}

/** The database with a user's rows. @throws Error when no binding has that name */
export const databaseAt = (env: KernelBindings, { database }: Pick<Home, "database">): D1Database =>
  bindingOf(env, database);

/** The database with a product's users, sessions, devices and codes; of most products also with all users' rows. */
export const identityDatabase = (env: KernelBindings, product: string): D1Database =>
  bindingOf(env, databaseBinding(product));

function bindingOf(env: KernelBindings, name: string): D1Database {
  const binding = unsafeCast<Record<string, D1Database | undefined>>(env)[name];
  if (!binding) throw new Error(`No database ${name}`);
  return binding;
}
