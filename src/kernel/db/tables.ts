import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// Tables that a product's own `table.ts` re-exports when it uses them.

/** Never holds a row: inserting NULL aborts a batch whose guarded conditions no longer hold. */
export const guard = sqliteTable("guard", { ok: integer().notNull() });

/** Replies of POST requests by the user's integer and their idempotency key, kept 30 days. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    owner: integer().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] }), index("idempotency_at").on(table.at)],
);
