import { reaction } from "../../../../engine/entity.ts";
import { createRow, removeRow } from "../../../../engine/rows.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../../kernel/money.ts";
import type { Transaction } from "../../transactions/entity.ts";
import { transactions } from "../../transactions/table.ts";
import { type Debt, debts } from "../table.ts";
import { convertPayment } from "./conversion.ts";
import { debtPaymentEntity } from "./entity.ts";
import { type DebtPayment, debtPayments } from "./table.ts";
import { paysDebt } from "./transaction.ts";

/**
 * A transaction that pays a debt is a payment of the debt: the payment is created, changed and deleted with it. Both have
 * the same id. When either is written, the other is updated; it then agrees with the first, so that it does not update the
 * first again.
 */
export const transactionsPayDebts = reaction({
  to: transactions,

  // The transaction that funds a debt has the debt's id.
  reads: (plan, written) => plan.rows(debts, written.ids),

  reaches: (plan, written) =>
    plan.reached(debtPayments, {
      sameIdsAs: written,
      given: {
        debtId: written.values("debtId"),
        accountId: written.values("accountId"),
        currency: written.values("currency"),
        paymentDate: written.values("date"),
      },
    }),

  effects(work, before, after) {
    if (after.relatedDebtId !== after.debtId) work.update(transactions, after.id, { relatedDebtId: after.debtId });
    if (before) unlinkFunding(work, after);
    const payment = work.find(debtPayments, after.id);
    const debt = debtPaidBy(work, after);
    if (debt && payment) updatePayment(work, debt, after, payment);
    else if (debt) createPayment(work, debt, after);
    else if (payment?.relatedTransactionId && payment.showStatus !== "deleted") {
      removeRow(work, debtPaymentEntity, payment.id);
    }
  },
});

/** A debt whose funding transaction is deleted, or now belongs to another debt or none, is funded by no transaction. */
function unlinkFunding(work: UnitOfWork, { id, debtId, showStatus }: Transaction): void {
  const debt = work.find(debts, id);
  if (!debt || debt.showStatus === "deleted" || debt.fundingTransactionId === null) return;
  if (showStatus === "deleted" || debtId !== id) work.update(debts, id, { fundingTransactionId: null });
}

/** The debt that a transaction pays. */
function debtPaidBy(work: UnitOfWork, transaction: Transaction): Debt | undefined {
  if (transaction.debtId === null || transaction.showStatus === "deleted") return undefined;
  const debt = work.find(debts, transaction.debtId);
  return debt && debt.showStatus !== "deleted" && paysDebt(transaction, debt) ? debt : undefined;
}

/** The payment of an archived transaction is archived too: an active one would make the transaction active again. */
function createPayment(work: UnitOfWork, debt: Debt, transaction: Transaction): void {
  const { id, accountId, amount, currency, date, showStatus } = transaction;
  const input = {
    id,
    debtId: debt.id,
    amount: toDecimal(amount, currency),
    currency,
    paymentDate: date,
    accountId,
    note: transaction.description ?? transaction.name,
  };
  createRow(work, debtPaymentEntity, input, showStatus === "archived" ? "archived" : "active");
}

function updatePayment(work: UnitOfWork, debt: Debt, transaction: Transaction, payment: DebtPayment): void {
  const { id, accountId, amount, currency, date, showStatus } = transaction;
  const isSamePayment =
    payment.debtId === debt.id &&
    payment.amount === amount &&
    payment.currency === currency &&
    payment.paymentDate === date &&
    payment.showStatus !== "deleted";
  work.update(debtPayments, id, {
    showStatus,
    accountId,
    relatedTransactionId: id,
    ...(isSamePayment ? {} : { debtId: debt.id, ...convertedAmounts(work, debt, transaction, payment) }),
  });
}

/** Rates that the user gave for the payment stay, unless its currencies are others now. */
const convertedAmounts = (
  work: UnitOfWork,
  debt: Debt,
  { amount, currency, date }: Transaction,
  payment: DebtPayment,
) =>
  convertPayment(work, debt, {
    amount,
    currency,
    paymentDate: date,
    rateToDebt:
      payment.isRateToDebtFixed && payment.currency === currency && payment.debtCurrency === debt.principalCurrency
        ? payment.rateUsedToDebt
        : null,
    rateToBase:
      payment.isRateToBaseFixed && payment.currency === currency && payment.baseCurrency === debt.baseCurrency
        ? payment.rateUsedToBase
        : null,
  });
