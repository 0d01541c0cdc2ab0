import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import type { RawRow } from "../../kernel/db/database.ts";
import { toIso } from "../../kernel/time.ts";
import type { AnyEntity } from "../entity.ts";
import { tableSql } from "../table-sql.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { stored } from "../usage.ts";
import { rowKey } from "./history.ts";
import type { OwnRow, OwnRows, PulledRow, PullPlan } from "./pull.ts";

// A push answers with what changed since its cursor. What it has written itself it knows: those rows are in memory, as they are
// stored. Most devices have everything else, so that nothing needs to be read back.

/** True when the device had everything that was stored when the push read: then the push's own rows are all that is new. */
export const isUpToDate = ({ start }: PullPlan, work: UnitOfWork): boolean =>
  typeof start === "object" &&
  "cursor" in start &&
  start.cursor.within === undefined &&
  start.cursor.rev === work.answer(stored).rev;

/** The entities that the batch of the push reads back: of a device that is up to date only rows that it changes by SQL. */
export const entitiesToRead = (plan: PullPlan, work: UnitOfWork): readonly AnyEntity[] =>
  isUpToDate(plan, work) ? plan.entities.filter(({ table }) => work.unseen.has(table)) : plan.entities;

/** The answers for all entities of the plan, from those of `entitiesToRead`. */
export function answersOf(plan: PullPlan, work: UnitOfWork, [clock = [], ...read]: readonly RawRow[][]): RawRow[][] {
  const asked = entitiesToRead(plan, work);
  return [clock, ...plan.entities.map((entity) => read[asked.indexOf(entity)] ?? [])];
}

/**
 * The rows of the push that its batch does not read back, as a pull shows them: the created ones, and those that it changed when
 * their entity is not read. A pull that begins leaves out what is deleted already.
 */
export function ownRows({ outcome }: Context, work: UnitOfWork, plan: PullPlan): OwnRows {
  const read = new Set(entitiesToRead(plan, work).map(({ table }) => table));
  const shown = new Map(outcome.changes.map((change) => [rowKey(change.entity, change.id), change]));
  const rows = [...work.written()].flatMap(({ entity, before, row }): OwnRow[] => {
    const change = shown.get(rowKey(entity.name, row.id));
    if (!change || (before !== null && read.has(entity.table))) return [];
    if (change.operation === "delete" && plan.start === "beginning") return [];
    const pulled: PulledRow = {
      ...change,
      // A row that was deleted and comes back is no new one.
      operation: change.operation === "create" && before !== null ? "update" : change.operation,
      data: unsafeCast<PulledRow["data"]>(change.data),
      serverUpdatedAt: toIso(row.updatedAt),
    };
    // New rows get their numbers at the commit, higher than all others.
    const seq = before === null ? Number.POSITIVE_INFINITY : row.seq;
    return [{ row: pulled, bytes: tableSql(entity.table).bytesOf(row), seq }];
  });
  return Map.groupBy(
    rows.toSorted((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq)),
    ({ row }) => row.entity,
  );
}
