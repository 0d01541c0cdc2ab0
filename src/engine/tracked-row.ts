import type { RawRow } from "../kernel/db/database.ts";
import type { UserMoment } from "../kernel/time.ts";
import type { EntityRow, EntityTable } from "./columns.ts";
import type { CountedFeature } from "./counted.ts";

export type AnyRow = EntityRow & RawRow;

/** What the commit of a row needs of its entity; method parameters are bivariant, so every definition fits. */
export interface TrackedEntity {
  readonly name: string;
  readonly table: EntityTable;
  /** Columns that only the server changes. */
  readonly derived: readonly string[];
  readonly counted?: readonly CountedFeature[];
  search(row: never): (string | null)[];
  view(row: never, at: UserMoment): unknown;
  wireView(row: never, at: UserMoment): unknown;
}

/** One row that this unit of work read or wrote. */
export interface TrackedRow {
  readonly entity: TrackedEntity;
  /** As loaded; null when this unit creates it. */
  readonly before: AnyRow | null;
  row: AnyRow;
  /** Columns that changed by an edit, and derived ones that were overwritten. */
  readonly edited: Set<string>;
  readonly overwritten: Set<string>;
  /** Relative changes of numbers, by column. */
  readonly added: Map<string, number>;
  /** A rule relies on the row: at the commit, the columns that people edit must still be as they were read. */
  isEditGuarded: boolean;
  /** A rule relies on its derived columns as well. */
  isFullyGuarded: boolean;
  /** Its effects are running: what they change in the row itself is part of the same edit. */
  isRunningEffects: boolean;
}

/** A row without changes. @param before the stored row; null when this unit creates it */
export const newTrackedRow = (entity: TrackedEntity, before: AnyRow | null, row: AnyRow): TrackedRow => ({
  entity,
  before,
  row,
  edited: new Set(),
  overwritten: new Set(),
  added: new Map(),
  isEditGuarded: false,
  isFullyGuarded: false,
  isRunningEffects: false,
});

/** True when the commit has to write the row. */
export const isWritten = ({ before, edited, overwritten, added }: TrackedRow): boolean =>
  before === null || edited.size > 0 || overwritten.size > 0 || added.size > 0;

/** Saves the state of a row; the function that is returned restores it. */
export function snapshotOf(tracked: TrackedRow): () => void {
  const { row } = tracked;
  const [edited, overwritten, added] = [[...tracked.edited], [...tracked.overwritten], [...tracked.added]];
  return () => {
    tracked.row = row;
    refill(tracked.edited, edited);
    refill(tracked.overwritten, overwritten);
    tracked.added.clear();
    for (const [column, by] of added) tracked.added.set(column, by);
  };
}

function refill(set: Set<string>, values: string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}

/** Column values are scalars or JSON; JSON columns keep their key order, so text comparison is exact enough. */
export const sameValue = (left: unknown, right: unknown): boolean =>
  left === right ||
  (typeof left === "object" && typeof right === "object" && JSON.stringify(left) === JSON.stringify(right));
