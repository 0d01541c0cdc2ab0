import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../../engine/columns.ts";
import { minorUnits, rowId } from "../../../../kernel/db/columns.ts";

/**
 * Payments of debts (spec 4.4). A payment and its transaction have the same id and the same `showStatus`. Each converted amount is minor units
 * of the currency that it is named after: `baseCurrency`, `debtCurrency` (the principal's) or `repaymentCurrency`.
 */
export const debtPayments = sqliteTable(
  "debtPayments",
  {
    ...entityColumns(),
    debtId: rowId().notNull(),
    amount: minorUnits().notNull(),
    currency: text().notNull(),
    /** The base currency of the debt, as it was when the debt was made. */
    baseCurrency: text().notNull(),
    rateUsedToBase: text().notNull(),
    convertedAmountToBase: minorUnits().notNull(),
    /** True when a rate to `baseCurrency`, of the payment's currency or the debt's, is the oldest known one, of a later day. */
    isRateEstimated: integer({ mode: "boolean" }).notNull().default(false),
    rateUsedToDebt: text().notNull(),
    convertedAmountToDebt: minorUnits().notNull(),
    paymentDate: text().notNull(),
    accountId: rowId(),
    note: text(),
    allowOverpay: integer({ mode: "boolean" }).notNull(),
    relatedTransactionId: rowId(),
    recurringId: rowId(),
    /** True when the user gave the rate: it then stays when the payment moves to another day. */
    isRateToBaseFixed: integer({ mode: "boolean" }).notNull(),
    isRateToDebtFixed: integer({ mode: "boolean" }).notNull(),
    debtCurrency: text().notNull(),
    repaymentCurrency: text().notNull(),
    convertedAmountToRepayment: minorUnits().notNull(),
    /** Units of `baseCurrency` for one of `debtCurrency` on `paymentDate`. */
    debtRateToBase: text().notNull(),
  },
  (table) => [
    ...entityKeys("debtPayments", table),
    sortIndex("debtPayments", table, table.paymentDate),
    index("debtPayments_debtId").on(table.owner, table.debtId, table.showStatus, table.createdAt, table.id),
    linkIndex("debtPayments", table, table.accountId),
    linkIndex("debtPayments", table, table.recurringId),
  ],
);

export type DebtPayment = RowOf<typeof debtPayments>;
