import { Buffer } from "node:buffer";
import { type Context, momentOf } from "../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../kernel/db/database.ts";
import { storedId } from "../kernel/db/stored-id.ts";
import { AppError } from "../kernel/errors.ts";
import { LIMITS } from "../limits.ts";
import type { EntityTable } from "./columns.ts";
import { wireData } from "./commit.ts";
import type { Registry } from "./registry.ts";
import { type RowName, shownRow } from "./shown-rows.ts";
import { tableSql } from "./table-sql.ts";

// What is stored under an idempotency key, and what a repeated request gets. A reply up to `storedReplyBytes` is stored
// whole. Of a larger one, such as that of a bulk request, the rows are left out and only named: a repetition shows them as
// they are by then, with the same ids, statuses and errors as the first time.

/** Begins a stored reply whose rows are only named. No JSON text begins like this. */
const NAMED = "rows ";
/** Begins the name of a row inside such a reply. Clients cannot send text with NUL. */
const MARK = "\0row ";
/** The ids, dates and statuses that every view has are longer. */
const VIEW_BYTES_MIN = 250;

/** The question for the reply that is stored under the request's key. */
export const storedReply = ({ owner, idempotency }: Context): Statement =>
  statement("SELECT fingerprint, body FROM idempotency WHERE owner = ? AND key = ?", owner, idempotency?.key);

/** Stores the reply under the request's key. */
export const storeReply = ({ owner, idempotency, now }: Context, body: string): Statement =>
  statement(
    "INSERT INTO idempotency (owner, key, fingerprint, body, at) VALUES (?, ?, ?, ?, ?)",
    owner,
    idempotency?.key,
    idempotency?.fingerprint,
    body,
    now,
  );

/** The stored form of a reply. */
export function encodeReply(reply: unknown): string {
  let rows = 0;
  const named = JSON.stringify(reply, (_, value: unknown) => {
    const row = typeof value === "object" && value !== null ? shownRow(value) : undefined;
    if (!row) return value;
    rows += 1;
    return nameOf(row);
  });
  const isSmall = named.length + rows * VIEW_BYTES_MIN <= LIMITS.engine.storedReplyBytes;
  const whole = rows === 0 || !isSmall ? named : JSON.stringify(reply);
  if (rows === 0 || (isSmall && Buffer.byteLength(whole) <= LIMITS.engine.storedReplyBytes)) return whole;
  return NAMED + named;
}

/**
 * The reply to a repeated request; one D1 call when its rows were only named.
 * @throws idempotency_conflict when the key stands for another request
 */
export async function replayReply<Result>(ctx: Context, registry: Registry, stored: RawRow): Promise<Result> {
  if (stored.fingerprint !== ctx.idempotency?.fingerprint) {
    throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another request" });
  }
  const body = String(stored.body);
  if (!body.startsWith(NAMED)) return JSON.parse(body) as Result;
  const text = body.slice(NAMED.length);
  const views = await viewsOf(ctx, registry, namesIn(text));
  return JSON.parse(text, (_, value: unknown) => (isName(value) ? views.get(value) : value)) as Result;
}

const isName = (value: unknown): value is string => typeof value === "string" && value.startsWith(MARK);

function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  JSON.parse(text, (_, value: unknown) => {
    if (isName(value)) names.add(value);
    return value;
  });
  return names;
}

/**
 * The rows as they are now, by name; of those that are deleted, the tombstones. Rows may have grown since: those beyond
 * `resultBytes` are left out, as they would be of a first reply.
 */
async function viewsOf(ctx: Context, registry: Registry, names: ReadonlySet<string>): Promise<Map<string, unknown>> {
  const rows = [...names].map((name) => JSON.parse(name.slice(MARK.length)) as RowName);
  const entities = registry.entities.filter((entity) => rows.some(([name]) => name === entity.name));
  const found = await ctx.db.batch(
    entities.map(({ name, table }) => {
      const ids = rows.flatMap(([entity, id]) => (entity === name ? [id] : []));
      return rowsThatFit(table, ctx.owner, ids.map(storedId));
    }),
  );
  const at = await momentOf(ctx);
  const views = new Map<string, unknown>();
  entities.forEach((entity, index) => {
    for (const raw of found[index] ?? []) {
      const row = tableSql(entity.table).decode(raw);
      views.set(nameOf([entity.name, row.id]), wireData(entity, row, at));
    }
  });
  return views;
}

/** @param ids as they are stored */
function rowsThatFit(table: EntityTable, owner: number, ids: readonly string[]): Statement {
  const { name, bytesSql } = tableSql(table);
  return statement(
    `SELECT * FROM (
       SELECT *, sum(${bytesSql}) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS bytesSoFar FROM ${name}
       WHERE owner = ?1 AND id IN (SELECT value FROM json_each(?2))
     ) WHERE bytesSoFar <= ?3`,
    owner,
    JSON.stringify(ids),
    LIMITS.engine.resultBytes,
  );
}

const nameOf = (row: RowName): string => MARK + JSON.stringify(row);
