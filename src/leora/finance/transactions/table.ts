import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { minorUnits, rowId } from "../../../kernel/db/columns.ts";
import { type Split, TRANSACTION_TYPES } from "./rules.ts";

/**
 * Transactions (spec 4.2). `amount`, `plannedAmount`, `paidAmount` and the splits are minor units of `currency`; the fee is in the
 * currency of the account that pays it. What each account gained or lost is stored, so that undoing a transaction is exact
 * whatever the rates have become since.
 */
export const transactions = sqliteTable(
  "transactions",
  {
    ...entityColumns(),
    type: text({ enum: TRANSACTION_TYPES }).notNull(),
    accountId: rowId(),
    fromAccountId: rowId(),
    toAccountId: rowId(),
    amount: minorUnits().notNull(),
    currency: text().notNull(),
    baseCurrency: text().notNull(),
    rateUsedToBase: text().notNull(),
    convertedAmountToBase: minorUnits().notNull(),
    /** True when the rate of the amount or of its fee to `baseCurrency` is the oldest known one, of a later day. */
    isRateEstimated: integer({ mode: "boolean" }).notNull().default(false),
    toAmount: minorUnits(),
    toCurrency: text(),
    effectiveRateFromTo: text(),
    feeAmount: minorUnits(),
    feeCategoryId: text(),
    categoryId: text(),
    subcategoryId: text(),
    name: text(),
    description: text(),
    date: text().notNull(),
    time: text(),
    goalId: rowId(),
    budgetId: rowId(),
    debtId: rowId(),
    habitId: rowId(),
    counterpartyId: rowId(),
    goalName: text(),
    goalType: text(),
    relatedBudgetId: rowId(),
    relatedDebtId: rowId(),
    plannedAmount: minorUnits(),
    paidAmount: minorUnits(),
    originalCurrency: text(),
    originalAmount: minorUnits(),
    conversionRate: text(),
    isBalanceAdjustment: integer({ mode: "boolean" }).notNull(),
    recurringId: text(),
    /** The id that the bank gave it, and the import that created it. */
    externalId: text(),
    importId: rowId(),
    attachments: text({ mode: "json" }).$type<string[]>().notNull(),
    tags: text({ mode: "json" }).$type<string[]>().notNull(),
    splits: text({ mode: "json" }).$type<Split[]>().notNull(),
    deletedAt: integer(),
    /** The currency of `accountId` or `fromAccountId`, and what left or reached that account in it, without the fee. */
    accountCurrency: text().notNull(),
    accountAmount: minorUnits().notNull(),
    /** What reached `toAccountId`, in that account's currency. */
    toAccountAmount: minorUnits(),
    /** True when the user stated `effectiveRateFromTo`, so that a change of the day keeps it; false for a rate of the day. */
    isRateFixed: integer({ mode: "boolean" }).notNull(),
    /** Minor units of `baseCurrency`; the splits' parts sum to `convertedAmountToBase`. */
    feeAmountToBase: minorUnits(),
    splitsToBase: text({ mode: "json" }).$type<number[]>().notNull(),
    /** `amount` as on the wire, comparable between currencies of different exponents. */
    decimalAmount: real().notNull(),
  },
  (table) => [
    ...entityKeys("transactions", table),
    sortIndex("transactions", table, table.date),
    sortIndex("transactions", table, table.decimalAmount),
    linkIndex("transactions", table, table.accountId),
    linkIndex("transactions", table, table.fromAccountId),
    linkIndex("transactions", table, table.toAccountId),
    linkIndex("transactions", table, table.goalId),
    linkIndex("transactions", table, table.budgetId),
    linkIndex("transactions", table, table.debtId),
    linkIndex("transactions", table, table.counterpartyId),
    linkIndex("transactions", table, table.recurringId),
    linkIndex("transactions", table, table.importId),
    index("transactions_type").on(table.owner, table.showStatus, table.type, table.createdAt, table.id),
    index("transactions_baseCurrency").on(table.owner, table.baseCurrency),
  ],
);
