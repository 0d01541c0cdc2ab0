import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { TYPES } from "./rules.ts";

/** What happened with a customer. An activity belongs to the owner of its customer, whoever wrote it. */
export const activities = sqliteTable(
  "activities",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer().notNull(),
    customerId: integer().notNull(),
    type: text({ enum: TYPES }).notNull(),
    description: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index("activities_own").on(table.userId, table.createdAt, table.id),
    index("activities_own_type").on(table.userId, table.type, table.createdAt, table.id),
    index("activities_all").on(table.createdAt, table.id),
    index("activities_all_type").on(table.type, table.createdAt, table.id),
    index("activities_customer").on(table.customerId, table.createdAt, table.id),
  ],
);
export type Activity = typeof activities.$inferSelect;
