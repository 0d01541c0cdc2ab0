import { type Database, jsonChunks, numbered, type Statement, statement } from "../../kernel/db/database.ts";
import { LIMITS } from "../../limits.ts";
import { type Hold, isHeld, resetClock } from "./clock.ts";
import type { UserTable } from "./tables.ts";

// Reads, copies, compares and deletes all rows that one user has in a table, one bounded page at a time. Values are taken as they
// are stored: nothing here knows what they mean.

/** The key of the last row of a page. null: before the first page, and after the last. */
export type Position = readonly unknown[] | null;

/** Rows as lists of values, in the order of the table's columns. */
interface Page {
  rows: readonly unknown[][];
  /** Where the next page begins; null when this is the last. */
  end: Position;
}

/** Copies the user's next rows to the target, those that are there already excepted. Two D1 calls. Returns how many rows there were. */
export async function copyPage(
  table: UserTable,
  { source, target }: { source: Database; target: Database },
  hold: Hold,
  after: Position,
): Promise<{ rows: number; end: Position }> {
  const { rows, end } = await readPage(source, table, hold.owner, after);
  if (rows.length > 0) await target.batch(insertions(table, hold, rows));
  return { rows: rows.length, end };
}

/**
 * Compares the next rows of both sides, value by value. Their keys may differ: local row numbers are not copied.
 * @returns where both sides' next pages begin; `differs` when the pages are not equal, or only one of them is the last
 */
export async function comparePage(
  table: UserTable,
  { source, target }: { source: Database; target: Database },
  owner: number,
  after: { source: Position; target: Position },
): Promise<{ differs: boolean; end: { source: Position; target: Position } }> {
  const [ours, theirs] = await Promise.all([
    readPage(source, table, owner, after.source),
    readPage(target, table, owner, after.target),
  ]);
  const isUneven = (ours.end === null) !== (theirs.end === null);
  const differs = isUneven || JSON.stringify(ours.rows) !== JSON.stringify(theirs.rows);
  return { differs, end: { source: ours.end, target: theirs.end } };
}

/** Which of the tables hold rows of the user, in one D1 call. */
export async function filledTables(db: Database, tables: readonly UserTable[], owner: number): Promise<UserTable[]> {
  const answers = await db.batch(
    tables.map(({ name }) => statement(`SELECT EXISTS (SELECT 1 FROM ${name} WHERE owner = ?) AS isFilled`, owner)),
  );
  return tables.filter((_, index) => answers[index]?.[0]?.isFilled === 1);
}

/**
 * Deletes rows of the user, a bounded number of each table, and sets the clock back with them: a replica that shows a clock has all
 * rows up to it, also when the user comes back and the replica lags. One D1 call. Returns true when nothing was left to delete.
 */
export async function deletePage(db: Database, tables: readonly UserTable[], hold: Hold): Promise<boolean> {
  const answers = await db.batch([
    resetClock(hold),
    ...tables.flatMap((table) => [deletion(table, hold), statement("SELECT changes() AS deleted")]),
  ]);
  return answers.every(([row]) => !row?.deleted);
}

async function readPage(db: Database, table: UserTable, owner: number, after: Position): Promise<Page> {
  const found = await db.all(pageStatement(table, owner, after));
  const rows = found.map((row) => table.columns.map(({ name }) => row[name]));
  const last = found.at(-1);
  // Less than a page was found, and all of it fitted.
  const isLast = !last || (Number(last.found) === found.length && found.length < LIMITS.databases.moveRows);
  return { rows, end: isLast ? null : table.key.map((_, index) => last[keyAlias(index)]) };
}

const keyAlias = (index: number): string => `key${index}`;

/** A page ends after the row with which it takes `moveBytes`, so that it has one at least. `?1` owner, `?2` and up the key. */
function pageStatement(table: UserTable, owner: number, after: Position): Statement {
  const { name, columns, key } = table;
  const order = orderOf(table).join(", ");
  const given = key.map(({ isBlob }, index) => (isBlob ? `unhex(?${index + 2})` : `?${index + 2}`));
  const isAfter = after === null ? "" : `AND (${order}) > (${given.join(", ")})`;
  const bytes = columns.map((column) => `ifnull(octet_length(${column.name}), 0)`).join(" + ");
  const selected = [
    ...columns.map((column) => `${shown(column)} AS ${column.name}`),
    ...key.map((column, index) => `${shown(column)} AS ${keyAlias(index)}`),
    "found",
  ];
  return numbered(
    `SELECT ${selected.join(", ")}
      FROM (
        SELECT *, count(*) OVER () AS found,
          sum(movedBytes) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - movedBytes AS movedBefore
        FROM (
          SELECT *, ${bytes} AS movedBytes FROM ${name} WHERE owner = ?1 ${isAfter}
          ORDER BY ${order} LIMIT ${LIMITS.databases.moveRows}))
      WHERE movedBefore < ${LIMITS.databases.moveBytes}
      ORDER BY ${order}`,
    owner,
    ...(after ?? []),
  );
}

/** A unary plus keeps SQLite from going through the rows of all users in the order of a key that does not begin with the owner. */
const orderOf = ({ key, isKeyedByOwner }: UserTable): string[] =>
  key.map(({ name }) => (isKeyedByOwner ? name : `+${name}`));

const shown = ({ name, isBlob }: UserTable["columns"][number]): string =>
  isBlob ? `iif(${name} IS NULL, NULL, hex(${name}))` : name;

function insertions({ name, columns }: UserTable, hold: Hold, rows: readonly unknown[][]): Statement[] {
  const held = isHeld(hold);
  const values = columns.map(({ isBlob }, index) => (isBlob ? `unhex(j.value ->> ${index})` : `j.value ->> ${index}`));
  const sql = `INSERT OR IGNORE INTO ${name} (${columns.map((column) => column.name).join(", ")})
    SELECT ${values.join(", ")} FROM json_each(?) j WHERE ${held.sql} ORDER BY j.key`;
  return jsonChunks(rows).map((chunk) => statement(sql, chunk, ...held.params));
}

function deletion({ name, key }: UserTable, hold: Hold): Statement {
  const held = isHeld(hold);
  const names = key.map((column) => column.name).join(", ");
  return statement(
    `DELETE FROM ${name}
      WHERE owner = ? AND (${names}) IN (SELECT ${names} FROM ${name} WHERE owner = ? LIMIT ?) AND ${held.sql}`,
    hold.owner,
    hold.owner,
    LIMITS.databases.moveRows,
    ...held.params,
  );
}
