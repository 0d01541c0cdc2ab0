import type { Change } from "../kernel/change.ts";
import type { Context } from "../kernel/context.ts";
import { jsonChunks, type RawRow, type Statement, statement } from "../kernel/db/database.ts";
import { abortIf } from "../kernel/db/guard.ts";
import { storedId, storedKey } from "../kernel/db/stored-id.ts";
import { AppError } from "../kernel/errors.ts";
import type { UserMoment } from "../kernel/time.ts";
import { clock } from "./clock.ts";
import { ENGINE_DERIVED, type EntityTable } from "./columns.ts";
import { tableSql } from "./table-sql.ts";
import type { FieldChanges } from "./tables.ts";
import { type AnyRow, sameValue, type TrackedRow } from "./tracked-row.ts";
import type { UnitOfWork } from "./unit-of-work.ts";
import { entryBytes } from "./usage.ts";

/** When a client that met a frozen clock should try again: moving most users takes less. */
const RETRY_SECONDS = 5;

/** Thrown when a guarded fact no longer holds, or another write took the same key first: fresh state may succeed. */
export class LostRace extends Error {}

export interface Committed {
  rev: number;
  changes: Change[];
  /** Answers of the `readBack` statements, which ran at the end of the same batch. */
  readBack: RawRow[][];
}

/**
 * Commits everything a unit of work changed in one batch: guards, clock, rows, derived numbers, revisions, and
 * whatever the unit added. All rows get the clock's new value as `rev`.
 * @throws LostRace; AppError invalid_input when a number leaves its column's range; unavailable while the user's clock is
 * frozen, because the user's rows are being moved to another database, or have been
 */
export async function commit(
  ctx: Context,
  work: UnitOfWork,
  { reply, readBack = [] }: { reply: string | null; readBack?: readonly Statement[] | undefined },
): Promise<Committed> {
  const { owner } = ctx;
  const written = [...work.written()];
  const revisions = revisionsOf(written);
  const logBytes = revisions.reduce((sum, [, , changes]) => sum + entryBytes(changes), entryBytes());
  const bytes = work.usage.bytes + logBytes + (reply === null ? 0 : entryBytes(reply));
  const incremented = [...new Set(written.filter(isRelative).map((tracked) => tracked.entity.table))];
  const statements: Statement[] = [
    ...guards(owner, work),
    statement(
      `INSERT INTO clocks (owner, rev, bytes) VALUES (?1, 1, ?2)
       ON CONFLICT (owner) DO UPDATE SET rev = iif(frozen > 0, NULL, rev + 1), bytes = bytes + ?2`,
      owner,
      bytes,
    ),
    ...rowStatements(owner, work, written),
    ...revisionStatements(owner, revisions),
    ...countsOf(owner, written),
    statement(
      `INSERT INTO commits (owner, rev, at, source, sessionId, requestId)
        SELECT ?1, rev, ?2, ?3, ?4, ?5 FROM clocks WHERE owner = ?1`,
      owner,
      ctx.now,
      ctx.source,
      ctx.sessionId === "" ? null : storedId(ctx.sessionId),
      storedKey(ctx.requestId),
    ),
    ...work.additionalStatements,
    ...work.counted.conditions(owner).map(({ sql, params }) => abortIf({ sql: `NOT (${sql})`, params })),
  ];
  const answers = await runBatch(ctx, [
    ...statements,
    clock(owner),
    ...incremented.map((t) => tableSql(t).stamped(owner)),
    ...readBack,
  ]);
  const [clockRows = [], ...rest] = answers.slice(statements.length);
  const rev = Number(clockRows[0]?.rev);
  const fresh = new Map<EntityTable, Map<string, AnyRow>>();
  incremented.forEach((table, index) => {
    const rows = (rest[index] ?? []).map((raw) => tableSql(table).decode(raw));
    fresh.set(table, new Map(rows.map((row) => [row.id, row])));
  });
  const changes = written.map((tracked): Change => {
    const row = fresh.get(tracked.entity.table)?.get(tracked.row.id) ?? tracked.row;
    return changeOf(tracked, row, rev, work.at);
  });
  return { rev, changes, readBack: rest.slice(incremented.length) };
}

