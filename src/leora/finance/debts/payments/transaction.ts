import type { RowOf } from "../../../../engine/columns.ts";
import { createRow, removeRow, restoreRow, updateRow } from "../../../../engine/rows.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../../kernel/money.ts";
import { transactionEntity } from "../../transactions/entity.ts";
import { transactions } from "../../transactions/table.ts";
import { type Debt, type DebtPayment, partnerOf } from "../recalculation.ts";
import { CATEGORY, PAYING_TYPE } from "../rules.ts";
import { debts } from "../table.ts";

type Transaction = RowOf<typeof transactions>;

/** A transaction pays its debt when it goes the paying way: an expense for what I owe, an income for what I am owed. */
export const paysDebt = ({ type }: Pick<Transaction, "type">, { direction }: Pick<Debt, "direction">): boolean =>
  type === PAYING_TYPE[direction];

/** Fields that a payment and its transaction share, as a transaction has them. */
const moneyOf = (payment: DebtPayment) => ({
  debtId: payment.debtId,
  accountId: payment.accountId,
  amount: toDecimal(payment.amount, payment.currency),
  currency: payment.currency,
  date: payment.paymentDate,
  showStatus: payment.showStatus,
});

/** Makes the payment's transaction what the payment is: written, changed, archived, or gone. */
export function followPayment(work: UnitOfWork, before: DebtPayment | null, after: DebtPayment): void {
  const transaction = work.find(transactions, after.id);
  if (after.showStatus === "deleted" || after.relatedTransactionId === null) {
    if (transaction && isOf(work, transaction, before ?? after)) removeRow(work, transactionEntity, after.id);
    return;
  }
  if (!transaction) write(work, after);
  else if (transaction.showStatus === "deleted") restoreRow(work, transactionEntity, after.id, termsOf(work, after));
  else change(work, transaction, after);
  noteConversion(work, before, after);
}

/** A transaction that its user led elsewhere is the payment's no more. */
function isOf(work: UnitOfWork, transaction: Transaction, payment: DebtPayment): boolean {
  const debt = work.find(debts, payment.debtId);
  const isLive = transaction.showStatus !== "deleted" && transaction.debtId === payment.debtId;
  return isLive && debt !== undefined && paysDebt(transaction, debt);
}

const write = (work: UnitOfWork, payment: DebtPayment): void => {
  createRow(work, transactionEntity, { id: payment.id, ...termsOf(work, payment) });
};

function termsOf(work: UnitOfWork, payment: DebtPayment): Record<string, unknown> {
  const debt = work.find(debts, payment.debtId);
  const type = PAYING_TYPE[debt?.direction ?? "i_owe"];
  return {
    ...moneyOf(payment),
    type,
    categoryId: CATEGORY[type],
    counterpartyId: debt ? partnerOf(work, debt) : null,
    name: debt?.counterpartyName ?? null,
    description: payment.note,
  };
}

/** Only what differs: the payment may follow this very transaction. */
function change(work: UnitOfWork, transaction: Transaction, payment: DebtPayment): void {
  const current: Record<string, unknown> = {
    ...transaction,
    amount: toDecimal(transaction.amount, transaction.currency),
  };
  const patch = Object.fromEntries(
    Object.entries(moneyOf(payment)).filter(([name, value]) => !sameValue(current[name], value)),
  );
  if (Object.keys(patch).length > 0) updateRow(work, transactionEntity, transaction.id, patch);
}

/** What a payment in another currency was for the debt. */
function noteConversion(work: UnitOfWork, before: DebtPayment | null, after: DebtPayment): void {
  const isForeign = after.currency !== after.debtCurrency;
  if (!isForeign && (before === null || before.currency === before.debtCurrency)) return;
  work.update(transactions, after.id, {
    originalCurrency: isForeign ? after.debtCurrency : null,
    originalAmount: isForeign ? after.convertedAmountToDebt : null,
    conversionRate: isForeign ? after.rateUsedToDebt : null,
  });
}
