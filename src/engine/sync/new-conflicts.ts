import { Buffer } from "node:buffer";
import { jsonChunks, statement } from "../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../kernel/db/stored-id.ts";
import { limitReached } from "../../kernel/errors.ts";
import { LIMITS } from "../../limits.ts";
import type { Lookup } from "../read-plan.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { entryBytes } from "../usage.ts";
import type { Conflict } from "./conflicts.ts";
import { rowKey } from "./history.ts";

const COLUMNS = ["conflictId", "entity", "id", "operation", "local", "base", "localUpdatedAt", "createdAt"] as const;

interface Waiting {
  total: number;
  byRow: Map<string, number>;
}

/** How many changes wait for a person: of all rows, and of each row that is named. */
export const waitingConflicts: Lookup<{ entity: string; id: string }, Waiting> = {
  name: "waiting conflicts",
  statement: (owner, rows) =>
    statement(
      `SELECT NULL AS entity, NULL AS id, count(*) AS n FROM conflicts WHERE owner = ?1
       UNION ALL
       SELECT c.entity, c.id, count(*) FROM (SELECT DISTINCT value ->> 0 AS entity, value ->> 1 AS id FROM json_each(?2)) j
       CROSS JOIN conflicts c ON c.owner = ?1 AND c.entity = j.entity AND c.id = j.id GROUP BY 1, 2`,
      owner,
      JSON.stringify(rows.map(({ entity, id }) => [entity, storedId(id)])),
    ),
  parse: (rows) => ({
    total: Number(rows.find(({ entity }) => entity === null)?.n ?? 0),
    byRow: new Map(
      rows.flatMap(({ entity, id, n }) =>
        entity === null ? [] : [[rowKey(String(entity), idOfStored(String(id))), Number(n)]],
      ),
    ),
  }),
};

/** The changes of one push that have to wait for a person. */
export class NewConflicts {
  private readonly added: Conflict[] = [];
  private readonly byRow = new Map<string, number>();

  constructor(private readonly work: UnitOfWork) {}

  /** @throws limit_reached when as many changes wait as may, of the row or of the user, or this one is too large */
  requireRoom({ entity, id, local, base }: Conflict): void {
    const { total, byRow } = this.work.answer(waitingConflicts);
    const key = rowKey(entity, id);
    if ((byRow.get(key) ?? 0) + (this.byRow.get(key) ?? 0) >= LIMITS.engine.conflictsPerRow) {
      throw limitReached(`At most ${LIMITS.engine.conflictsPerRow} conflicts may wait on one row: resolve them first`);
    }
    if (total + this.added.length >= LIMITS.engine.conflictsPerUser) {
      throw limitReached(`At most ${LIMITS.engine.conflictsPerUser} conflicts may wait: resolve some first`);
    }
    // What was sent may hold more than the contract takes over, such as unknown fields of list items.
    const sent = JSON.stringify(local);
    if (Buffer.byteLength(sent) > LIMITS.engine.rowBytes) {
      throw limitReached(`A waiting change may hold at most ${LIMITS.engine.rowBytes} bytes`);
    }
    this.work.noteEntry(entryBytes(sent, JSON.stringify(base)));
  }

  add(conflict: Conflict): void {
    this.added.push(conflict);
    const key = rowKey(conflict.entity, conflict.id);
    this.byRow.set(key, (this.byRow.get(key) ?? 0) + 1);
  }

  /** Adds them to the commit, which starts again on fresh state when others have taken the room meanwhile. */
  store(): void {
    if (this.added.length === 0) return;
    const { owner } = this.work.user;
    this.work.guardCondition(
      "room for conflicts",
      statement(
        `(SELECT count(*) FROM conflicts WHERE owner = ?) + ? <= ? AND NOT EXISTS (
           SELECT 1 FROM json_each(?) j WHERE j.value ->> 2 + (
             SELECT count(*) FROM conflicts WHERE owner = ? AND entity = j.value ->> 0 AND id = j.value ->> 1) > ?)`,
        owner,
        this.added.length,
        LIMITS.engine.conflictsPerUser,
        JSON.stringify(this.countsOfRows()),
        owner,
        LIMITS.engine.conflictsPerRow,
      ),
    );
    const values = COLUMNS.map((_, index) => `value ->> ${index}`).join(", ");
    const sql = `INSERT INTO conflicts (owner, ${COLUMNS.join(", ")}) SELECT ?1, ${values} FROM json_each(?2)`;
    const rows = this.added.map((conflict) =>
      COLUMNS.map((column) => {
        const value = column === "id" ? storedId(conflict.id) : conflict[column];
        return typeof value === "object" ? JSON.stringify(value) : value;
      }),
    );
    for (const chunk of jsonChunks(rows)) this.work.addStatement(statement(sql, owner, chunk));
  }

  /** Ids as they are stored. */
  private countsOfRows(): [entity: string, id: string, count: number][] {
    const rows = new Map(this.added.map(({ entity, id }) => [rowKey(entity, id), { entity, id }]));
    return [...rows].map(([key, { entity, id }]) => [entity, storedId(id), this.byRow.get(key) ?? 0]);
  }
}
