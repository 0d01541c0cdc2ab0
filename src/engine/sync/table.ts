import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Final answers to pushed changes by their idempotency key, kept as long as tombstones. */
export const syncKeys = sqliteTable(
  "syncKeys",
  {
    owner: integer().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    outcome: text({ mode: "json" }).$type<SyncOutcome>().notNull(),
    /** The write that gave the answer. */
    rev: integer().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] }), index("syncKeys_at").on(table.at)],
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
    id: text().notNull(),
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
