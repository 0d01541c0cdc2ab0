import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { keyText, rowId } from "../../kernel/db/columns.ts";

/**
 * Final answers to pushed changes by their idempotency key, kept as long as tombstones. They are found by their key alone:
 * cleanup, which looks for old ones, reads all of a user's.
 */
export const syncKeys = sqliteTable(
  "syncKeys",
  {
    owner: integer().notNull(),
    key: keyText().notNull(),
    fingerprint: text().notNull(),
    /** null: applied, which most are. */
    outcome: text({ mode: "json" }).$type<SyncOutcome>(),
    /** The write that gave the answer. */
    rev: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] })],
);
export interface SyncOutcome {
  status: "applied" | "merged" | "conflict";
  conflictId?: string;
  ignoredFields?: string[];
}

/** Changes that wait for a person: the local copy and the base it was made on; the server's copy is the row. */
export const conflicts = sqliteTable(
  "conflicts",
  {
    owner: integer().notNull(),
    conflictId: text().notNull(),
    entity: text().notNull(),
    id: rowId().notNull(),
    operation: text({ enum: ["update", "delete"] }).notNull(),
    local: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    base: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    localUpdatedAt: integer().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.conflictId] }),
    index("conflicts_row").on(table.owner, table.entity, table.id),
    index("conflicts_createdAt").on(table.owner, table.createdAt),
  ],
);
