import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { minorUnits } from "../../kernel/db/columns.ts";
import { STATUSES } from "./rules.ts";

/**
 * A deal belongs to the owner of its customer, whoever wrote it. The indexes `deals_own_sales` and `deals_all_sales`
 * hold all columns that analytics read, so that sums never read the rows themselves.
 */
export const deals = sqliteTable(
  "deals",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer().notNull(),
    customerId: integer().notNull(),
    title: text().notNull(),
    description: text().notNull(),
    /** Minor units of UZS. */
    value: minorUnits().notNull(),
    status: text({ enum: STATUSES }).notNull(),
    /** Set exactly while the deal is completed. */
    completedAt: integer(),
    version: integer().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    check("deals_value_range", sql`${table.value} BETWEEN 0 AND 9007199254740991`),
    check("deals_completedAt", sql`(${table.status} = 'completed') = (${table.completedAt} IS NOT NULL)`),
    index("deals_own_createdAt").on(table.userId, table.createdAt, table.id),
    index("deals_own_updatedAt").on(table.userId, table.updatedAt, table.id),
    index("deals_own_value").on(table.userId, table.value, table.id),
    index("deals_own_sales").on(table.userId, table.status, table.completedAt, table.customerId, table.value),
    index("deals_all_createdAt").on(table.createdAt, table.id),
    index("deals_all_updatedAt").on(table.updatedAt, table.id),
    index("deals_all_value").on(table.value, table.id),
    index("deals_all_sales").on(table.status, table.completedAt, table.customerId, table.value),
    index("deals_customer").on(table.customerId, table.createdAt, table.id),
  ],
);
export type Deal = typeof deals.$inferSelect;
