import { getTableName } from "drizzle-orm";
import type { EntityTable } from "./columns.ts";
import { ifAny, isNothing, listed, listedIds, NOTHING, raw, type Sql, sql, union } from "./sql.ts";
import { tableSql } from "./table-sql.ts";

/** What a client sends to create or change a row, as its contract reads it. */
export type Input = Readonly<Record<string, unknown>>;

/** How stored rows are found. */
interface Found {
  /** Rows that have one of these values in this column; the query has one column. */
  by?: { readonly column: string; readonly values: Sql };
  /** Rows that fulfil a condition on their columns. */
  where?: Sql | undefined;
}

/** Which rows follow from others. Stored ones are found in one of three ways; without any, only new rows are written. */
export interface RowsDescribed extends Found {
  /** Rows that have the ids of these rows of another table, stored or new. */
  sameIdsAs?: WrittenRows;
  /** By column, a query of the values that new or changed rows may get there. */
  given?: Readonly<Record<string, Sql>>;
}

/**
 * The rows of one table that a write may create, change or delete, as far as that can be told before anything is read:
 * rows that a client names, by their ids and inputs, and rows that follow from them, by SQL.
 */
export class WrittenRows<Named extends Input = Input> {
  private readonly valuesByColumn = new Map<string, Sql>();
  private knownIds: Sql | undefined;

  private constructor(
    private readonly owner: number,
    readonly table: EntityTable,
    readonly found: Found,
    /** Query of one column: the ids that clients chose for new rows. */
    private readonly createdIds: Sql,
    private readonly given: (column: string) => Sql,
    /** Where the ids come from: rows of several tables that have the same ids share this object. */
    private readonly origin: object,
    /** What clients send for these rows; empty for rows that only follow from others. */
    readonly inputs: readonly Named[],
    /** True when a client names them; false when they follow from other rows. */
    readonly areNamed: boolean,
  ) {}

  /** Rows that a client names: `ids` of rows that may be stored, and the inputs that create or change rows. */
  static ofInputs(owner: number, table: EntityTable, ids: readonly string[], inputs: readonly Input[]): WrittenRows {
    const known = new Map<string, Sql>();
    const valuesIn = (column: string) => {
      const list = tableSql(table).isId(column) ? listedIds : listed;
      const values =
        known.get(column) ??
        list(inputs.flatMap((input) => (typeof input[column] === "string" ? [input[column]] : [])));
      known.set(column, values);
      return values;
    };
    const found = { by: { column: "id", values: listedIds(ids) } };
    return new WrittenRows(owner, table, found, valuesIn("id"), valuesIn, {}, inputs, true);
  }

  /** Rows that follow from others. */
  static described(owner: number, table: EntityTable, rows: RowsDescribed): WrittenRows {
    const { given = {}, sameIdsAs } = rows;
    const found = sameIdsAs ? { by: { column: "id", values: sameIdsAs.ids } } : rows;
    const valuesGiven = (column: string) => given[column] ?? NOTHING;
    return new WrittenRows(owner, table, found, NOTHING, valuesGiven, sameIdsAs?.origin ?? {}, [], false);
  }

  /** Query of one column: the ids of stored rows that may change. */
  get stored(): Sql {
    const { by } = this.found;
    return by?.column === "id" ? by.values : this.storedValues("id");
  }

  /** True when a stored row may be among them. */
  get mayBeStored(): boolean {
    const { by, where } = this.found;
    return where !== undefined || (by !== undefined && !isNothing(by.values));
  }

  /** Query of one column: every id that these rows may have. */
  get ids(): Sql {
    this.knownIds ??= union([this.stored, this.createdIds]);
    return this.knownIds;
  }

  /** Query of one column: the values that the stored rows have in a column, and those that the write may put there. */
  values(column: string): Sql {
    const known = this.valuesByColumn.get(column) ?? union([this.storedValues(column), this.given(column)]);
    this.valuesByColumn.set(column, known);
    return known;
  }

  /** Query of one column: the values that the write itself may put into a column. */
  givenValues(column: string): Sql {
    return this.given(column);
  }

  /**
   * True when these are the same rows of the same table. Reactions may reach in a circle, such as from a transaction to the
   * payment with its id and back: following the same rows again would read nothing new.
   */
  isSameAs(other: WrittenRows): boolean {
    return this.table === other.table && this.origin === other.origin;
  }

  private storedValues(column: string): Sql {
    if (!this.mayBeStored) return NOTHING;
    const { by, where } = this.found;
    const condition = by ? sql`${raw(by.column)} IN (${by.values})` : (where ?? sql`TRUE`);
    const query = sql`SELECT ${raw(column)} FROM ${raw(getTableName(this.table))}
      WHERE owner = ${this.owner} AND ${condition}`;
    return by ? ifAny(by.values, query) : query;
  }
}
