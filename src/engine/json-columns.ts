import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { ARGUMENTS } from "../kernel/db/d1-limits.ts";
import type { RawRow } from "../kernel/db/database.ts";
import { SEARCH_COLUMNS } from "../kernel/db/search.ts";

const UNSHOWN: ReadonlySet<string> = new Set(SEARCH_COLUMNS);

/**
 * Rows that travel from D1 as JSON lists. D1 makes an object of each row that it returns, value by value: of 500 rows with sixty
 * columns that takes longer than the SQL. Here each row is one or two texts, and all of them are parsed at once. A text is
 * far from the 2 MB that D1 takes: a row has at most 128 KiB (`LIMITS.engine.rowBytes`), which JSON makes at most six times as long.
 * Columns must not hold blobs, which JSON has not.
 */
export class JsonColumns {
  /** The names of the columns, without those that only searches read, as many as a function may have arguments. */
  private readonly parts: readonly (readonly string[])[];
  /** A row of nulls. Most columns of a row are null: a clone of this needs only the others. */
  private readonly empty: RawRow;

  constructor(columns: readonly SQLiteColumn[]) {
    const names = columns.map(({ name }) => name).filter((name) => !UNSHOWN.has(name));
    const count = Math.ceil(names.length / ARGUMENTS);
    this.parts = Array.from({ length: count }, (_, part) => names.slice(part * ARGUMENTS, (part + 1) * ARGUMENTS));
    this.empty = Object.fromEntries(names.map((name) => [name, null]));
  }

  /** The columns of the table `alias` as a part of a SELECT's list. */
  select(alias: string): string {
    return this.parts
      .map((names, part) => `json_array(${names.map((name) => `${alias}.${name}`).join(", ")}) AS part${part}`)
      .join(", ");
  }

  /** The rows of an answer to `select`, as a SELECT of the columns themselves would have them. */
  rowsOf(answer: readonly RawRow[]): RawRow[] {
    const rows = answer.map(() => ({ ...this.empty }));
    this.parts.forEach((names, part) => {
      const lists: unknown[][] = JSON.parse(`[${answer.map((raw) => raw[`part${part}`]).join(",")}]`);
      rows.forEach((row, index) => {
        const values = lists[index];
        names.forEach((name, place) => {
          const value = values?.[place];
          if (value !== null) row[name] = value;
        });
      });
    });
    return rows;
  }
}
