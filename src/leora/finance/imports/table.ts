import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { FORMATS, IMPORT_STATUSES } from "./rules.ts";

/**
 * Imports of transactions from files, not synced. `rev` is the number of the write that created the import's transactions: one
 * with a higher `editRev` was edited since.
 */
export const imports = sqliteTable(
  "imports",
  {
    owner: integer().notNull(),
    id: text().notNull(),
    rev: integer().notNull(),
    format: text({ enum: FORMATS }).notNull(),
    accountId: text().notNull(),
    fileName: text(),
    createdCount: integer().notNull(),
    duplicateCount: integer().notNull(),
    invalidCount: integer().notNull(),
    status: text({ enum: IMPORT_STATUSES }).notNull(),
    createdAt: integer().notNull(),
    undoneAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index("imports_createdAt").on(table.owner, table.createdAt, table.id),
  ],
);
