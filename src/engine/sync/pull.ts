import { Buffer } from "node:buffer";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { numbered, type RawRow, type Statement } from "../../kernel/db/database.ts";
import { clockOf } from "../../kernel/db/near-database.ts";
import { storedId } from "../../kernel/db/stored-id.ts";
import { invalid } from "../../kernel/errors.ts";
import { toIso, type UserMoment } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import { clock as clockStatement } from "../clock.ts";
import { wireData } from "../commit.ts";
import type { AnyEntity } from "../entity.ts";
import { fieldsWhere } from "../fields-where.ts";
import type { Registry } from "../registry.ts";
import { tableSql } from "../table-sql.ts";
import type { AnyRow } from "../tracked-row.ts";
import type { PulledChange, PullQuery, PullReply } from "./contract.ts";
import { type Cursor, cursorExpired, decodeCursor, encodeCursor, historyFrom } from "./cursor.ts";
import { type Answer, pageOf } from "./page.ts";

/** `since` is a moment, not a write: what was being written around it comes again. */
const OVERLAP_MS = 60_000;
const NO_TOMBSTONES = Number.MAX_SAFE_INTEGER;

/** Rows of one page, unless the client asks for another number. */
export const PAGE_DEFAULT = 500;

export type PulledRow = z.output<typeof PulledChange>;

export interface Pulled {
  changes: PulledRow[];
  cursor: string;
  hasMore: boolean;
}

/** Where reading goes on: after a cursor, at a moment, or from the very beginning. */
export type Start = { cursor: Cursor } | { since: number } | "beginning";

/** What one pull asks for. */
export interface PullPlan {
  start: Start;
  entities: readonly AnyEntity[];
  limit: number;
}

/** Rows of the write in whose batch a pull runs, which the pull leaves out; by entity, in the order of their numbers. */
export type OwnRows = ReadonlyMap<string, readonly OwnRow[]>;

/** `bytes` counts its texts. */
interface OwnRow {
  readonly row: PulledRow;
  readonly bytes: number;
}

const NO_ROWS: OwnRows = new Map();
const [ALL, ALL_BUT_CREATED] = ["", " AND createdRev < (SELECT rev FROM clocks WHERE owner = ?1)"];

/**
 * Where a pull starts. `since` is UTC ms; a cursor takes precedence over it.
 * @param from see `historyFrom`
 * @throws invalid_input, cursor_expired
 */
export function startOf(
  { cursor, since }: { cursor?: string | null | undefined; since?: number | null | undefined },
  from: number,
): Start {
  if (cursor) return { cursor: decodeCursor(cursor, from) };
  if (since === undefined || since === null) return "beginning";
  if (since < from) throw cursorExpired();
  return { since };
}

/**
 * The questions of a pull: the clock, and each entity's rows after the start, oldest first. An answer holds the write of its
 * `limit`th row whole, unless it gets larger than any page. The window gives its rows their order, without sorting again.
 * @param isOwnBatch they run at the end of a write's batch, and leave out the rows that it has created: to read 500 of these back
 * takes a fifth of a push, and whoever created them has them in memory
 */
export function pullStatements(
  owner: number,
  { start, entities, limit }: PullPlan,
  { isOwnBatch = false }: { isOwnBatch?: boolean } = {},
): Statement[] {
  const rows = entities.map((entity, index) => {
    const { name, bytesSql, json } = tableSql(entity.table);
    const { after, wanted: changed, params, id = null } = position(start, entities, index, name);
    const wanted = `${changed}${isOwnBatch ? ALL_BUT_CREATED : ALL}`;
    return numbered(
      `WITH last AS MATERIALIZED (SELECT rev FROM ${name} WHERE ${wanted} ORDER BY rev LIMIT 1 OFFSET ?4 - 1),
       found AS (
         SELECT rev, seq, ${bytesSql} AS rowBytes FROM ${name}
         WHERE ${wanted} AND rev <= ifnull((SELECT rev FROM last), ${Number.MAX_SAFE_INTEGER})
         ORDER BY rev, seq LIMIT ?5
       ), summed AS (
         SELECT *, sum(rowBytes) OVER (ORDER BY rev, seq ROWS UNBOUNDED PRECEDING) AS bytesSoFar FROM found
       )
       SELECT ${json.select("t")}, rowBytes,
         t.createdRev > ${after} AS isNew,
         EXISTS (SELECT 1 FROM ${name} WHERE ${wanted} AND rev > (SELECT rev FROM last)) AS hasLater
       FROM summed s CROSS JOIN ${name} t ON t.seq = s.seq WHERE bytesSoFar - rowBytes <= ?6`,
      owner,
      ...params,
      limit,
      LIMITS.engine.pullRows + 1,
      LIMITS.engine.pullBytes,
      id,
    );
  });
  return [clockStatement(owner), ...rows];
}

