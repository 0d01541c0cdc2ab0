import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../engine/columns.ts";
import { ownedTable } from "../../../engine/owned-table.ts";
import { minorUnits, rowId } from "../../../kernel/db/columns.ts";
import { BUDGET_TYPES, DIRECTIONS, PERIOD_TYPES, ROLLOVER_MODES, type Upcoming } from "./rules.ts";

/** Sums stay in the range of exact numbers; a write that would leave it is refused as a whole. */
const inRange = (column: string) =>
  check(`budgets_${column}_range`, sql.raw(`${column} BETWEEN -9007199254740991 AND 9007199254740991`));

/** Budgets (spec 4.3). Amounts are minor units of the budget's currency; days are of the user's calendar, both ends included. */
export const budgets = sqliteTable(
  "budgets",
  {
    ...entityColumns(),
    name: text().notNull(),
    budgetType: text({ enum: BUDGET_TYPES }).notNull(),
    categoryIds: text({ mode: "json" }).$type<string[]>().notNull(),
    linkedGoalId: rowId(),
    accountId: rowId(),
    transactionType: text({ enum: DIRECTIONS }).notNull(),
    currency: text().notNull(),
    limitAmount: minorUnits().notNull(),
    periodType: text({ enum: PERIOD_TYPES }).notNull(),
    startDate: text(),
    endDate: text(),
    rolloverMode: text({ enum: ROLLOVER_MODES }).notNull(),
    notifyOnExceed: integer({ mode: "boolean" }).notNull(),
    /** The period that `spentAmount` is of; null where it is open. */
    periodStart: text(),
    periodEnd: text(),
    /** The period's last day while another period follows it. */
    rollsAfter: text(),
    spentAmount: minorUnits().notNull(),
    /** What earlier periods left over (or overspent), and the sum of their limits that is part of it. */
    carriedAmount: minorUnits().notNull(),
    carriedLimit: minorUnits().notNull(),
    /** First day of the first period that carries over; null: nothing is carried. */
    carryFrom: text(),
    /** All entries from the day `since` on, whatever their period; null: all there are. */
    contributionTotal: minorUnits().notNull(),
    since: text(),
    /** Entries of days after the period, summed by day. */
    upcoming: text({ mode: "json" }).$type<Upcoming>().notNull(),
    /** The user was notified that this period is overspent. */
    isExceedNotified: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    ...entityKeys("budgets", table),
    sortIndex("budgets", table, table.name),
    sortIndex("budgets", table, table.limitAmount),
    sortIndex("budgets", table, table.spentAmount),
    linkIndex("budgets", table, table.linkedGoalId),
    linkIndex("budgets", table, table.accountId),
    // Across users: whose periods are over.
    index("budgets_rollsAfter")
      .on(table.rollsAfter, table.owner)
      .where(sql`${table.showStatus} = 'active' AND ${table.rollsAfter} IS NOT NULL`),
    inRange("spentAmount"),
    inRange("carriedAmount"),
    inRange("contributionTotal"),
  ],
);

/**
 * What a transaction counts for in a budget, converted at the rates of its day, or at the oldest where none was known yet:
 * what a budget has spent is no balance. An entry keeps its rates when rates or accounts change later, unless they were
 * estimated.
 */
export const budgetEntries = sqliteTable(
  "budgetEntries",
  {
    owner: integer().notNull(),
    transactionId: rowId().notNull(),
    budgetId: rowId().notNull(),
    id: rowId().notNull(),
    /** Minor units of the budget's currency; negative for a transaction that names the budget and is a return, such as a refund. */
    appliedAmount: minorUnits().notNull(),
    /** Units of the budget's currency for one of `currency`, the transaction's, on `date`. */
    rate: text().notNull(),
    currency: text().notNull(),
    /** The same for the fee of the transaction, where that counts. */
    feeRate: text(),
    feeCurrency: text(),
    /** True when one of the rates is the oldest known one, of a later day than the transaction's. */
    isRateEstimated: integer({ mode: "boolean" }).notNull().default(false),
    /** The transaction's day. */
    date: text().notNull(),
    snapshottedAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.transactionId, table.budgetId] }),
    index("budgetEntries_budget").on(table.owner, table.budgetId, table.date, table.transactionId),
  ],
);

export const budgetEntryRows = ownedTable(budgetEntries);

export type Budget = RowOf<typeof budgets>;
export type BudgetEntry = typeof budgetEntries.$inferSelect;