/** A rule relied on derived columns, or they were overwritten: the whole row must still be as it was read. */
const isExact = ({ isFullyGuarded, overwritten }: TrackedRow): boolean => isFullyGuarded || overwritten.size > 0;

/** Numbers were added to without relying on their values, so their new values must be read back from D1. */
const isRelative = (tracked: TrackedRow): boolean =>
  tracked.before !== null && tracked.added.size > 0 && !isExact(tracked);

function changeOf({ entity, before }: TrackedRow, row: AnyRow, rev: number, at: UserMoment): Change {
  const isDeleted = row.showStatus === "deleted";
  const operation = isDeleted ? "delete" : before === null || before.showStatus === "deleted" ? "create" : "update";
  return { entity: entity.name, id: row.id, operation, rev, data: wireData(entity, row, at) };
}

/** A row as on the wire; of a deleted one only the tombstone. */
export const wireData = (entity: TrackedRow["entity"], row: AnyRow, at: UserMoment): unknown =>
  row.showStatus === "deleted" ? tombstoneOf(row) : entity.wireView(row as never, at);

/** The same in a reply that may be stored under an idempotency key (`Entity.view`). */
export const shownData = (entity: TrackedRow["entity"], row: AnyRow, at: UserMoment): unknown =>
  row.showStatus === "deleted" ? tombstoneOf(row) : entity.view(row as never, at);

const tombstoneOf = ({ id }: AnyRow) => ({ id, showStatus: "deleted" });

/** One statement that inserts NULL into `guard`, and so aborts the batch, unless every row that a rule relied upon is unchanged. */
function guards(owner: number, work: UnitOfWork): Statement[] {
  const conditions: string[] = [];
  const params: unknown[] = [];
  for (const [table, rows] of work.tracked) {
    const tracked = [...rows.values()].filter(({ before }) => before !== null);
    const exact = tracked.filter(isExact);
    const edited = tracked.filter((row) => !isExact(row) && (row.isEditGuarded || row.edited.size > 0));
    for (const [version, group] of [["rev", exact] as const, ["editRev", edited] as const]) {
      if (group.length === 0) continue;
      conditions.push(`${tableSql(table).countUnchanged(version)} <> ?`);
      params.push(
        JSON.stringify(group.map(({ before, row }) => [storedId(row.id), before?.[version]])),
        owner,
        group.length,
      );
    }
  }
  for (const { sql, params: values } of [...work.guardedConditions.values(), ...work.usage.roomConditions(owner)]) {
    conditions.push(`NOT (${sql})`);
    params.push(...values);
  }
  return conditions.length === 0 ? [] : [abortIf({ sql: conditions.join(" OR "), params })];
}

function rowStatements(owner: number, work: UnitOfWork, written: readonly TrackedRow[]): Statement[] {
  const statements: Statement[] = [];
  for (const [table] of work.tracked) {
    const sql = tableSql(table);
    const ours = written.filter((tracked) => tracked.entity.table === table);
    const created = ours.filter(({ before }) => before === null);
    if (created.length > 0)
      statements.push(
        ...sql.insert(
          owner,
          created.map(({ row }) => row),
        ),
      );
    const changed = ours.filter(({ before }) => before !== null);
    for (const exact of [true, false]) {
      for (const edit of [true, false]) {
        const group = changed.filter((row) => isExact(row) === exact && row.edited.size > 0 === edit);
        const names = new Set(group.flatMap((row) => absoluteColumns(row, exact)));
        if (names.size > 0) {
          names.add("updatedAt");
          statements.push(
            ...sql.update(
              owner,
              group.map(({ row }) => row),
              [...names],
              edit,
            ),
          );
        }
      }
    }
    statements.push(...increments(owner, table, changed.filter(isRelative), work.now));
  }
  return statements;
}

