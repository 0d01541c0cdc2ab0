import { sql } from "drizzle-orm";
import { index, integer, primaryKey, type SQLiteColumn, type SQLiteTable, text } from "drizzle-orm/sqlite-core";
import { SEARCH_COLUMNS, type SearchFields, searchColumns, signatureOf } from "../kernel/db/search.ts";

/** Whether lists show a row. `deleted`: the row is kept for sync as a tombstone. */
export const SHOW_STATUSES = ["active", "archived", "deleted"] as const;
export type ShowStatus = (typeof SHOW_STATUSES)[number];

/**
 * Columns that every synced entity has. Columns are named as on the wire, so a row needs no renaming.
 * - `rev`: the user's clock at the last write of any column: sync cursor and gap detector.
 * - `editRev`: the same for columns that people edit; derived numbers leave it alone, so they never cause conflicts.
 * - `search` and its signature: see kernel/db/search.ts.
 * Times are UTC milliseconds.
 */
export const entityColumns = () => ({
  owner: integer().notNull(),
  id: text().notNull(),
  showStatus: text({ enum: SHOW_STATUSES }).notNull(),
  idempotencyKey: text(),
  rev: integer().notNull(),
  editRev: integer().notNull(),
  ...searchColumns(),
  createdAt: integer().notNull(),
  updatedAt: integer().notNull(),
});

/**
 * Columns that the engine derives from edited ones. They are written with them, but are no edits: the revisions log, which
 * could restore none of them, leaves them out.
 */
export const ENGINE_DERIVED: ReadonlySet<string> = new Set(SEARCH_COLUMNS);

/** What `entityColumns` holds, read back. */
export interface EntityRow extends SearchFields {
  owner: number;
  id: string;
  showStatus: ShowStatus;
  idempotencyKey: string | null;
  rev: number;
  editRev: number;
  createdAt: number;
  updatedAt: number;
}

/** The names of these columns: those that an entity does not fill itself. */
export const ENTITY_COLUMNS: ReadonlySet<string> = new Set(Object.keys(entityColumns()));

type EntityColumns = Record<
  "owner" | "id" | "showStatus" | "rev" | "createdAt" | "updatedAt" | Exclude<keyof SearchFields, "search">,
  SQLiteColumn
>;

/**
 * Keys and indexes that every synced entity needs: by id, by cursor, and both sort orders every list has. The default order's
 * holds what searches test before they fetch a row.
 */
export const entityKeys = (name: string, table: EntityColumns) => [
  primaryKey({ columns: [table.owner, table.id] }),
  index(`${name}_rev`).on(table.owner, table.rev),
  index(`${name}_createdAt`).on(table.owner, table.showStatus, table.createdAt, table.id, ...signatureOf(table)),
  index(`${name}_updatedAt`).on(table.owner, table.showStatus, table.updatedAt, table.id),
];

/** Index for a list sorted by `column`; a nullable one sorts nulls last in both directions. */
export const sortIndex = (name: string, table: EntityColumns, column: SQLiteColumn) => {
  const plain = index(`${name}_${column.name}`).on(table.owner, table.showStatus, column, table.id);
  if (column.notNull) return [plain];
  const nullsLast = index(`${name}_${column.name}_nullsLast`).on(
    table.owner,
    table.showStatus,
    sql`${column} IS NULL`,
    column,
    table.id,
  );
  return [plain, nullsLast];
};

/** Index for a filter on an optional link: only rows that have it. */
export const linkIndex = (name: string, table: EntityColumns, column: SQLiteColumn) =>
  index(`${name}_${column.name}`).on(table.owner, column).where(sql`${column} IS NOT NULL`);

/** A table with the entity columns. */
export type EntityTable = SQLiteTable & EntityColumns;

/** A stored row of a table, in its TypeScript types. */
export type RowOf<Table extends EntityTable> = Table["$inferSelect"] & EntityRow;

/** The columns of a row that its entity fills; the engine fills the others. */
export type OwnColumns<Table extends EntityTable> = Omit<RowOf<Table>, keyof EntityRow>;
