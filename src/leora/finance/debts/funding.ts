import { createRow, removeRow, restoreRow, updateRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import type { Own } from "./amounts.ts";
import { type Debt, partnerOf } from "./recalculation.ts";
import { CATEGORY, FUNDING_TYPE } from "./rules.ts";

/** The account that the principal left or reached: the one of the debt's direction, else the general one. */
export const fundingAccountOf = (
  debt: Pick<Own, "direction" | "fundingAccountId" | "lentFromAccountId" | "receivedToAccountId">,
): string | null =>
  (debt.direction === "i_owe" ? debt.receivedToAccountId : debt.lentFromAccountId) ?? debt.fundingAccountId;

/** Fields of the funding transaction that follow the debt. */
function termsOf(work: UnitOfWork, debt: Debt) {
  const type = FUNDING_TYPE[debt.direction];
  return {
    type,
    accountId: fundingAccountOf(debt),
    amount: toDecimal(debt.principalAmount, debt.principalCurrency),
    currency: debt.principalCurrency,
    categoryId: CATEGORY[type],
    date: debt.startDate,
    name: debt.counterpartyName,
    counterpartyId: partnerOf(work, debt),
    debtId: debt.id,
  };
}

const isFunded = ({ showStatus, fundingTransactionId }: Debt): boolean =>
  showStatus !== "deleted" && fundingTransactionId !== null;

/** Keeps the debt's funding transaction, which has the debt's id, as the debt says: written, changed, or gone. */
export function followFunding(work: UnitOfWork, before: Debt | null, after: Debt): void {
  const patch = before ? changedTerms(work, before, after) : {};
  // Most changes of a debt are payments: they do not concern the transaction, and need not load it.
  if (before && isFunded(before) === isFunded(after) && Object.keys(patch).length === 0) return;
  const transaction = work.find(transactions, after.id);
  const isLive = transaction !== undefined && transaction.showStatus !== "deleted" && transaction.debtId === after.id;
  if (!isFunded(after)) {
    if (isLive && before?.fundingTransactionId) removeRow(work, transactionEntity, after.id);
  } else if (!transaction) createRow(work, transactionEntity, { id: after.id, ...termsOf(work, after) });
  else if (!isLive) restoreRow(work, transactionEntity, after.id, termsOf(work, after));
  else updateRow(work, transactionEntity, after.id, patch);
}

/** What the debt's change changes in the transaction: the user may have edited the rest of it. */
function changedTerms(work: UnitOfWork, before: Debt, after: Debt): Partial<ReturnType<typeof termsOf>> {
  const old = new Map<string, unknown>(Object.entries(termsOf(work, before)));
  return Object.fromEntries(Object.entries(termsOf(work, after)).filter(([name, value]) => old.get(name) !== value));
}
