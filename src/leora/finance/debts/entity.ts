import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { atLeast, atMost, equals, linksTo } from "../../../engine/list.ts";
import { removeRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency as currencyCode, day } from "../../../kernel/contract.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import { amountsAfter, emptyAmounts } from "./amounts.ts";
import { DebtCreate, DebtPatch, DebtView } from "./contract.ts";
import { fundingAccountOf, updateFunding } from "./funding.ts";
import { debtPaymentEntity } from "./payments/entity.ts";
import { transactionsPayDebts } from "./payments/reactions.ts";
import { planDebts } from "./reads.ts";
import { paymentsOf, recalculateDebt } from "./recalculation.ts";
import { owedOn, statusOn } from "./rules.ts";
import { type Debt, debts } from "./table.ts";

/** Columns that decide what is owed and the status. */
const RECALCULATED_BY = [
  "showStatus",
  "direction",
  "principalAmount",
  "principalCurrency",
  "principalBaseValue",
  "repaymentCurrency",
  "repaymentAmount",
  "isFixedRepaymentAmount",
  "startDate",
  "dueDate",
  "interestMode",
  "interestRateAnnual",
  "isCanceled",
] as const satisfies readonly (keyof Debt)[];

/** Columns that payments were converted by. */
const FIXED_BY_PAYMENTS = [
  "direction",
  "principalCurrency",
  "repaymentCurrency",
] as const satisfies readonly (keyof Debt)[];

