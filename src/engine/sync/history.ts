import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../kernel/db/stored-id.ts";
import { LIMITS } from "../../limits.ts";
import type { EntityRow } from "../columns.ts";
import type { Lookup, ReadPlan } from "../read-plan.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import type { Change } from "./changes.ts";
import { RETENTION_MS } from "./cursor.ts";
import { type Edit, undoEdits } from "./rules.ts";

/** The user's newest write by a moment (`?2`, UTC ms). */
const REV_AT = "(SELECT rev FROM commits WHERE owner = ?1 AND at <= ?2 ORDER BY at DESC, rev DESC LIMIT 1)";

/** The row that a pushed change was based on, and whether others have edited it since. */
export interface Base<Row> {
  /** As far back as the log reaches. */
  row: Row;
  /** False when the log does not reach back to the base, or the user's clock has not reached it yet. */
  isKnown: boolean;
  isCurrent: boolean;
}

/** What was read of the log of one row. */
interface RowLog {
  /** Newest first. */
  readonly edits: Edit[];
  /** True when a bound ended the reading: what is older than the last of `edits` is unknown. */
  isCut: boolean;
}

const NO_EDITS: RowLog = { edits: [], isCut: false };

/** What others did since the bases of the pushed changes. */
export class History {
  private readonly marks: Lookup<null, { synced: number; logFrom: number; clock: number }>;
  private readonly edits: Lookup<Change, Map<string, RowLog>>;

  /** `lastSyncedAt` (UTC ms) is the base of changes that name none; without it, they were made on the current row. */
  constructor(
    private readonly lastSyncedAt: number | null,
    now: number,
  ) {
    this.marks = {
      name: "marks of the log",
      statement: (owner) =>
        statement(
          `SELECT ifnull(${REV_AT}, 0) AS synced, coalesce(
             (SELECT rev - 1 FROM commits WHERE owner = ?1 AND at >= ?3 ORDER BY at, rev LIMIT 1),
             (SELECT rev FROM clocks WHERE owner = ?1), 0) AS logFrom,
           ifnull((SELECT rev FROM clocks WHERE owner = ?1), 0) AS clock`,
          owner,
          lastSyncedAt,
          now - RETENTION_MS,
        ),
      parse: ([row]) => ({ synced: Number(row?.synced), logFrom: Number(row?.logFrom), clock: Number(row?.clock) }),
    };
    this.edits = {
      name: "edits since the base",
      statement: (owner, changes) => editsStatement(owner, lastSyncedAt, changes),
      parse: logsByRow,
    };
  }

  /** Declares what `baseOf` and `fieldsAt` need for these changes. */
  planReads(plan: ReadPlan, changes: readonly Change[]): void {
    const based = changes.filter(({ operation, baseRev }) => {
      return operation !== "create" && (baseRev !== null || this.lastSyncedAt !== null);
    });
    if (based.length === 0) return;
    plan.lookup(this.marks, null);
    plan.lookup(this.edits, ...based);
  }

  /**
   * The base of a change, restored from the revision log.
   * @param row the server's row, with what this push did to it
   * @param knownWrites by field, the write of this device that is part of the base
   */
  baseOf<Row extends EntityRow>(
    work: UnitOfWork,
    change: Change,
    row: Row,
    knownWrites: ReadonlyMap<string, number>,
  ): Base<Row> {
    const base = this.revOf(work, change);
    if (base === null) return { row, isKnown: true, isCurrent: true };
    // The database was set back since: what the device saw is not to be known any more.
    if (base > work.answer(this.marks).clock) return { row, isKnown: false, isCurrent: false };
    if (base >= row.editRev) return { row, isKnown: true, isCurrent: true };
    const log = this.logOf(work, change);
    // A base before its creation is the row as it was created.
    const from = Math.max(base, row.createdRev);
    const edits = log.edits.filter(({ rev }) => rev > from);
    const isRead = !log.isCut || edits.length < log.edits.length;
    const isKnown = isRead && from >= work.answer(this.marks).logFrom;
    return {
      row: undoEdits(row, edits, knownWrites),
      isKnown,
      isCurrent: isKnown && edits.every((edit) => isIn(edit, knownWrites)),
    };
  }

  /** The fields that the write `rev` changed in the change's row, unless the base is newer. */
  fieldsAt(work: UnitOfWork, change: Change, rev: number): string[] {
    if (this.revOf(work, change) === null) return [];
    return Object.keys(this.logOf(work, change).edits.find((edit) => edit.rev === rev)?.changes ?? {});
  }

  private revOf(work: UnitOfWork, { operation, baseRev }: Change): number | null {
    if (operation === "create") return null;
    return baseRev ?? (this.lastSyncedAt === null ? null : work.answer(this.marks).synced);
  }

  private logOf(work: UnitOfWork, { entity, id }: Change): RowLog {
    return work.answer(this.edits).get(rowKey(entity.name, id)) ?? NO_EDITS;
  }
}

const isIn = ({ rev, changes }: Edit, knownWrites: ReadonlyMap<string, number>): boolean =>
  Object.keys(changes).every((field) => rev <= (knownWrites.get(field) ?? 0));

/** Identifies a row among those of all entities. */
export const rowKey = (entity: string, id: string): string => `${entity}/${id}`;

/**
 * The log of each named row once, from its oldest base on, however many changes name it. Of each row the newest edits are
 * read, and of all rows together the newest that fit: what is left out is as unknown as what the log has forgotten.
 */
function editsStatement(owner: number, lastSyncedAt: number | null, changes: readonly Change[]): Statement {
  const bases = changes.map(({ entity, id, baseRev }) => [entity.name, storedId(id), baseRev]);
  return statement(
    `WITH based AS MATERIALIZED (
       SELECT value ->> 0 AS entity, value ->> 1 AS id, min(coalesce(value ->> 2, ${REV_AT}, 0)) AS rev
       FROM json_each(?3) GROUP BY 1, 2
     ), numbered AS (
       SELECT r.entity, r.id, r.rev, r.changes, octet_length(r.changes) AS bytes,
         row_number() OVER (PARTITION BY r.entity, r.id ORDER BY r.rev DESC) AS n
       FROM based b CROSS JOIN revisions r
       WHERE r.owner = ?1 AND r.entity = b.entity AND r.id = b.id AND r.rev > b.rev
     ), summed AS (
       SELECT *, sum(bytes) OVER (ORDER BY rev DESC ROWS UNBOUNDED PRECEDING) AS total FROM numbered WHERE n <= ?4
     )
     SELECT entity, id, rev, CASE WHEN n = ?4 OR total > ?5 THEN 1 ELSE 0 END AS isCut,
       CASE WHEN n = ?4 OR total > ?5 THEN NULL ELSE changes END AS changes
     FROM summed ORDER BY rev DESC`,
    owner,
    lastSyncedAt,
    JSON.stringify(bases),
    LIMITS.engine.historyEdits + 1,
    LIMITS.engine.historyBytes,
  );
}

function logsByRow(rows: RawRow[]): Map<string, RowLog> {
  const logs = new Map<string, RowLog>();
  for (const { entity, id, rev, changes, isCut } of rows) {
    const key = rowKey(String(entity), idOfStored(String(id)));
    const log = logs.get(key) ?? { edits: [], isCut: false };
    logs.set(key, log);
    if (isCut === 1) log.isCut = true;
    else if (!log.isCut) log.edits.push({ rev: Number(rev), changes: JSON.parse(String(changes)) });
  }
  return logs;
}