/** The guard holds these columns still, so writing them whole is right for every row of the group. */
const absoluteColumns = ({ edited, overwritten, added }: TrackedRow, exact: boolean): string[] =>
  exact ? [...edited, ...overwritten, ...added.keys()] : [...edited];

function increments(owner: number, table: EntityTable, tracked: readonly TrackedRow[], now: number): Statement[] {
  const columns = new Set(tracked.flatMap(({ added }) => [...added.keys()]));
  return [...columns].map((column) => {
    const group = tracked.flatMap(({ row, added }) => {
      const by = added.get(column);
      return by === undefined ? [] : [{ id: row.id, column, by }];
    });
    return tableSql(table).increment(owner, column, group, now);
  });
}

/** `id` as it is stored. */
type Revision = [entity: string, id: string, changes: string];

/** The log of edits. Rows whose derived numbers alone changed have no entry, and new ones none: `createdRev` tells of them. */
function revisionsOf(written: readonly TrackedRow[]): Revision[] {
  return written.flatMap(({ entity, before, row, edited }): Revision[] => {
    if (before === null) return [];
    const changes: FieldChanges = {};
    for (const name of edited) {
      if (!ENGINE_DERIVED.has(name) && !sameValue(before[name], row[name])) changes[name] = [before[name], row[name]];
    }
    if (Object.keys(changes).length === 0) return [];
    return [[entity.name, storedId(row.id), JSON.stringify(changes)]];
  });
}

function revisionStatements(owner: number, entries: readonly Revision[]): Statement[] {
  // `?1` user, `?2` the entries as JSON lists.
  const sql = `INSERT INTO revisions (owner, entity, id, rev, changes)
    SELECT ?1, j.value ->> 0, j.value ->> 1, c.rev, j.value ->> 2
    FROM clocks c CROSS JOIN json_each(?2) j
    WHERE c.owner = ?1`;
  return jsonChunks(entries).map((chunk) => ({ sql, params: [owner, chunk] }));
}

/** Keeps the totals of whole lists; nothing to do for edits that leave `showStatus` as it is. */
function countsOf(owner: number, written: readonly TrackedRow[]): Statement[] {
  const counts = new Map<string, [entity: string, showStatus: string, by: number]>();
  const count = (entity: string, showStatus: string | undefined, by: number) => {
    if (showStatus !== "active" && showStatus !== "archived") return;
    const key = `${entity} ${showStatus}`;
    counts.set(key, [entity, showStatus, (counts.get(key)?.[2] ?? 0) + by]);
  };
  for (const { entity, before, row } of written) {
    count(entity.name, before?.showStatus, -1);
    count(entity.name, row.showStatus, 1);
  }
  const changed = [...counts.values()].filter(([, , by]) => by !== 0);
  if (changed.length === 0) return [];
  return [
    statement(
      `INSERT INTO rowCounts (owner, entity, showStatus, count)
       SELECT ?1, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2) WHERE true
       ON CONFLICT (owner, entity, showStatus) DO UPDATE SET count = count + excluded.count`,
      owner,
      JSON.stringify(changed),
    ),
  ];
}

async function runBatch(ctx: Context, statements: readonly Statement[]): Promise<RawRow[][]> {
  try {
    return await ctx.db.batch(statements);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/NOT NULL constraint failed: guard\.ok|UNIQUE constraint failed/.test(message)) throw new LostRace(message);
    // A frozen clock takes no write: `rev` would be NULL.
    if (message.includes("NOT NULL constraint failed: clocks.rev")) {
      throw new AppError("unavailable", {
        message: "Your data is being moved; try again in a few seconds",
        headers: { "Retry-After": String(RETRY_SECONDS) },
      });
    }
    const range = /CHECK constraint failed: \w+_(\w+)_range/.exec(message);
    if (range?.[1]) {
      throw new AppError("invalid_input", {
        details: [{ field: "amount", message: `${range[1]} would leave the range of exact amounts` }],
      });
    }
    throw error;
  }
}
