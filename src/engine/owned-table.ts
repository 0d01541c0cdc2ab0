import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { unsafeCast } from "../kernel/cast.ts";
import { jsonChunks, type RawRow, type Statement, statement } from "../kernel/db/database.ts";
import type { UndoLog } from "./undo-log.ts";

export type OwnedRow = { owner: number };
export type AnyOwnedTable = OwnedTable<OwnedRow>;

/**
 * A table whose rows belong to entities and are none themselves: they are written with them and never synced. Its primary
 * key starts with `owner`.
 */
export class OwnedTable<Row extends OwnedRow> {
  readonly name: string;
  readonly columns: readonly SQLiteColumn[];
  readonly keys: readonly string[];

  constructor(table: SQLiteTable) {
    const { name, primaryKeys } = getTableConfig(table);
    this.name = name;
    this.columns = Object.values(getTableColumns(table));
    this.keys = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
  }

  /** A stored row in its TypeScript types. */
  decode(raw: RawRow): Row {
    for (const column of this.columns) {
      const value = raw[column.name];
      if (value !== null) raw[column.name] = column.mapFromDriverValue(value);
    }
    return unsafeCast<Row>(raw);
  }

  /** The row's primary key as one text. */
  keyOf(row: Partial<Row>): string {
    return JSON.stringify(this.keyValues(row));
  }

  /** Statements that store these rows, and replace those with the same keys. */
  put(rows: readonly Row[]): Statement[] {
    const names = this.columns.map(({ name }) => name);
    const values = names.map((_, index) => `value ->> ${index}`);
    const sql = `INSERT OR REPLACE INTO ${this.name} (${names.join(", ")})
      SELECT ${values.join(", ")} FROM json_each(?1)`;
    return jsonChunks(rows.map((row) => this.storedValues(row, this.columns))).map((chunk) => statement(sql, chunk));
  }

  /** Statements that delete the rows with the keys of these. */
  remove(rows: readonly Row[]): Statement[] {
    const values = this.keys.map((_, index) => `value ->> ${index}`);
    const sql = `DELETE FROM ${this.name} WHERE (${this.keys.join(", ")}) IN (
      SELECT ${values.join(", ")} FROM json_each(?1))`;
    const columns = this.keys.flatMap((key) => this.columns.find(({ name }) => name === key) ?? []);
    return jsonChunks(rows.map((row) => this.storedValues(row, columns))).map((chunk) => statement(sql, chunk));
  }

  private storedValues(row: Row, columns: readonly SQLiteColumn[]): unknown[] {
    return columns.map((column) => {
      const value = row[column.name as keyof Row];
      return value === null || value === undefined ? null : column.mapToDriverValue(value);
    });
  }

  private keyValues(row: Partial<Row>): unknown[] {
    return this.keys.map((name) => row[name as keyof Row]);
  }
}

/** Names a drizzle table as an owned table. */
export const ownedTable = <Table extends SQLiteTable>(table: Table) =>
  new OwnedTable<Table["$inferSelect"] & OwnedRow>(table);

/** The rows of an owned table within one unit of work. */
export class OwnedRows<Row extends OwnedRow> {
  private readonly rows = new Map<string, Row>();
  /** What differs from the database: the row to store, or the row to remove. */
  private readonly written = new Map<string, { row: Row; isRemoved: boolean }>();

  constructor(
    private readonly table: OwnedTable<Row>,
    private readonly owner: number,
    loaded: readonly RawRow[],
    private readonly undo: UndoLog,
    /** @throws ForgottenRead unless rows with this value were asked for. */
    private readonly requireAsked: (column: string, value: unknown) => void,
  ) {
    for (const raw of loaded) {
      const row = table.decode(raw);
      this.rows.set(table.keyOf(row), row);
    }
  }

  /** The rows that are in memory. The table may hold others that nobody asked for. */
  known = (): Row[] => [...this.rows.values()];

  /** The rows that have this value, which must have been asked for by the same column (`ReadPlan.rowsBy`). */
  by<Column extends keyof Row & string>(column: Column, value: Row[Column]): Row[] {
    this.requireAsked(column, value);
    return [...this.rows.values()].filter((row) => row[column] === value);
  }

  /** Stores a row, or replaces the one with the same key, when the unit commits. */
  put = (row: Omit<Row, "owner">): void => this.write(unsafeCast<Row>({ ...row, owner: this.owner }), false);

  /** Deletes a row when the unit commits. */
  remove = (row: Row): void => this.write(row, true);

  /** What the commit does. */
  statements(): Statement[] {
    const written = [...this.written.values()];
    const [removed, stored] = [true, false].map((isRemoved) =>
      written.filter((change) => change.isRemoved === isRemoved).map(({ row }) => row),
    ) as [Row[], Row[]];
    return [...this.table.remove(removed), ...this.table.put(stored)];
  }

  private write(row: Row, isRemoved: boolean): void {
    const key = this.table.keyOf(row);
    const [before, written] = [this.rows.get(key), this.written.get(key)];
    if (isRemoved) this.rows.delete(key);
    else this.rows.set(key, row);
    this.written.set(key, { row, isRemoved });
    this.undo.push(() => {
      restore(this.rows, key, before);
      restore(this.written, key, written);
    });
  }
}

function restore<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
