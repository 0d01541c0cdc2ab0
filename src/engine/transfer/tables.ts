import { type Database, statement } from "../../kernel/db/database.ts";

// Which tables hold rows of users, as the database itself tells: moving a user must forget none, whatever feature it belongs to.

/** A column of a table with users' rows. */
interface Column {
  name: string;
  /** Bytes travel as hexadecimal digits, because JSON has none. */
  isBlob: boolean;
}

/** A table with rows of users, and how to go through one user's rows in order. */
export interface UserTable {
  name: string;
  /** What a row is copied by: every column but a local row number. */
  columns: readonly Column[];
  /** What orders the rows of one user: the primary key without the owner. */
  key: readonly Column[];
  /** The rows of one user lie together in the order of the key. Else an index by owner finds them, and they are sorted. */
  isKeyedByOwner: boolean;
}

/** A row number that is the database's own affair: rows are copied in its order, and get new ones. */
const LOCAL_NUMBER = "seq";
/**
 * Tables with a column `owner` that are not copied like others: `clocks` is what a move is fenced by (`clock.ts`), and `rounds` says
 * which user a scan of this database has come to.
 */
const NOT_COPIED: ReadonlySet<string> = new Set(["clocks", "rounds"]);

/** The tables of a database that hold rows of users, by name. One D1 call. */
export async function userTables(db: Database): Promise<UserTable[]> {
  const rows = await db.all(
    statement(
      `SELECT t.name AS tableName, c.name, c.type, c.pk
        FROM sqlite_schema t CROSS JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE '\\_cf%' ESCAPE '\\'
        ORDER BY t.name, c.cid`,
    ),
  );
  const byTable = Map.groupBy(rows, ({ tableName }) => String(tableName));
  return [...byTable].flatMap(([name, columns]) => {
    const isUsers = columns.some((column) => column.name === "owner") && !NOT_COPIED.has(name);
    return isUsers ? [userTable(name, columns)] : [];
  });
}

function userTable(name: string, described: readonly Record<string, unknown>[]): UserTable {
  const columnOf = (row: Record<string, unknown>): Column => ({
    name: String(row.name),
    isBlob: /blob/i.test(String(row.type)),
  });
  const primary = described.filter(({ pk }) => Number(pk) > 0).toSorted((a, b) => Number(a.pk) - Number(b.pk));
  return {
    name,
    columns: described.map(columnOf).filter((column) => column.name !== LOCAL_NUMBER),
    key: primary.map(columnOf).filter((column) => column.name !== "owner"),
    isKeyedByOwner: primary[0]?.name === "owner",
  };
}
