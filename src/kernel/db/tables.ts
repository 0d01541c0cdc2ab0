import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Tables that a product's own `table.ts` re-exports when it uses them.

/** Never holds a row: inserting NULL aborts a batch whose guarded conditions no longer hold. */
export const guard = sqliteTable("guard", { ok: integer().notNull() });

/** Replies of POST requests by their idempotency key, kept 30 days. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    userId: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] }), index("idempotency_at").on(table.at)],
);
