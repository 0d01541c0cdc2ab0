import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../../engine/columns.ts";
import { minorUnits } from "../../../../kernel/db/columns.ts";

/**
 * Spec 4.4. A payment and its transaction have the same id, and the same `showStatus`: what one is, the other is. Each
 * converted amount is minor units of the currency it is named after.
 */
export const debtPayments = sqliteTable(
  "debtPayments",
  {
    ...entityColumns(),
    debtId: text().notNull(),
    amount: minorUnits().notNull(),
    currency: text().notNull(),
    /** The debt's. */
    baseCurrency: text().notNull(),
    rateUsedToBase: text().notNull(),
    convertedAmountToBase: minorUnits().notNull(),
    rateUsedToDebt: text().notNull(),
    convertedAmountToDebt: minorUnits().notNull(),
    paymentDate: text().notNull(),
    accountId: text(),
    note: text(),
    allowOverpay: integer({ mode: "boolean" }).notNull(),
    relatedTransactionId: text(),
    recurringId: text(),
    /** True when the user, not the day, fixed the rate: a move to another day keeps it. */
    isRateToBaseFixed: integer({ mode: "boolean" }).notNull(),
    isRateToDebtFixed: integer({ mode: "boolean" }).notNull(),
    debtCurrency: text().notNull(),
    repaymentCurrency: text().notNull(),
    convertedAmountToRepayment: minorUnits().notNull(),
    /** Units of `baseCurrency` for one of the debt's, that day. */
    debtRateToBase: text().notNull(),
  },
  (table) => [
    ...entityKeys("debtPayments", table),
    ...sortIndex("debtPayments", table, table.paymentDate),
    index("debtPayments_debtId").on(table.userId, table.debtId, table.showStatus, table.createdAt, table.id),
    linkIndex("debtPayments", table, table.accountId),
    linkIndex("debtPayments", table, table.recurringId),
  ],
);
