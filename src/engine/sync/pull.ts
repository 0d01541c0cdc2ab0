import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { invalid } from "../../kernel/errors.ts";
import { type Moment, toIso } from "../../kernel/time.ts";
import { wireData } from "../commit.ts";
import type { AnyEntity } from "../entity.ts";
import type { Registry } from "../registry.ts";
import { tableSql } from "../table-sql.ts";
import type { PulledChange, PullQuery, PullReply } from "./contract.ts";
import { type Cursor, cursorExpired, decodeCursor, encodeCursor, isExpired } from "./cursor.ts";
import { pageOf } from "./rules.ts";

/** `since` is a moment, not a write: what was being written around it comes again. */
const OVERLAP_MS = 60_000;
const NO_TOMBSTONES = Number.MAX_SAFE_INTEGER;

/** Rows of one page, unless the client asks for another number. */
export const PAGE_DEFAULT = 500;

type PulledRow = z.output<typeof PulledChange>;

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

/** Where a pull starts. @throws invalid_input, cursor_expired. `since` is UTC ms; a cursor takes precedence over it. */
export function startOf(
  { cursor, since }: { cursor?: string | null | undefined; since?: number | null | undefined },
  now: number,
): Start {
  if (cursor) return { cursor: decodeCursor(cursor, now) };
  if (since === undefined || since === null) return "beginning";
  if (isExpired(since, now)) throw cursorExpired();
  return { since };
}

/**
 * The questions of a pull: the clock, and each entity's rows after the start, oldest first. Every answer holds its
 * last write whole, so one more row than `limit` tells that there is more.
 */
export function pullStatements(userId: string, { start, entities, limit }: PullPlan): Statement[] {
  const { after, param, skip } = position(start);
  const rows = entities.map((entity) => {
    const { name } = tableSql(entity.table);
    const wanted = `userId = ?1 AND rev > ${after} AND (showStatus <> 'deleted' OR rev > ?3)`;
    const last = `SELECT rev FROM ${name} WHERE ${wanted} ORDER BY rev LIMIT 1 OFFSET ?4`;
    return statement(
      `SELECT *, EXISTS (SELECT 1 FROM revisions r WHERE r.userId = ?1 AND r.entity = ?5 AND r.id = ${name}.id
         AND r.operation = 'create' AND r.rev > ${after}) AS isNew
       FROM ${name} WHERE ${wanted} AND rev <= ifnull((${last}), ${Number.MAX_SAFE_INTEGER})`,
      userId,
      param,
      skip,
      limit,
      entity.name,
    );
  });
  return [statement("SELECT rev FROM clocks WHERE userId = ?1", userId), ...rows];
}

/** The SQL of the last write that the client has; its parameter is `?2`. */
function position(start: Start): { after: string; param: number; skip: number } {
  if (start === "beginning") return { after: "?2", param: 0, skip: NO_TOMBSTONES };
  if ("cursor" in start) return { after: "?2", param: start.cursor.rev, skip: start.cursor.skipTombstones };
  const first = "(SELECT rev - 1 FROM commits WHERE userId = ?1 AND at >= ?2 ORDER BY at LIMIT 1)";
  const clock = "(SELECT rev FROM clocks WHERE userId = ?1)";
  return { after: `coalesce(${first}, ${clock}, 0)`, param: start.since - OVERLAP_MS, skip: 0 };
}

/** The page that the answers to `pullStatements` hold. @throws cursor_expired when the cursor is ahead of the clock */
export function readPull(at: Moment, plan: PullPlan, answers: readonly RawRow[][]): Pulled {
  const [clockRows = [], ...found] = answers;
  const clock = Number(clockRows[0]?.rev ?? 0);
  const { start, limit } = plan;
  // The database was restored to an earlier state: the client has to start over to have the same rows.
  if (typeof start === "object" && "cursor" in start && start.cursor.rev > clock) throw cursorExpired();
  const changes = plan.entities.flatMap((entity, index) =>
    (found[index] ?? []).map((raw) => changeOf(entity, raw, at, start === "beginning")),
  );
  const { page, hasMore } = pageOf(changes, limit, clock);
  const rev = hasMore ? (page.at(-1)?.rev ?? clock) : clock;
  return { changes: page, cursor: encodeCursor(nextCursor(at.now, start, { rev, clock, hasMore })), hasMore };
}

function changeOf(entity: AnyEntity, raw: RawRow, at: Moment, fromBeginning: boolean): PulledRow {
  const row = tableSql(entity.table).decode(raw);
  const isDeleted = row.showStatus === "deleted";
  const operation = isDeleted ? "delete" : fromBeginning || raw.isNew === 1 ? "create" : "update";
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
  { rev, clock, hasMore }: { rev: number; clock: number; hasMore: boolean },
) {
  if (!hasMore) return { rev, issuedAt: now, skipTombstones: 0 };
  if (start === "beginning") return { rev, issuedAt: now, skipTombstones: clock };
  if ("cursor" in start) return { ...start.cursor, rev };
  return { rev, issuedAt: start.since, skipTombstones: 0 };
}

/** Rows and tombstones after the start, oldest first, never splitting one write; one D1 call. */
export async function pull(ctx: Context, plan: PullPlan): Promise<Pulled> {
  const answers = await ctx.db.batch(pullStatements(ctx.userId, plan));
  return readPull(await momentOf(ctx), plan, answers);
}

/** `GET /sync/pull`. @throws invalid_input, cursor_expired */
export async function pullPage(
  registry: Registry,
  ctx: Context,
  { cursor, since, entities, limit }: z.output<typeof PullQuery>,
): Promise<z.output<typeof PullReply>> {
  const plan = { start: startOf({ cursor, since }, ctx.now), entities: entitiesNamed(registry, entities), limit };
  return { ...(await pull(ctx, plan)), serverTime: toIso(ctx.now) };
}

function entitiesNamed(registry: Registry, names: string | undefined): readonly AnyEntity[] {
  if (names === undefined) return registry.entities;
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  for (const name of wanted) if (!registry.byName(name)) throw invalid("entities", `No such entity: ${name}`);
  return registry.entities.filter(({ name }) => wanted.has(name));
}

/** Changes after `cursor`, for a socket that catches up. @throws cursor_expired, invalid_input */
export const pullForSocket = (registry: Registry, ctx: Context, cursor: string): Promise<Pulled> =>
  pull(ctx, { start: startOf({ cursor }, ctx.now), entities: registry.entities, limit: PAGE_DEFAULT });
