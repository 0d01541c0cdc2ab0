import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Categories that users have made, beside those of the catalogue. Their ids are slugs, which transactions keep; a deleted one stays,
 * so that its id is never given again. They are not synced. Times are UTC milliseconds.
 */
export const customCategories = sqliteTable(
  "customCategories",
  {
    owner: integer().notNull(),
    id: text().notNull(),
    type: text({ enum: ["expense", "income"] }).notNull(),
    name: text().notNull(),
    icon: text(),
    color: text(),
    parentId: text(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index("customCategories_list").on(table.owner, table.createdAt),
  ],
);
