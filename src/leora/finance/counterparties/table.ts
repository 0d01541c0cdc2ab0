import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, sortIndex } from "../../../engine/columns.ts";

/** Counterparties (spec 4.6): people and firms that money is lent to, owed to, or moved with. */
export const counterparties = sqliteTable(
  "counterparties",
  {
    ...entityColumns(),
    displayName: text().notNull(),
    /** As the user typed it. */
    phoneNumber: text(),
    comment: text(),
    searchKeywords: text(),
  },
  (table) => [...entityKeys("counterparties", table), sortIndex("counterparties", table, table.displayName)],
);
