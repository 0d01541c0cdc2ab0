import { Buffer } from "node:buffer";
import { type Statement, statement } from "../kernel/db/database.ts";
import { limitReached } from "../kernel/errors.ts";
import { LIMITS } from "../limits.ts";
import { ENGINE_DERIVED, type EntityTable } from "./columns.ts";
import type { Lookup } from "./read-plan.ts";
import { ENTRY_BYTES, tableSql } from "./table-sql.ts";
import type { AnyRow } from "./tracked-row.ts";

// What one user's data takes, and how much of it one user may have. `clocks.bytes` counts the texts of rows (tombstones
// included), of the revisions log, of stored replies, of answers to pushed changes and of conflicts, and `ENTRY_BYTES` for
// each of these and for each commit. It moves in the batch that writes or deletes them.

/** What a user has stored: the clock, bytes, and by entity the rows that are not deleted. */
export interface Stored {
  readonly rev: number;
  readonly bytes: number;
  readonly rows: ReadonlyMap<string, number>;
}

/** What the user has before this write. */
export const stored: Lookup<null, Stored> = {
  name: "what is stored",
  statement: (owner) =>
    statement(
      `SELECT NULL AS entity, bytes AS n, rev FROM clocks WHERE owner = ?1
       UNION ALL SELECT entity, sum(count), NULL FROM rowCounts WHERE owner = ?1 GROUP BY entity`,
      owner,
    ),
  parse(rows) {
    const clock = rows.find(({ entity }) => entity === null);
    return {
      rev: Number(clock?.rev ?? 0),
      bytes: Number(clock?.n ?? 0),
      rows: new Map(rows.flatMap(({ entity, n }) => (entity === null ? [] : [[String(entity), Number(n)]]))),
    };
  },
};

/** Bytes of an entry that holds these texts. */
export const entryBytes = (...texts: (string | null)[]): number =>
  texts.reduce((sum, text) => sum + (text === null ? 0 : Buffer.byteLength(text)), ENTRY_BYTES);

/** The bytes of an entry of a log, as SQL; `texts` are its text columns that count. */
export const entryBytesSql = (...texts: string[]): string =>
  [String(ENTRY_BYTES), ...texts.map((column) => `ifnull(octet_length(${column}), 0)`)].join(" + ");

/** By table, the bytes of one of its entries. */
export const ENTRY_BYTES_SQL = {
  commits: entryBytesSql(),
  revisions: entryBytesSql("changes"),
  idempotency: entryBytesSql("body"),
  syncKeys: entryBytesSql("key", "outcome"),
  conflicts: entryBytesSql("local", "base"),
} as const;

const moveBytes =
  (sign: "+" | "-") =>
  (table: string, bytes: string, where: string, ...params: unknown[]): Statement =>
    statement(
      `UPDATE clocks SET bytes = bytes ${sign} (SELECT ifnull(sum(${bytes}), 0) FROM ${table} WHERE ${where}) WHERE owner = ?1`,
      ...params,
    );

/** Takes off the counter what the entries hold that the next statement deletes or changes; `?1` is the user in `where`, too. */
export const releaseBytes = moveBytes("-");

/** Adds to the counter what entries hold that the statements between it and `releaseBytes` have changed. */
export const recountBytes = moveBytes("+");

interface Totals {
  /** By which the counter moves, without what the commit adds for its logs. */
  bytes: number;
  /** What the logs will take at most. */
  logBytes: number;
  /** True when something else than a deletion makes it grow. */
  isGrowing: boolean;
  /** By entity, how many more rows are not deleted. */
  rows: ReadonlyMap<string, number>;
}

/** What a unit of work adds to its user's data. */
export class Usage {
  private totals: Totals = { bytes: 0, logBytes: 0, isGrowing: false, rows: new Map() };

  constructor(private readonly before: Stored) {}

  /** By how many bytes rows and entries of this unit move the counter, without revisions and the stored reply. */
  get bytes(): number {
    return this.totals.bytes;
  }