/** Debts (spec 4.4). What is owed is computed from the payments: see `recalculation.ts`. */
export const debtEntity = defineEntity({
  name: "debts",
  table: debts,
  contract: { create: DebtCreate, patch: DebtPatch, view: DebtView },
  links: {
    counterpartyId: "counterparties",
    linkedGoalId: "goals",
    linkedBudgetId: "budgets",
    fundingAccountId: "accounts",
    lentFromAccountId: "accounts",
    returnToAccountId: "accounts",
    receivedToAccountId: "accounts",
    payFromAccountId: "accounts",
  },
  derived: [
    "baseCurrency",
    "rateOnStart",
    "principalBaseValue",
    "isRateEstimated",
    "fundingTransactionId",
    "status",
    "settledAt",
    "finalRateUsed",
    "finalProfitLoss",
    "finalProfitLossCurrency",
    "totalPaidInRepaymentCurrency",
    "outstandingCurrency",
    "outstandingPrincipal",
    "unpaidInterest",
    "interestThrough",
    "totalPaid",
    "overpaidAmount",
    "decimalPrincipal",
  ],
  reactions: [transactionsPayDebts],
  list: {
    filters: {
      direction: equals(DebtView.shape.direction, "direction"),
      status: equals(DebtView.shape.status, "status"),
      counterpartyId: linksTo("counterpartyId"),
      linkedGoalId: linksTo("linkedGoalId"),
      linkedBudgetId: linksTo("linkedBudgetId"),
      currency: equals(currencyCode(), "principalCurrency"),
      dueDateFrom: atLeast(day(), "dueDate"),
      dueDateTo: atMost(day(), "dueDate"),
    },
    sorts: ["dueDate", "startDate", "principalAmount"],
    sortColumns: { principalAmount: "decimalPrincipal" },
  },

  search: ({ counterpartyName, description }) => [counterpartyName, description],

  reads: planDebts,

  create(work, input, id) {
    const { principalCurrency, startDate } = input;
    const empty = emptyAmounts(input, profileOf(work.user).primaryCurrency);
    return newRow(debts, input, {
      ...amountsAfter(work, empty, input, true),
      isFixedRepaymentAmount: input.isFixedRepaymentAmount ?? false,
      reminderEnabled: input.reminderEnabled ?? false,
      isCanceled: input.status === "canceled",
      fundingTransactionId: fundingAccountOf(input) === null ? null : id,
      // What no payment has changed yet; `effects` computes it.
      status: "active",
      outstandingCurrency: principalCurrency,
      outstandingPrincipal: 0,
      unpaidInterest: 0,
      interestThrough: startDate,
      totalPaid: 0,
      totalPaidInRepaymentCurrency: 0,
      overpaidAmount: 0,
    });
  },

  update(work, row, patch) {
    const { status } = patch;
    const changed = changedFields(debts, patch, {
      ...amountsAfter(work, row, patch, row.showStatus === "deleted"),
      isCanceled: status === undefined ? undefined : status === "canceled",
      // Derived by `effects`.
      status: undefined,
    });
    const next = { ...row, ...changed };
    requireSameHistory(work, row, next);
    const account = fundingAccountOf(next);
    if (account === fundingAccountOf(row)) return changed;
    return { ...changed, fundingTransactionId: account === null ? null : row.id };
  },

  effects(work, before, after) {
    const isDeleted = after.showStatus === "deleted";
    if (isDeleted && before?.showStatus !== "deleted") deleteDependents(work, after.id);
    updateFunding(work, before, after);
    const field = RECALCULATED_BY.find((name) => before?.[name] !== after[name]);
    if (field) recalculateDebt(work, after.id, { mayOverpay: false, field });
  },

  view(row, { today }) {
    const { principalCurrency, baseCurrency, outstandingCurrency } = row;
    const repaymentCurrency = row.repaymentCurrency ?? principalCurrency;
    const owed = owedOn(row, today);
    return {
      principalAmount: toDecimal(row.principalAmount, principalCurrency),
      principalOriginalAmount: decimalOrNull(
        row.principalOriginalAmount,
        row.principalOriginalCurrency ?? principalCurrency,
      ),
      rateOnStart: Number(row.rateOnStart),
      principalBaseValue: toDecimal(row.principalBaseValue, baseCurrency),
      repaymentAmount: decimalOrNull(row.repaymentAmount, repaymentCurrency),
      repaymentRateOnStart: numberOrNull(row.repaymentRateOnStart),
      interestRateAnnual: numberOrNull(row.interestRateAnnual),
      customRateUsed: numberOrNull(row.customRateUsed),
      status: statusOn(row, today),
      settledAt: row.settledAt === null ? null : toIso(row.settledAt),
      finalRateUsed: numberOrNull(row.finalRateUsed),
      finalProfitLoss: decimalOrNull(row.finalProfitLoss, row.finalProfitLossCurrency ?? baseCurrency),
      totalPaidInRepaymentCurrency: toDecimal(row.totalPaidInRepaymentCurrency, repaymentCurrency),
      accruedInterest: toDecimal(owed.interest, outstandingCurrency),
      outstandingAmount: toDecimal(owed.principal + owed.interest, outstandingCurrency),
    };
  },
});

const decimalOrNull = (minor: number | null, currency: string): number | null =>
  minor === null ? null : toDecimal(minor, currency);

const numberOrNull = (text: string | null): number | null => (text === null ? null : Number(text));

/** Payments keep the direction and the currencies that they were made in. @throws invalid_state */
function requireSameHistory(work: UnitOfWork, row: Debt, next: Debt): void {
  const changed = FIXED_BY_PAYMENTS.find((name) => next[name] !== row[name]);
  if (changed === undefined) return;
  if (paymentsOf(work, row.id).length > 0) {
    throw invalidState("A debt with payments keeps its direction and currencies", changed);
  }
  if (changed === "direction" && row.fundingTransactionId !== null) {
    throw invalidState("A debt with a funding transaction keeps its direction", changed);
  }
  // A payment that arrives meanwhile changes what is owed, and with it the `rev` that this guards.
  if (row.showStatus !== "deleted") work.guardRow(debts, row.id);
}

/** Deletes the payments and all transactions of a deleted debt. */
function deleteDependents(work: UnitOfWork, debtId: string): void {
  for (const { id } of paymentsOf(work, debtId)) removeRow(work, debtPaymentEntity, id);
  for (const { id, showStatus } of work.rowsBy(transactions, { debtId })) {
    if (showStatus !== "deleted") removeRow(work, transactionEntity, id);
  }
}