/**
 * The SQL of the last write that the client has, and of an entity's rows after the start. `?2` and `?3` are `params`: the
 * moment or write of the start, and the last write whose tombstones are left out.
 */
function position(start: Start, entities: readonly AnyEntity[], index: number, name: string): Position {
  const wanted = (after: string) => `owner = ?1 AND rev > ${after} AND (showStatus <> 'deleted' OR rev > ?3)`;
  if (start === "beginning") return { after: "?2", wanted: wanted("?2"), params: [0, NO_TOMBSTONES] };
  if ("since" in start) {
    const first = "(SELECT rev - 1 FROM commits WHERE owner = ?1 AND at >= ?2 ORDER BY at LIMIT 1)";
    const after = `coalesce(${first}, (SELECT rev FROM clocks WHERE owner = ?1), 0)`;
    return { after, wanted: wanted(after), params: [start.since - OVERLAP_MS, 0] };
  }
  const { rev, skipTombstones, within } = start.cursor;
  const params = [rev, skipTombstones] as const;
  const last = entities.findIndex(({ name }) => name === within?.entity);
  if (within === undefined || index > last) return { after: "?2", wanted: wanted("?2"), params };
  // The rows of the write `?2 + 1` that the client has: all of entities before the last one, and some of that.
  if (index < last) return { after: "?2", wanted: wanted("?2 + 1"), params };
  const place = `(SELECT seq FROM ${name} WHERE owner = ?1 AND id = ?7)`;
  return {
    after: "?2",
    wanted: `${wanted("?2")} AND (rev > ?2 + 1 OR ${name}.seq > ${place})`,
    params,
    id: storedId(within.id),
  };
}

interface Position {
  readonly after: string;
  readonly wanted: string;
  readonly params: readonly [number, number];
  /** `?7`, as it is stored: the last row that the client has of a write that it has not whole. */
  readonly id?: string;
}

/**
 * The page that the answers to `pullStatements` hold.
 * @param own the rows that were left out of the answers, of the newest write
 * @throws cursor_expired when the cursor is ahead of the clock
 */
export function readPull(at: UserMoment, plan: PullPlan, answers: readonly RawRow[][], own: OwnRows = NO_ROWS): Pulled {
  const [clockRows = [], ...found] = answers;
  const clock = clockOf(clockRows);
  const { start, limit } = plan;
  // The database was restored to an earlier state: the client has to start over to have the same rows.
  if (typeof start === "object" && "cursor" in start && start.cursor.rev > clock) throw cursorExpired();
  const { rows, hasMore, endsInsideWrite } = pageOf(
    plan.entities.map((entity, index) =>
      withOwn(answerOf(entity, found[index] ?? [], at, start === "beginning"), own.get(entity.name)),
    ),
    { limit, rowsMax: LIMITS.engine.pullRows, bytesMax: LIMITS.engine.pullBytes, sizeOf: measureOf(found, own) },
  );
  const last = rows.at(-1);
  const within = last && endsInsideWrite ? { entity: last.entity, id: last.id } : undefined;
  const rev = hasMore && last ? last.rev - (within ? 1 : 0) : clock;
  return { changes: rows, cursor: encodeCursor(nextCursor(at.now, start, { rev, within, clock, hasMore })), hasMore };
}

function answerOf(
  entity: AnyEntity,
  raws: readonly RawRow[],
  at: UserMoment,
  fromBeginning: boolean,
): Answer<PulledRow> {
  const bytes = raws.reduce((sum, { rowBytes }) => sum + Number(rowBytes), 0);
  const isCut = raws.length > LIMITS.engine.pullRows || bytes > LIMITS.engine.pullBytes;
  const sql = tableSql(entity.table);
  const rows = sql.json.rowsOf(raws).map((raw, index) => {
    const isNew = fromBeginning || raws[index]?.isNew === 1;
    return changeOf(entity, sql.decode(raw), isNew, at);
  });
  return { rows, isCut, hasLater: raws.at(-1)?.hasLater === 1 };
}

