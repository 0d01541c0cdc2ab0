import type { AnyRow, TrackedRow } from "./tracked-row.ts";

/**
 * The rows of one table by the values of some of their columns, so that a write of many rows does not look through all of
 * them for each. A row stays under values that it had before, because its changes may be taken back: `find` compares again.
 */
export class RowIndex {
  private readonly rows = new Map<string, Set<TrackedRow>>();

  constructor(private readonly columns: readonly string[]) {}

  /** Adds a row under the values that it has now. */
  add(tracked: TrackedRow): void {
    const key = keyOf(this.columns.map((column) => tracked.row[column]));
    const known = this.rows.get(key);
    if (known) known.add(tracked);
    else this.rows.set(key, new Set([tracked]));
  }

  /** The rows that have these values now, and perhaps rows that do not exist any more. */
  find(values: readonly unknown[]): TrackedRow[] {
    const hasValues = (row: AnyRow) => this.columns.every((column, index) => row[column] === values[index]);
    return [...(this.rows.get(keyOf(values)) ?? [])].filter(({ row }) => hasValues(row));
  }
}

const keyOf = (values: readonly unknown[]): string => JSON.stringify(values);
