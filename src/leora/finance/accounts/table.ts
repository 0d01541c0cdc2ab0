import { sql } from "drizzle-orm";
import { check, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { minorUnits, rowId } from "../../../kernel/db/columns.ts";
import { ACCOUNT_TYPES } from "./rules.ts";

/** Accounts (spec 4.1). Balances are minor units of the account's currency. */
export const accounts = sqliteTable(
  "accounts",
  {
    ...entityColumns(),
    name: text().notNull(),
    accountType: text({ enum: ACCOUNT_TYPES }).notNull(),
    currency: text().notNull(),
    initialBalance: minorUnits().notNull(),
    /** `initialBalance` and what the account's active transactions did to it. */
    currentBalance: minorUnits().notNull(),
    linkedGoalId: rowId(),
    customTypeId: text(),
    icon: text(),
    color: text(),
  },
  (table) => [
    ...entityKeys("accounts", table),
    sortIndex("accounts", table, table.name),
    linkIndex("accounts", table, table.linkedGoalId),
    // Numbers stay exact up to here; a write that would pass it is refused as a whole.
    check("accounts_currentBalance_range", sql`currentBalance BETWEEN -9007199254740991 AND 9007199254740991`),
  ],
);
