import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../engine/columns.ts";
import { minorUnits, rowId } from "../../../kernel/db/columns.ts";
import { DEBT_DIRECTIONS, DEBT_STATUSES, INTEREST_MODES } from "./rules.ts";

/**
 * Debts (spec 4.4). `principalAmount` is minor units of `principalCurrency`, `principalBaseValue` and `finalProfitLoss` of
 * `baseCurrency`, `repaymentAmount` and `totalPaidInRepaymentCurrency` of the repayment currency (the principal's when
 * `repaymentCurrency` is null). The columns from `outstandingPrincipal` to `overpaidAmount` are minor units of
 * `outstandingCurrency`; what is owed is as of the day `interestThrough`: see `rules.ts`.
 */
export const debts = sqliteTable(
  "debts",
  {
    ...entityColumns(),
    direction: text({ enum: DEBT_DIRECTIONS }).notNull(),
    counterpartyId: rowId(),
    counterpartyName: text().notNull(),
    description: text(),
    principalAmount: minorUnits().notNull(),
    principalCurrency: text().notNull(),
    principalOriginalAmount: minorUnits(),
    principalOriginalCurrency: text(),
    baseCurrency: text().notNull(),
    rateOnStart: text().notNull(),
    principalBaseValue: minorUnits().notNull(),
    /** True when `rateOnStart` is the oldest known rate, of a later day. */
    isRateEstimated: integer({ mode: "boolean" }).notNull().default(false),
    repaymentCurrency: text(),
    repaymentAmount: minorUnits(),
    repaymentRateOnStart: text(),
    isFixedRepaymentAmount: integer({ mode: "boolean" }).notNull(),
    startDate: text().notNull(),
    dueDate: text(),
    interestMode: text({ enum: INTEREST_MODES }),
    /** Percent a year, decimal text. */
    interestRateAnnual: text(),
    scheduleHint: text(),
    linkedGoalId: rowId(),
    linkedBudgetId: rowId(),
    fundingAccountId: rowId(),
    /** The debt's own id, or null: a debt and the transaction that funds it have the same id. */
    fundingTransactionId: rowId(),
    lentFromAccountId: rowId(),
    returnToAccountId: rowId(),
    receivedToAccountId: rowId(),
    payFromAccountId: rowId(),
    customRateUsed: text(),
    reminderEnabled: integer({ mode: "boolean" }).notNull(),
    reminderTime: text(),
    /** The part of the status that clients set; payments and the calendar decide the others. */
    isCanceled: integer({ mode: "boolean" }).notNull(),
    /** For filters and cron; the view computes it anew. */
    status: text({ enum: DEBT_STATUSES }).notNull(),
    settledAt: integer(),
    finalRateUsed: text(),
    finalProfitLoss: minorUnits(),
    finalProfitLossCurrency: text(),
    totalPaidInRepaymentCurrency: minorUnits().notNull(),
    outstandingCurrency: text().notNull(),
    outstandingPrincipal: minorUnits().notNull(),
    unpaidInterest: minorUnits().notNull(),
    interestThrough: text().notNull(),
    /** What all payments brought, and the part of it that was more than what was owed. */
    totalPaid: minorUnits().notNull(),
    overpaidAmount: minorUnits().notNull(),
    /** `principalAmount` as on the wire, comparable between currencies of different exponents. */
    decimalPrincipal: real().notNull(),
  },
  (table) => [
    ...entityKeys("debts", table),
    sortIndex("debts", table, table.dueDate),
    sortIndex("debts", table, table.startDate),
    sortIndex("debts", table, table.decimalPrincipal),
    index("debts_status").on(table.owner, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("debts", table, table.counterpartyId),
    linkIndex("debts", table, table.linkedGoalId),
    linkIndex("debts", table, table.linkedBudgetId),
    index("debts_fallingDue")
      .on(table.dueDate, table.owner)
      .where(sql`status = 'active' AND showStatus = 'active' AND dueDate IS NOT NULL`),
  ],
);

export type Debt = RowOf<typeof debts>;
