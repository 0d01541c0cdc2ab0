import { Buffer } from "node:buffer";
import { getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { ROW_ID_TYPE } from "../kernel/db/columns.ts";
import { jsonChunks, numbered, type RawRow, type Statement } from "../kernel/db/database.ts";
import { storedId } from "../kernel/db/stored-id.ts";
import { type EntityRow, type EntityTable, STAMPS } from "./columns.ts";
import { JsonColumns } from "./json-columns.ts";

/** The user's clock inside a batch, after the batch raised it; `?1` is the user's integer in every statement here. */
const CLOCK = "(SELECT rev FROM clocks WHERE owner = ?1)";
/** The rows of `?2`. Materialized, or SQLite scans the whole list for each row of the user: 100 times slower for 500. */
const SENT = "WITH j AS MATERIALIZED (SELECT value FROM json_each(?2))";

/** What an entry takes beside its texts, for the count of a user's bytes: numbers, keys and the entry in each index. */
export const ENTRY_BYTES = 200;

export interface Increment {
  id: string;
  column: string;
  by: number;
}

/** SQL of one entity table, written once from its drizzle columns. Rows travel as one JSON parameter. */
export class TableSql {
  readonly name: string;
  readonly columns: readonly SQLiteColumn[];
  /** The bytes of a row: what `bytesOf` says of a whole row, and `ENTRY_BYTES`. */
  readonly bytesSql: string;
  readonly json: JsonColumns;
  private readonly coded: readonly SQLiteColumn[];
  private readonly ids: ReadonlySet<string>;
  /** The columns whose texts count; ids are part of `ENTRY_BYTES`. */
  private readonly texts: readonly SQLiteColumn[];

  constructor(table: EntityTable) {
    this.name = getTableName(table);
    this.columns = Object.values(getTableColumns(table));
    this.json = new JsonColumns(this.columns);
    this.texts = this.columns.filter((column) => column.getSQLType() === "text");
    const octets = this.texts.map(({ name }) => `ifnull(octet_length(${name}), 0)`);
    this.bytesSql = [ENTRY_BYTES, ...octets].join(" + ");
    this.ids = new Set(this.columns.filter((column) => column.getSQLType() === ROW_ID_TYPE).map(({ name }) => name));
    this.coded = this.columns.filter((column) => column.dataType !== "string" && column.dataType !== "number");
  }

  /** True for a column of ids. */
  isId(name: string): boolean {
    return this.ids.has(name);
  }

  /** A stored row, or the columns of it that were read, in their TypeScript types. */
  decode(raw: RawRow): EntityRow & RawRow {
    for (const column of this.coded) {
      const value = raw[column.name];
      if (value !== null && value !== undefined) raw[column.name] = column.mapFromDriverValue(value);
    }
    return raw as EntityRow & RawRow;
  }

  /** UTF-8 bytes of the row's texts, of all columns or of those that are named. */
  bytesOf(row: RawRow, names?: Iterable<string>): number {
    const wanted = names && new Set(names);
    let bytes = 0;
    for (const column of this.texts) {
      if (wanted && !wanted.has(column.name)) continue;
      const value = encode(column, row[column.name]);
      if (typeof value === "string") bytes += Buffer.byteLength(value);
    }
    return bytes;
  }

  /** One row, unless it is deleted. */
  byId(owner: number, id: string): Statement {
    const sql = `SELECT * FROM ${this.name} WHERE owner = ?1 AND id = ?2 AND showStatus <> 'deleted'`;
    return { sql, params: [owner, storedId(id)] };
  }

  /** Rows of the user that fulfil `condition`, whose own parameters start at `?2`. */
  where(owner: number, condition: string, ...params: unknown[]): Statement {
    return numbered(`SELECT * FROM ${this.name} WHERE owner = ?1 AND ${condition}`, owner, ...params);
  }

  /**
   * One statement unless the rows are very large. Columns that no row fills are left out: reading columns out of JSON is
   * half of what a bulk insert costs, and it grows with the square of their number.
   */
  insert(owner: number, rows: readonly (EntityRow & RawRow)[]): Statement[] {
    const isFilled = (name: string) => rows.some((row) => row[name] !== null && row[name] !== undefined);
    const sent = this.columns.filter(({ name }) => !STAMPS.has(name) && isFilled(name));
    const names = ["owner", "rev", "editRev", "createdRev", ...sent.map((column) => column.name)];
    const values = sent.map((_, index) => `j.value ->> ${index}`);
    // `?1` user, `?2` the rows as JSON lists.
    const sql = `INSERT INTO ${this.name} (${names.join(", ")})
      SELECT ?1, c.rev, c.rev, c.rev, ${values.join(", ")}
      FROM clocks c CROSS JOIN json_each(?2) j
      WHERE c.owner = ?1`;
    const encoded = rows.map((row) => sent.map((column) => encode(column, row[column.name])));
    return jsonChunks(encoded).map((chunk) => ({ sql, params: [owner, chunk] }));
  }

  /** Sets `names` of the rows to their new values; with `edit`, the rows count as edited. */
  update(owner: number, rows: readonly (EntityRow & RawRow)[], names: readonly string[], edit: boolean): Statement[] {
    const sent = this.columns.filter((column) => names.includes(column.name));
    const sets = sent.map((column, index) => `${column.name} = j.value ->> ${index + 1}`);
    const stamps = [`rev = ${CLOCK}`, ...(edit ? [`editRev = ${CLOCK}`] : [])];
    const sql = `${SENT}
      UPDATE ${this.name} SET ${[...sets, ...stamps].join(", ")}
      FROM j WHERE ${this.name}.owner = ?1 AND ${this.name}.id = j.value ->> 0`;
    const encoded = rows.map((row) => [storedId(row.id), ...sent.map((column) => encode(column, row[column.name]))]);
    return jsonChunks(encoded).map((chunk) => ({ sql, params: [owner, chunk] }));
  }

  /** Adds to numbers without having read them: concurrent writers never lose each other's part. */
  increment(owner: number, column: string, increments: readonly Increment[], now: number): Statement {
    return {
      // `?1` user, `?2` pairs of id and summand, `?3` UTC ms.
      sql: `${SENT}
        UPDATE ${this.name} SET ${column} = ${column} + (j.value ->> 1), updatedAt = ?3, rev = ${CLOCK}
        FROM j WHERE ${this.name}.owner = ?1 AND ${this.name}.id = j.value ->> 0`,
      params: [owner, JSON.stringify(increments.map(({ id, by }) => [storedId(id), by])), now],
    };
  }

  /** How many of the rows (stored ids) still have this `version` (`rev` or `editRev`), as a scalar subquery for the guard. */
  countUnchanged(version: "rev" | "editRev"): string {
    return `(SELECT count(*) FROM json_each(?) j CROSS JOIN ${this.name} t
      WHERE t.owner = ? AND t.id = j.value ->> 0 AND t.${version} = j.value ->> 1)`;
  }

  /** Rows stamped by the current batch. */
  stamped(owner: number): Statement {
    return this.where(owner, `rev = ${CLOCK}`);
  }
}

/** The stored form of a value: drizzle turns booleans into 0 and 1 and JSON columns into text. */
const encode = (column: SQLiteColumn, value: unknown) =>
  value === null || value === undefined ? null : column.mapToDriverValue(value);

const cache = new WeakMap<EntityTable, TableSql>();

/** The SQL of a table; one object per table. */
export function tableSql(table: EntityTable): TableSql {
  const known = cache.get(table);
  if (known) return known;
  const sql = new TableSql(table);
  cache.set(table, sql);
  return sql;
}
