import type { RawRow } from "../kernel/db/database.ts";
import type { EntityRow, EntityTable } from "./columns.ts";
import type { AnyOwnedTable } from "./owned-table.ts";
import { tableSql } from "./table-sql.ts";

type AnyTable = EntityTable | AnyOwnedTable;

/**
 * Thrown when a rule touches a row, or an answer, that the write's read plan has not asked for. This is a programming error:
 * whether the row exists is unknown, and treating it as absent would leave, for instance, a balance unchanged without any
 * sign. The read belongs into the `reads` or `reaches` of the entity or reaction that touches the row.
 */
export class ForgottenRead extends Error {
  override readonly name = "ForgottenRead";

  constructor(what: string) {
    super(`Nobody asked for ${what}: declare it in the reads of whoever touches it`);
  }
}

/** What a unit of work has read: rows, answers, and what was asked for, found or not. */
export class Loaded {
  readonly rows = new Map<EntityTable, Map<string, EntityRow & RawRow>>();
  readonly owned = new Map<AnyOwnedTable, RawRow[]>();
  readonly lookups = new Map<object, unknown>();
  private readonly asked = new Map<AnyTable, Map<string, Set<string>>>();

  /** Adds stored rows that a question of the read plan has found. */
  addRows(table: AnyTable, raws: RawRow[]): void {
    if ("put" in table) {
      this.owned.set(table, [...(this.owned.get(table) ?? []), ...raws]);
      return;
    }
    const rows = this.rows.get(table) ?? new Map<string, EntityRow & RawRow>();
    this.rows.set(table, rows);
    for (const raw of raws) {
      const row = tableSql(table).decode(raw);
      rows.set(row.id, row);
    }
  }

  /** Notes that rows with these values of these columns were asked for. */
  noteAsked(table: AnyTable, columns: readonly string[], values: readonly (readonly unknown[])[]): void {
    const byColumns = this.noteTable(table);
    const key = columns.join();
    const known = byColumns.get(key) ?? new Set<string>();
    byColumns.set(key, known);
    for (const value of values) known.add(keyOf(value));
  }

  /** Notes that rows of this table were asked for. Returns the values that were asked for, by the names of their columns. */
  noteTable(table: AnyTable): Map<string, Set<string>> {
    const byColumns = this.asked.get(table) ?? new Map<string, Set<string>>();
    this.asked.set(table, byColumns);
    return byColumns;
  }

  /** True when rows with these values of these columns were asked for, found or not. */
  wasAskedFor(table: AnyTable, columns: readonly string[], value: readonly unknown[]): boolean {
    return this.asked.get(table)?.get(columns.join())?.has(keyOf(value)) ?? false;
  }

  /** True when any rows of this table were asked for. */
  wasTableAskedFor(table: AnyTable): boolean {
    return this.asked.has(table);
  }
}

const keyOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : JSON.stringify(values);
