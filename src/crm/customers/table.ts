import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { searchColumns, signatureOf } from "../../kernel/db/search.ts";
import { STATUSES } from "./rules.ts";

/**
 * Users list their own rows, administrators all rows: every order and filter has an index for each of the two. The own rows'
 * default order holds what searches test before they fetch a row.
 */
export const customers = sqliteTable(
  "customers",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer().notNull(),
    name: text().notNull(),
    /** In lower case; unique among the rows of one user. */
    email: text().notNull(),
    phone: text().notNull(),
    company: text().notNull(),
    status: text({ enum: STATUSES }).notNull(),
    /** Free text, such as the worth of the customer in the user's own words. */
    value: text().notNull(),
    /** Name, e-mail, phone and company. */
    ...searchColumns(),
    version: integer().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("customers_email").on(table.userId, table.email),
    index("customers_own_createdAt").on(table.userId, table.createdAt, table.id, ...signatureOf(table)),
    index("customers_own_updatedAt").on(table.userId, table.updatedAt, table.id),
    index("customers_own_name").on(table.userId, table.name, table.id),
    index("customers_own_company").on(table.userId, table.company, table.id),
    index("customers_own_status").on(table.userId, table.status, table.createdAt, table.id),
    index("customers_all_createdAt").on(table.createdAt, table.id),
    index("customers_all_updatedAt").on(table.updatedAt, table.id),
    index("customers_all_name").on(table.name, table.id),
    index("customers_all_company").on(table.company, table.id),
    index("customers_all_status").on(table.status, table.createdAt, table.id),
  ],
);
export type Customer = typeof customers.$inferSelect;