  /**
   * Counts the row that was inserted, or the columns that were changed. Returns what takes it back.
   * @throws limit_reached when the row gets larger than one may be
   */
  noteRow(
    { table, name }: { table: EntityTable; name: string },
    before: AnyRow | null,
    row: AnyRow,
    names?: Iterable<string>,
  ): () => void {
    const sql = tableSql(table);
    const texts = sql.bytesOf(row, names);
    const [from, to] = [before ? sql.bytesOf(before, names) : 0, texts + (before ? 0 : ENTRY_BYTES)];
    const isDeletion = row.showStatus === "deleted";
    if (to > from && !isDeletion) requireRowFits(table, row, before ? sql.bytesOf(row) : texts);
    const count = Number(!isDeletion) - Number(before !== null && before.showStatus !== "deleted");
    return this.note({
      bytes: to - from,
      logBytes: before ? from + to + ENTRY_BYTES : 0,
      isGrowing: !isDeletion,
      rows: count === 0 ? [] : [[name, count]],
    });
  }

  /** Counts an entry that this unit adds to a log, `isGrowing` unless that is about a deletion. Returns what takes it back. */
  noteEntry(bytes: number, isGrowing: boolean): () => void {
    return this.note({ bytes, logBytes: 0, isGrowing, rows: [] });
  }

  /**
   * Deleting is always allowed: it is what a user who has too much can do.
   * @param changes how many changes this unit has made in memory
   * @throws limit_reached when the user has more than allowed, and this unit adds to it; when the unit makes too many changes
   */
  requireRoom(changes: number): void {
    const { bytes, logBytes, isGrowing, rows } = this.totals;
    if (changes > LIMITS.engine.changesPerWrite) {
      throw limitReached(`One write makes at most ${LIMITS.engine.changesPerWrite} changes: send less at once`);
    }
    if (isGrowing && this.before.bytes + bytes + logBytes > LIMITS.engine.userBytes) {
      throw limitReached("The storage of one user is full: delete what is not needed");
    }
    for (const [name, count] of rows) {
      if (count > 0 && (this.before.rows.get(name) ?? 0) + count > LIMITS.engine.rowsPerEntity) {
        throw limitReached(`At most ${LIMITS.engine.rowsPerEntity} ${name}`);
      }
    }
  }

  /** What must still hold at the commit: other writes may have taken the room since it was read. */
  roomConditions(owner: number): Statement[] {
    const { bytes, isGrowing, rows } = this.totals;
    const added = [...rows].filter(([, count]) => count > 0);
    return [
      ...(isGrowing
        ? [
            statement(
              "ifnull((SELECT bytes FROM clocks WHERE owner = ?), 0) + ? <= ?",
              owner,
              bytes,
              LIMITS.engine.userBytes,
            ),
          ]
        : []),
      ...added.map(([name, count]) =>
        statement(
          "ifnull((SELECT sum(count) FROM rowCounts WHERE owner = ? AND entity = ?), 0) + ? <= ?",
          owner,
          name,
          count,
          LIMITS.engine.rowsPerEntity,
        ),
      ),
    ];
  }

  private note(added: Omit<Totals, "rows"> & { rows: [name: string, count: number][] }): () => void {
    const before = this.totals;
    const sums = added.rows.map(([name, count]): [string, number] => [name, (before.rows.get(name) ?? 0) + count]);
    const rows = sums.length === 0 ? before.rows : new Map([...before.rows, ...sums]);
    this.totals = {
      bytes: before.bytes + added.bytes,
      logBytes: before.logBytes + added.logBytes,
      isGrowing: before.isGrowing || added.isGrowing,
      rows,
    };
    return () => {
      this.totals = before;
    };
  }
}

/** @param bytes of all of its texts @throws limit_reached when what people put into the row takes more than one row may */
function requireRowFits(table: EntityTable, row: AnyRow, bytes: number): void {
  const sql = tableSql(table);
  if (bytes <= LIMITS.engine.rowBytes) return;
  const names = sql.columns.map(({ name }) => name).filter((name) => !ENGINE_DERIVED.has(name));
  if (sql.bytesOf(row, names) > LIMITS.engine.rowBytes) {
    throw limitReached(`One of the ${sql.name} holds more than ${LIMITS.engine.rowBytes} bytes`);
  }
}
