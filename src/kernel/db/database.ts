import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { unsafeCast } from "../cast.ts";
import type { KernelBindings } from "../env.ts";
import { databaseBinding } from "./binding.ts";

/** Calls that one request made, shown as `Server-Timing` and held by tests. */
export interface Meter {
  d1: number;
  hub: number;
}

/** SQL text with its parameters, positional (`?`) or numbered (`?1`). */
export interface Statement {
  sql: string;
  params: readonly unknown[];
}

export const statement = (sql: string, ...params: unknown[]): Statement => ({ sql, params });

/** A statement with numbered parameters, without those after the last one that its text names: D1 would refuse them. */
export function numbered(sql: string, ...params: unknown[]): Statement {
  const last = Math.max(0, ...Array.from(sql.matchAll(/\?(\d+)/g), ([, number]) => Number(number)));
  return { sql, params: params.slice(0, last) };
}

/** D1 takes values of up to 2 MB; a character takes up to 3 bytes. */
const JSON_PARAM_MAX = 600_000;

/** Lists of values as JSON texts that fit into one parameter each: bulk rows travel as `json_each(?)`. */
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

/** True when a batch was aborted by its own guard: a fact that it relied upon no longer holds. */
export const isRefused = (error: unknown): boolean => messagesOf(error).includes("guard.ok");

/** The columns that had to be unique and would not be (`["email"]`), when that is why a write failed. */
export function takenColumns(error: unknown): string[] {
  const columns = /UNIQUE constraint failed: ([\w., ]+)/.exec(messagesOf(error))?.[1] ?? "";
  return [...columns.matchAll(/\w+\.(\w+)/g)].map(([, column = ""]) => column);
}

/** What an error and its causes say: drizzle wraps the database's own. */
export const messagesOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}\n${messagesOf(error.cause)}` : "";

/** A row as D1 returns it, before its columns are decoded. */
export type RawRow = Record<string, unknown>;

/**
 * One D1 database, metered. A `batch` is one call and one transaction; there is no other kind of transaction here.
 * `orm` is drizzle on the same meter, for tables that are not entities.
 */
export class Database {
  readonly orm: DrizzleD1Database;

  constructor(
    private readonly d1: D1Database,
    private readonly meter: Meter,
  ) {
    this.orm = drizzle(metered(d1, meter));
  }

  /** Runs the statements in one transaction and one call; rows per statement, in order. */
  async batch(statements: readonly Statement[]): Promise<RawRow[][]> {
    this.meter.d1 += 1;
    const [only] = statements;
    if (only && statements.length === 1) return [(await this.prepare(only).all<RawRow>()).results];
    const results = await this.d1.batch<RawRow>(statements.map((one) => this.prepare(one)));
    return results.map((result) => result.results);
  }

  async all(one: Statement): Promise<RawRow[]> {
    return (await this.batch([one]))[0] ?? [];
  }

  private prepare({ sql, params }: Statement): D1PreparedStatement {
    return this.d1.prepare(sql).bind(...params);
  }
}

/** Counts what drizzle sends: each statement run alone, and each batch once. */
function metered(d1: D1Database, meter: Meter): D1Database {
  const counted = new Set(["first", "all", "raw", "run", "batch", "exec"]);
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (counted.has(String(name))) meter.d1 += 1;
          const unwrapped = name === "batch" ? [(args[0] as object[]).map((one) => originals.get(one) ?? one)] : args;
          const result: unknown = Reflect.apply(value, object, unwrapped);
          if (name !== "prepare" && name !== "bind") return result;
          const wrapped = wrap(result as object);
          originals.set(wrapped, result as object);
          return wrapped;
        };
      },
    });
  const originals = new WeakMap<object, object>();
  return wrap(d1);
}

/** The database with this user's data: one per product today, many when one D1 is full. */
export const databaseFor = (env: KernelBindings, product: string, _userId: string): D1Database =>
  bindingOf(env, product);

/** The database with a product's users, sessions, devices and codes. */
export const identityDatabase = (env: KernelBindings, product: string): D1Database => bindingOf(env, product);

function bindingOf(env: KernelBindings, product: string): D1Database {
  const binding = unsafeCast<Record<string, D1Database | undefined>>(env)[databaseBinding(product)];
  if (!binding) throw new Error(`No database for product ${product}`);
  return binding;
}
