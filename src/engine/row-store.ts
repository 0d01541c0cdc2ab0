import type { EntityTable } from "./columns.ts";
import { ForgottenRead, type Loaded } from "./loaded.ts";
import type { AnyOwnedTable } from "./owned-table.ts";
import { RowIndex } from "./row-index.ts";
import { type AnyRow, isWritten, newTrackedRow, type TrackedEntity, type TrackedRow } from "./tracked-row.ts";

/**
 * The rows that a unit of work has in memory: those that were read, with its changes to them, and those that it creates.
 * Touching a row that was not asked for throws `ForgottenRead`.
 */
export class RowStore {
  readonly tables = new Map<EntityTable, Map<string, TrackedRow>>();
  /** By table and columns. */
  private readonly indexes = new Map<EntityTable, Map<string, RowIndex>>();
  /** Ids that this unit has generated: no stored row can have or name one of them. */
  private readonly generatedIds = new Set<string>();

  constructor(
    private readonly loaded: Loaded,
    private readonly entityOf: (table: EntityTable) => TrackedEntity,
  ) {}

  /** Notes an id that this unit has generated, so that rows with it need not be asked for. */
  noteGeneratedId(id: string): void {
    this.generatedIds.add(id);
  }

  /** Adds a row that the unit creates; `undo` removes it again. */
  create(table: EntityTable, row: AnyRow): { created: TrackedRow; undo: () => void } {
    const rows = this.rowsOf(table);
    const created = newTrackedRow(this.entityOf(table), null, row);
    rows.set(row.id, created);
    this.index(created);
    return { created, undo: () => rows.delete(row.id) };
  }

  /** Gives a row new values; to take that back, its old ones are set again. */
  replace(tracked: TrackedRow, row: AnyRow): void {
    tracked.row = row;
    this.index(tracked);
  }

  /** The row with this unit's changes; undefined when it does not exist. @throws ForgottenRead */
  find(table: EntityTable, id: string): TrackedRow | undefined {
    const tracked = this.track(table, id);
    if (!tracked) this.requireAsked(table, ["id"], [id]);
    return tracked;
  }

  /** All rows of a table that were read or created, deleted ones included. @throws ForgottenRead */
  all(table: EntityTable): AnyRow[] {
    this.requireTableAsked(table);
    return this.known(table).map(({ row }) => row);
  }

  /** Those of `all` that have these values. @throws ForgottenRead */
  allBy(table: EntityTable, values: Readonly<Record<string, unknown>>): AnyRow[] {
    this.requireTableAsked(table);
    return this.indexed(table, values);
  }

  /**
   * The rows of a table that have these values in these columns, which must have been asked for together; deleted ones
   * included. @throws ForgottenRead
   */
  by(table: EntityTable, values: Readonly<Record<string, unknown>>): AnyRow[] {
    const wanted = Object.entries(values);
    this.requireAsked(
      table,
      wanted.map(([column]) => column),
      wanted.map(([, value]) => value),
    );
    return this.indexed(table, values);
  }

  /** Rows that the unit creates or changes. */
  *written(): Iterable<TrackedRow> {
    for (const rows of this.tables.values()) {
      for (const tracked of rows.values()) if (isWritten(tracked)) yield tracked;
    }
  }

  /** Rows of one table that the unit creates or changes. */
  writtenTo(table: EntityTable): TrackedRow[] {
    return [...(this.tables.get(table)?.values() ?? [])].filter(isWritten);
  }

  /** @throws ForgottenRead unless these values were asked for, or no stored row can have them. */
  requireAsked(table: EntityTable | AnyOwnedTable, columns: readonly string[], values: readonly unknown[]): void {
    if (this.loaded.wasAskedFor(table, columns, values)) return;
    if (values.some((value) => typeof value === "string" && this.generatedIds.has(value))) return;
    const name = "put" in table ? table.name : this.entityOf(table).name;
    const which = columns.map((column, index) => `${column} = ${String(values[index])}`).join(", ");
    throw new ForgottenRead(`${name} with ${which}`);
  }

  private requireTableAsked(table: EntityTable): void {
    if (!this.loaded.wasTableAskedFor(table)) throw new ForgottenRead(`rows of ${this.entityOf(table).name}`);
  }

  private known(table: EntityTable): TrackedRow[] {
    for (const id of this.loaded.rows.get(table)?.keys() ?? []) this.track(table, id);
    return [...(this.tables.get(table)?.values() ?? [])];
  }

  private indexed(table: EntityTable, values: Readonly<Record<string, unknown>>): AnyRow[] {
    const rows = this.rowsOf(table);
    return this.indexOf(table, Object.keys(values))
      .find(Object.values(values))
      .flatMap((tracked) => (rows.get(tracked.row.id) === tracked ? [tracked.row] : []));
  }

  private indexOf(table: EntityTable, columns: readonly string[]): RowIndex {
    const indexes = this.indexes.get(table) ?? new Map<string, RowIndex>();
    const known = indexes.get(columns.join());
    if (known) return known;
    const index = new RowIndex(columns);
    for (const tracked of this.known(table)) index.add(tracked);
    this.indexes.set(table, indexes.set(columns.join(), index));
    return index;
  }

  private index(tracked: TrackedRow): void {
    for (const index of this.indexes.get(tracked.entity.table)?.values() ?? []) index.add(tracked);
  }

  private track(table: EntityTable, id: string): TrackedRow | undefined {
    const rows = this.rowsOf(table);
    const known = rows.get(id);
    if (known) return known;
    const row = this.loaded.rows.get(table)?.get(id);
    if (!row) return undefined;
    const tracked = newTrackedRow(this.entityOf(table), row, row);
    rows.set(id, tracked);
    return tracked;
  }

  private rowsOf(table: EntityTable): Map<string, TrackedRow> {
    const rows = this.tables.get(table) ?? new Map<string, TrackedRow>();
    this.tables.set(table, rows);
    return rows;
  }
}
