import { sql } from "drizzle-orm";
import { index, integer, type SQLiteColumn, type SQLiteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { keyText, rowId } from "../kernel/db/columns.ts";
import { SEARCH_COLUMNS, type SearchFields, searchColumns, signatureOf } from "../kernel/db/search.ts";

/** Whether lists show a row. `deleted`: the row is kept for sync as a tombstone. */
export const SHOW_STATUSES = ["active", "archived", "deleted"] as const;
export type ShowStatus = (typeof SHOW_STATUSES)[number];

/**
 * Columns that every synced entity has. Columns are named as on the wire, so a row needs no renaming.
 * - `seq`: the row's number in this database, in the order of creation, by which a pull goes through the rows of one write. Every
 *   index holds it anyway. It means nothing outside: the rows of a user who moves to another database get new ones.
 * - `owner`: the integer of the user (`Home`).
 * - `rev`: the user's clock at the last write of any column: sync cursor and gap detector.
 * - `editRev`: the same for columns that people edit; derived numbers leave it alone, so they never cause conflicts.
 * - `createdRev`: the same for the write that created the row.
 * - `search` and its signature: see kernel/db/search.ts.
 * Times are UTC milliseconds.
 */
export const entityColumns = () => ({
  seq: integer().primaryKey(),
  owner: integer().notNull(),
  id: rowId().notNull(),
  showStatus: text({ enum: SHOW_STATUSES }).notNull(),
  idempotencyKey: keyText(),
  rev: integer().notNull(),
  editRev: integer().notNull(),
  createdRev: integer().notNull(),
  ...searchColumns(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
});

/** Filled by the database and by the batch, never by a row. */
export const STAMPS: ReadonlySet<string> = new Set(["seq", "owner", "rev", "editRev", "createdRev"]);

/**
 * Columns that the engine derives from edited ones. They are written with them, but are no edits: the revisions log, which
 * could restore none of them, leaves them out.
 */
export const ENGINE_DERIVED: ReadonlySet<string> = new Set(SEARCH_COLUMNS);

/** What `entityColumns` holds, read back. */
export interface EntityRow extends SearchFields {
  seq: number;
  owner: number;
  id: string;
  showStatus: ShowStatus;
  idempotencyKey: string | null;
  rev: number;
  editRev: number;
  createdRev: number;
  createdAt: number;
  updatedAt: number;
}

/** The names of these columns: those that an entity does not fill itself. */
export const ENTITY_COLUMNS: ReadonlySet<string> = new Set(Object.keys(entityColumns()));

type EntityColumns = Record<
  "seq" | "owner" | "id" | "showStatus" | "rev" | "createdAt" | "updatedAt" | Exclude<keyof SearchFields, "search">,
  SQLiteColumn
>;

/**
 * Keys and indexes that every synced entity needs: by id, by cursor, and both sort orders every list has. The default order's
 * holds what searches test before they fetch a row.
 */
export const entityKeys = (name: string, table: EntityColumns) => [
  uniqueIndex(`${name}_id`).on(table.owner, table.id),
  index(`${name}_rev`).on(table.owner, table.rev),
  index(`${name}_createdAt`).on(table.owner, table.showStatus, table.createdAt, table.id, ...signatureOf(table)),
  sortIndex(name, table, table.updatedAt),
];

/** Index for a list sorted by `column` and then by id, in both directions, with rows without a value last. */
export const sortIndex = (name: string, table: EntityColumns, column: SQLiteColumn) =>
  index(`${name}_${column.name}`).on(table.owner, table.showStatus, column, table.id);

/** Index for a filter on an optional link: only rows that have it. */
export const linkIndex = (name: string, table: EntityColumns, column: SQLiteColumn) =>
  index(`${name}_${column.name}`).on(table.owner, column).where(sql`${column} IS NOT NULL`);

/** A table with the entity columns. */
export type EntityTable = SQLiteTable & EntityColumns;

/** A stored row of a table, in its TypeScript types. */
export type RowOf<Table extends EntityTable> = Table["$inferSelect"] & EntityRow;

/** The columns of a row that its entity fills; the engine fills the others. */
export type OwnColumns<Table extends EntityTable> = Omit<RowOf<Table>, keyof EntityRow>;
