import { type Database, isRefused, type Statement, statement } from "../../kernel/db/database.ts";
import { deleteExpired, deleteExpiredReplies, deleteRows } from "../../kernel/db/expired.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { DAY_MS } from "../../kernel/time.ts";
import { scanUsers } from "../maintenance/user-scan.ts";
import type { Registry } from "../registry.ts";
import { tableSql } from "../table-sql.ts";
import { ENTRY_BYTES_SQL, releaseBytes } from "../usage.ts";
import { RETENTION_MS } from "./cursor.ts";

// The bounds of one run; the next run continues.
/** Users whose rows are deleted. */
const USERS_MAX = 50;
/** Users that are looked at. */
const SCANNED_MAX = 2_000;
/** How much older than it has to be something gets until its user is cleaned up. */
const CLEANUP_INTERVAL_MS = 7 * DAY_MS;
/** Rows that are deleted of one table of a user. */
const ROWS_MAX = 5_000;

/** Whether the rows of a user are not to be touched, because they are being moved or belong elsewhere by now. */
const isFrozen = (owner: string): string => `EXISTS (SELECT 1 FROM clocks c WHERE c.owner = ${owner} AND c.frozen > 0)`;

/**
 * Deletes the oldest replies to POST requests whose time is over: a bounded number, one D1 call.
 * @returns true when more may be left
 */
export function deleteExpiredStoredReplies(db: Database, now: number): Promise<boolean> {
  const replies = deleteExpiredReplies(now, `NOT ${isFrozen("idempotency.owner")}`);
  return deleteRows(db, [releaseExpired(ENTRY_BYTES_SQL.idempotency, replies), replies]);
}

/** Rows of a log of users, beside the synced ones, whose time is over. */
interface ExpiredRows {
  readonly table: string;
  /** UTC ms. */
  readonly before: number;
  readonly column: string;
  readonly key: string;
  /** The bytes of one of its rows, as SQL. */
  readonly bytes: string;
}

/** Deletes the oldest rows of a log: a bounded number, one D1 call. @returns true when more may be left */
export function deleteExpiredOf(db: Database, { table, before, column, key, bytes }: ExpiredRows): Promise<boolean> {
  const rows = deleteExpired(table, before, column, { key, condition: `NOT ${isFrozen(`${table}.owner`)}` });
  return deleteRows(db, [releaseExpired(bytes, rows), rows]);
}

/** Takes what the statement will delete off its users' counts of bytes. */
const releaseExpired = (bytes: string, { sql, params }: Statement): Statement => ({
  sql: `UPDATE clocks SET bytes = clocks.bytes - gone.bytes FROM (
      SELECT owner, sum(${bytes}) AS bytes ${sql.replace("DELETE ", "")} GROUP BY owner
    ) gone WHERE clocks.owner = gone.owner`,
  params,
});

/**
 * Deletes tombstones, the log of writes, and the keys of pushed changes, that are older than any cursor which still counts. The newest of those
 * writes stays in the log: it marks how far back the log reaches.
 * @returns true when users remain
 */
export async function deleteOldHistory(db: Database, registry: Registry, now: number): Promise<boolean> {
  const before = now - RETENTION_MS;
  // Once a week and not every day: to find what is old, all of the user's keys are read.
  const dueBefore = before - CLEANUP_INTERVAL_MS;
  const scan = {
    job: "forget history",
    users: ["SELECT owner FROM clocks WHERE frozen <= 0"],
    isDue: "EXISTS (SELECT 1 FROM commits WHERE owner = u.owner AND at < ?3 ORDER BY at LIMIT 1 OFFSET 1)",
    params: [dueBefore],
    scannedMax: SCANNED_MAX,
    dueMax: USERS_MAX,
  };
  return scanUsers(db, scan, async (owners) => {
    for (const owner of owners) await deleteHistory(db, owner, historyStatements(registry, owner, before));
  });
}

/** A user whose clock was frozen after the scan had seen it is left alone. */
async function deleteHistory(db: Database, owner: number, deletions: readonly Statement[]): Promise<void> {
  const abortIfFrozen = abortIf({ sql: isFrozen("?"), params: [owner] });
  await db.batch([abortIfFrozen, ...deletions]).catch((error: unknown) => {
    if (!isRefused(error)) throw error;
  });
}

/** `?1` user, `?2` UTC ms, `?3` rows at most. */
function historyStatements(registry: Registry, owner: number, before: number): Statement[] {
  const horizon = "(SELECT rev FROM commits WHERE owner = ?1 AND at < ?2 ORDER BY at DESC, rev DESC LIMIT 1)";
  const deleteWhere = (table: string, key: string, bytes: string, condition: string): Statement[] => {
    const which = `(${key}) IN (SELECT ${key} FROM ${table} WHERE owner = ?1 AND ${condition} LIMIT ?3)`;
    const params = [owner, before, ROWS_MAX];
    return [releaseBytes(table, bytes, which, ...params), statement(`DELETE FROM ${table} WHERE ${which}`, ...params)];
  };
  const hasConflict = (name: string) =>
    `EXISTS (SELECT 1 FROM conflicts c WHERE c.owner = ?1 AND c.entity = '${name}' AND c.id = ${name}.id)`;
  const tombstones = registry.entities
    .filter(({ isKeptForever }) => !isKeptForever)
    .map(({ table }) => tableSql(table))
    .flatMap(({ name, bytesSql }) =>
      deleteWhere(name, "seq", bytesSql, `showStatus = 'deleted' AND rev <= ${horizon} AND NOT ${hasConflict(name)}`),
    );
  const isOld = `owner = ?1 AND rev < ${horizon}`;
  const hasLog = `(EXISTS (SELECT 1 FROM revisions WHERE ${isOld}) OR EXISTS (SELECT 1 FROM syncKeys WHERE ${isOld}))`;
  return [
    ...tombstones,
    ...deleteWhere("syncKeys", "owner, key", ENTRY_BYTES_SQL.syncKeys, `rev < ${horizon}`),
    ...deleteWhere("revisions", "owner, entity, id, rev", ENTRY_BYTES_SQL.revisions, `rev < ${horizon}`),
    ...deleteWhere("commits", "owner, rev", ENTRY_BYTES_SQL.commits, `rev < ${horizon} AND NOT ${hasLog}`),
  ];
}
