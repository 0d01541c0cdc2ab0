import { getTableName } from "drizzle-orm";
import type { EntityTable } from "./columns.ts";
import { isNothing, isSameSql, listed, NOTHING, raw, type Sql, sql, union } from "./sql.ts";

/** What a client sends to create or change a row, as its contract reads it. */
export type Input = Readonly<Record<string, unknown>>;

interface Described {
  /** Query of one column: the ids of stored rows that may change. */
  stored?: Sql;
  /** Query of one column: the ids that new rows may get, where these are known beforehand. */
  created?: Sql;
  /** By column, a query of the values that new or changed rows may get there. */
  given?: Readonly<Record<string, Sql>>;
}

/**
 * The rows of one table that a write may create, change or delete, as far as that can be told before anything is read:
 * rows that a client names, by their ids and inputs, and rows that follow from them, by SQL.
 */
export class WrittenRows<Named extends Input = Input> {
  readonly stored: Sql;
  readonly created: Sql;

  private constructor(
    private readonly userId: string,
    readonly table: EntityTable,
    { stored = NOTHING, created = NOTHING }: Described,
    private readonly given: (column: string) => Sql,
    /** What clients send for these rows; empty for rows that only follow from others. */
    readonly inputs: readonly Named[],
    /** True when a client names them; false when they follow from other rows. */
    readonly areNamed: boolean,
  ) {
    this.stored = stored;
    this.created = created;
  }

  /** Rows that a client names: `ids` of rows that may be stored, and the inputs that create or change rows. */
  static ofInputs(userId: string, table: EntityTable, ids: readonly string[], inputs: readonly Input[]): WrittenRows {
    const valuesIn = (column: string) =>
      listed(inputs.flatMap((input) => (typeof input[column] === "string" ? [input[column]] : [])));
    return new WrittenRows(userId, table, { stored: listed(ids), created: valuesIn("id") }, valuesIn, inputs, true);
  }

  /** Rows that follow from others. */
  static described(userId: string, table: EntityTable, rows: Described): WrittenRows {
    const given = rows.given ?? {};
    return new WrittenRows(userId, table, rows, (column) => given[column] ?? NOTHING, [], false);
  }

  /** Query of one column: every id that these rows may have. */
  get ids(): Sql {
    return union([this.stored, this.created]);
  }

  /** True when a stored row may be among them. */
  get mayBeStored(): boolean {
    return !isNothing(this.stored);
  }

  /** Query of one column: the values that the stored rows have in a column, and those that the write may put there. */
  values(column: string): Sql {
    return union([this.storedValues(column), this.given(column)]);
  }

  /** Query of one column: the values that the write itself may put into a column. */
  givenValues(column: string): Sql {
    return this.given(column);
  }

  private storedValues(column: string): Sql {
    if (isNothing(this.stored)) return NOTHING;
    const [name, field] = [raw(getTableName(this.table)), raw(column)];
    return sql`SELECT ${field} FROM ${name} WHERE userId = ${this.userId} AND id IN (${this.stored})`;
  }

  /** True when these are rows of the same table with the same ids: following them again would read nothing new. */
  isSameAs(other: WrittenRows): boolean {
    return this.table === other.table && isSameSql(this.ids, other.ids);
  }
}
