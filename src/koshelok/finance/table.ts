import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CATEGORY_TYPES } from "./rules.ts";

export { idempotency } from "../../kernel/db/tables.ts";

export const categories = sqliteTable(
  "categories",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text().notNull(),
    name: text().notNull(),
    type: text({ enum: CATEGORY_TYPES }).notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("categories_name").on(table.userId, table.name, table.type),
    check("categories_type", sql`${table.type} IN ('income', 'expense')`),
  ],
);

export const transactions = sqliteTable(
  "transactions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text().notNull(),
    /** A category of the same user. */
    category: integer().notNull(),
    /** Minor units of UZS. */
    amount: integer().notNull(),
    comment: text().notNull(),
    /** A calendar day, `YYYY-MM-DD`. */
    date: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    // Both carry what sums need, so that reports never read the rows themselves.
    index("transactions_date").on(table.userId, table.date, table.id, table.category, table.amount),
    index("transactions_category").on(table.category, table.date, table.id, table.amount),
    check("transactions_amount", sql`${table.amount} > 0`),
  ],
);