/** Nothing is newer than the write's own rows: they follow those of the answer, unless there are others in between. */
const withOwn = (answer: Answer<PulledRow>, own: readonly OwnRow[] = []): Answer<PulledRow> =>
  own.length === 0 || answer.isCut || answer.hasLater
    ? answer
    : { ...answer, rows: [...answer.rows, ...own.map(({ row }) => row)] };

/** Escapes make at most six bytes of one; names of fields and numbers are shorter than this. */
const [ESCAPED_BYTES, FRAME_BYTES] = [6, 2048];

/** To write every row as JSON only to measure it would double what a pull takes: small pages need it not. */
function measureOf(found: readonly RawRow[][], own: OwnRows): (row: PulledRow) => number {
  const sizes = [...found.flat().map(({ rowBytes }) => Number(rowBytes)), ...bytesOf(own)];
  const most = sizes.reduce((sum, bytes) => sum + bytes * ESCAPED_BYTES + FRAME_BYTES, 0);
  return most <= LIMITS.engine.pullBytes ? () => 0 : (row) => Buffer.byteLength(JSON.stringify(row));
}

const bytesOf = (own: OwnRows): number[] => [...own.values()].flat().map(({ bytes }) => bytes);

function changeOf(entity: AnyEntity, row: AnyRow, isNew: boolean, at: UserMoment): PulledRow {
  const isDeleted = row.showStatus === "deleted";
  const operation = isDeleted ? "delete" : isNew ? "create" : "update";
  return {
    entity: entity.name,
    id: row.id,
    operation,
    rev: row.rev,
    data: unsafeCast(wireData(entity, row, at)),
    serverUpdatedAt: toIso(row.updatedAt),
  };
}

/**
 * Between pages the cursor keeps the time at which the reading began, because the deletions that the next pages have to
 * name may be as old as that.
 */
function nextCursor(
  now: number,
  start: Start,
  { rev, within, clock, hasMore }: { rev: number; within: Cursor["within"]; clock: number; hasMore: boolean },
): Cursor {
  if (!hasMore) return { rev, issuedAt: now, skipTombstones: 0 };
  if (start === "beginning") return { rev, within, issuedAt: now, skipTombstones: clock };
  if ("cursor" in start) return { ...start.cursor, rev, within };
  return { rev, within, issuedAt: start.since, skipTombstones: 0 };
}

/** Rows and tombstones after the start, oldest first, never splitting one write that fits; one D1 call. */
export async function pull(ctx: Context, plan: PullPlan): Promise<Pulled> {
  const answers = await ctx.db.batch(pullStatements(ctx.owner, plan));
  return readPull(await momentOf(ctx), plan, answers);
}

/** `GET /sync/pull`. @throws invalid_input, cursor_expired */
export async function pullPage(
  registry: Registry,
  ctx: Context,
  { cursor, since, entities, limit, nulls }: z.output<typeof PullQuery>,
): Promise<z.output<typeof PullReply>> {
  const plan = {
    start: startOf({ cursor, since }, historyFrom(ctx)),
    entities: entitiesNamed(registry, entities),
    limit,
  };
  const pulled = await pull(ctx, plan);
  const changes = nulls === "omit" ? pulled.changes.map(withoutEmpty) : pulled.changes;
  return { ...pulled, changes, serverTime: toIso(ctx.now) };
}

/**
 * The row without fields that are null or an empty list: about half of a usual one. What is inside of fields stays as it is,
 * because those objects and lists are compared and replaced whole.
 */
const withoutEmpty = (row: PulledRow): PulledRow => ({
  ...row,
  data: fieldsWhere(row.data, (value) => !isEmpty(value)),
});

const isEmpty = (value: unknown): boolean => (Array.isArray(value) ? value.length === 0 : (value ?? null) === null);

function entitiesNamed(registry: Registry, names: string | undefined): readonly AnyEntity[] {
  if (names === undefined) return registry.entities;
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  for (const name of wanted) if (!registry.byName(name)) throw invalid("entities", `No such entity: ${name}`);
  return registry.entities.filter(({ name }) => wanted.has(name));
}

/** Changes after `cursor`, for a socket that catches up. @throws cursor_expired, invalid_input */
export const pullForSocket = (registry: Registry, ctx: Context, cursor: string): Promise<Pulled> =>
  pull(ctx, { start: startOf({ cursor }, historyFrom(ctx)), entities: registry.entities, limit: PAGE_DEFAULT });
