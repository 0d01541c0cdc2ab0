import { reaction } from "../../../../engine/entity.ts";
import { createRow, removeRow } from "../../../../engine/rows.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../../kernel/money.ts";
import type { Transaction } from "../../transactions/entity.ts";
import { transactions } from "../../transactions/table.ts";
import { planDebts } from "../reads.ts";
import type { Debt, DebtPayment } from "../recalculation.ts";
import { debts } from "../table.ts";
import { converted } from "./conversion.ts";
import { debtPaymentEntity } from "./entity.ts";
import { debtPayments } from "./table.ts";
import { paysDebt } from "./transaction.ts";

/**
 * What happens to a transaction happens to the payment it is, and a transaction that pays a debt is a payment. Both have
 * one id, so neither is looked for. Whoever of the two changes first, the other finds itself changed and stops.
 */
export const transactionsPayDebts = reaction({
  to: transactions,

  reads(plan, written) {
    // The transaction that funds a debt has the debt's id.
    planDebts(plan, written.ids);
  },

  reaches: (plan, written) =>
    plan.reached(debtPayments, {
      stored: written.ids,
      given: {
        debtId: written.values("debtId"),
        accountId: written.values("accountId"),
        currency: written.values("currency"),
        paymentDate: written.values("date"),
      },
    }),

  effects(work, before, after) {
    noteDebt(work, before, after);
    const payment = work.find(debtPayments, after.id);
    const debt = paidBy(work, after);
    if (debt) pay(work, debt, after, payment);
    else if (payment?.relatedTransactionId && payment.showStatus !== "deleted") {
      removeRow(work, debtPaymentEntity, payment.id);
    }
  },
});

/** The debt that a transaction pays. */
function paidBy(work: UnitOfWork, { debtId, showStatus, ...transaction }: Transaction): Debt | undefined {
  if (debtId === null || showStatus === "deleted") return undefined;
  const debt = work.find(debts, debtId);
  return debt && debt.showStatus !== "deleted" && paysDebt(transaction, debt) ? debt : undefined;
}

function pay(work: UnitOfWork, debt: Debt, transaction: Transaction, payment: DebtPayment | undefined): void {
  const { id, accountId, amount, currency, date: paymentDate, showStatus } = transaction;
  if (!payment) {
    createRow(work, debtPaymentEntity, {
      id,
      debtId: debt.id,
      amount: toDecimal(amount, currency),
      currency,
      paymentDate,
      accountId,
      note: transaction.description ?? transaction.name,
    });
    return;
  }
  const isSame =
    payment.debtId === debt.id &&
    payment.amount === amount &&
    payment.currency === currency &&
    payment.paymentDate === paymentDate &&
    payment.showStatus !== "deleted";
  work.update(debtPayments, id, {
    showStatus,
    accountId,
    relatedTransactionId: id,
    ...(isSame ? {} : { debtId: debt.id, ...convertedLike(work, debt, transaction, payment) }),
  });
}

/** Rates that the user fixed for the payment stay, unless its currencies are others now. */
const convertedLike = (work: UnitOfWork, debt: Debt, { amount, currency, date }: Transaction, payment: DebtPayment) =>
  converted(work, debt, {
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

/** `relatedDebtId` names the debt too; a debt whose funding transaction is gone or led elsewhere has none. */
function noteDebt(work: UnitOfWork, before: Transaction | null, after: Transaction): void {
  if (after.relatedDebtId !== after.debtId) work.update(transactions, after.id, { relatedDebtId: after.debtId });
  const funded = work.find(debts, after.id);
  if (!funded || funded.showStatus === "deleted" || before === null) return;
  const isFunding = after.showStatus !== "deleted" && after.debtId === after.id;
  if (!isFunding && funded.fundingTransactionId) work.update(debts, after.id, { fundingTransactionId: null });
}
