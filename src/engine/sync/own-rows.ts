import { unsafeCast } from "../../kernel/cast.ts";
import type { Change } from "../../kernel/change.ts";
import type { RawRow, Statement } from "../../kernel/db/database.ts";
import { toIso, type UserMoment } from "../../kernel/time.ts";
import type { AnyEntity } from "../entity.ts";
import { tableSql } from "../table-sql.ts";
import type { TrackedRow } from "../tracked-row.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { stored } from "../usage.ts";
import { rowKey } from "./history.ts";
import { type OwnRows, type Pulled, type PulledRow, type PullPlan, pullStatements, readPull } from "./pull.ts";

// A push answers with what changed since its cursor. What it has written itself it knows: those rows are in memory, as they are
// stored. Most devices have everything else, so that nothing needs to be read back.

/** A push after its commit. */
export interface CommittedPush {
  readonly plan: PullPlan;
  readonly work: UnitOfWork;
  /** The user's clock at its commit; null when it wrote nothing. */
  readonly rev: number | null;
  /** The rows that it wrote, as they are stored, by `rowKey`. */
  readonly written: ReadonlyMap<string, Change>;
}

/** What the batch of a push reads back. */
export const readBackStatements = (plan: PullPlan, work: UnitOfWork): Statement[] =>
  pullStatements(work.user.owner, { ...plan, entities: entitiesToRead(plan, work) }, { isOwnBatch: true });

/**
 * What changed since the push's cursor, from memory and from what its batch read back.
 * @param readBack the answers to `readBackStatements`
 * @returns undefined when that is not all: another device, of which nothing was read back, wrote between the push's two calls
 * @throws cursor_expired when the cursor is ahead of the clock
 */
export function pulledByPush(at: UserMoment, push: CommittedPush, readBack: readonly RawRow[][]): Pulled | undefined {
  const { plan, work, rev } = push;
  if (isUpToDate(plan, work) && rev !== work.answer(stored).rev + 1) return undefined;
  const [clock = [], ...found] = readBack;
  const asked = entitiesToRead(plan, work);
  const answers = plan.entities.map((entity) => found[asked.indexOf(entity)] ?? []);
  return readPull(at, plan, [clock, ...answers], ownRows(push, asked));
}

/** True when the device had everything that was stored when the push read: then the push's own rows are all that is new. */
const isUpToDate = ({ start }: PullPlan, work: UnitOfWork): boolean =>
  typeof start === "object" &&
  "cursor" in start &&
  start.cursor.within === undefined &&
  start.cursor.rev === work.answer(stored).rev;

/** The entities that the push reads back: for a device that is up to date only those of which it changes rows by SQL. */
const entitiesToRead = (plan: PullPlan, work: UnitOfWork): readonly AnyEntity[] =>
  isUpToDate(plan, work) ? plan.entities.filter(({ table }) => work.changedBySql.has(table)) : plan.entities;

/**
 * The rows of the push that its batch does not read back, as a pull shows them: the created ones, and those that it changed when
 * their entity is not among the `asked`. A pull that begins leaves out what is deleted already.
 */
function ownRows({ plan, work, written }: CommittedPush, asked: readonly AnyEntity[]): OwnRows {
  const read = new Set(asked.map(({ table }) => table));
  const tracked = [...work.written()].toSorted((a, b) => numberOf(a) - numberOf(b));
  const rows = tracked.flatMap(({ entity, before, row }) => {
    const change = written.get(rowKey(entity.name, row.id));
    if (!change || (before !== null && read.has(entity.table))) return [];
    if (change.operation === "delete" && plan.start === "beginning") return [];
    const pulled: PulledRow = {
      ...change,
      // A row that was deleted and comes back is no new one.
      operation: change.operation === "create" && before !== null ? "update" : change.operation,
      data: unsafeCast<PulledRow["data"]>(change.data),
      serverUpdatedAt: toIso(row.updatedAt),
    };
    return [{ row: pulled, bytes: tableSql(entity.table).bytesOf(row) }];
  });
  return Map.groupBy(rows, ({ row }) => row.entity);
}

/** The row's number in its table. New rows get theirs at the commit, higher than all others, in the order of their creation. */
const numberOf = ({ before, row }: TrackedRow): number => (before === null ? Number.MAX_SAFE_INTEGER : row.seq);
