import { createRow, removeRow, restoreRow, updateRow } from "../../../../engine/rows.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../../kernel/money.ts";
import { type Transaction, transactionEntity } from "../../transactions/entity.ts";
import { transactions } from "../../transactions/table.ts";
import { activeCounterpartyOf } from "../counterparty.ts";
import { CATEGORY, PAYING_TYPE } from "../rules.ts";
import { type Debt, debts } from "../table.ts";
import type { DebtPayment } from "./table.ts";

// The transaction of a payment: it has the payment's id, and moves the money of the account that the payment names.

/** A transaction pays its debt when it is an expense for what the user owes, an income for what others owe the user. */
export const paysDebt = ({ type }: Pick<Transaction, "type">, { direction }: Pick<Debt, "direction">): boolean =>
  type === PAYING_TYPE[direction];

/** Makes the payment's transaction agree with the payment: creates, changes, archives, restores or deletes it. */
export function updateTransactionOfPayment(work: UnitOfWork, before: DebtPayment | null, after: DebtPayment): void {
  const transaction = work.find(transactions, after.id);
  if (after.showStatus === "deleted" || after.relatedTransactionId === null) {
    if (transaction && isPaymentOf(work, transaction, before ?? after)) removeRow(work, transactionEntity, after.id);
    return;
  }
  const { id, showStatus } = after;
  if (!transaction) createRow(work, transactionEntity, { id, ...fieldsOf(work, after) }, showStatus);
  else if (transaction.showStatus === "deleted") {
    restoreRow(work, transactionEntity, id, fieldsOf(work, after), showStatus);
  } else updateSharedFields(work, transaction, after);
  updateOriginalAmount(work, before, after);
}

/** False for a transaction that its user has linked to another debt or to none, or that pays no debt any longer. */
function isPaymentOf(work: UnitOfWork, transaction: Transaction, payment: DebtPayment): boolean {
  const debt = work.find(debts, payment.debtId);
  const isLinked = transaction.showStatus !== "deleted" && transaction.debtId === payment.debtId;
  return isLinked && debt !== undefined && paysDebt(transaction, debt);
}

/** The fields that a payment and its transaction share, as inputs of a transaction. */
const sharedFieldsOf = (payment: DebtPayment) => ({
  debtId: payment.debtId,
  accountId: payment.accountId,
  amount: toDecimal(payment.amount, payment.currency),
  currency: payment.currency,
  date: payment.paymentDate,
  showStatus: payment.showStatus,
});

/** All fields of the transaction when it is written for the payment. */
function fieldsOf(work: UnitOfWork, payment: DebtPayment): Record<string, unknown> {
  const debt = work.find(debts, payment.debtId);
  const type = PAYING_TYPE[debt?.direction ?? "i_owe"];
  return {
    ...sharedFieldsOf(payment),
    type,
    categoryId: CATEGORY[type],
    counterpartyId: debt ? activeCounterpartyOf(work, debt) : null,
    name: debt?.counterpartyName ?? null,
    description: payment.note,
  };
}

/** Writes only fields that differ. When the payment was updated because of this very transaction, none differ. */
function updateSharedFields(work: UnitOfWork, transaction: Transaction, payment: DebtPayment): void {
  const { amount, currency } = transaction;
  const current: Record<string, unknown> = { ...transaction, amount: toDecimal(amount, currency) };
  const patch = Object.fromEntries(
    Object.entries(sharedFieldsOf(payment)).filter(([name, value]) => !sameValue(current[name], value)),
  );
  if (Object.keys(patch).length > 0) updateRow(work, transactionEntity, transaction.id, patch);
}

/** Stores in the transaction of a payment in another currency than the debt's what was paid in the debt's currency. */
function updateOriginalAmount(work: UnitOfWork, before: DebtPayment | null, after: DebtPayment): void {
  const isConverted = after.currency !== after.debtCurrency;
  const wasConverted = before !== null && before.currency !== before.debtCurrency;
  if (!isConverted && !wasConverted) return;
  work.update(transactions, after.id, {
    originalCurrency: isConverted ? after.debtCurrency : null,
    originalAmount: isConverted ? after.convertedAmountToDebt : null,
    conversionRate: isConverted ? after.rateUsedToDebt : null,
  });
}
