import { createRow, removeRow, restoreRow, updateRow } from "../../../kernel/db/resource.ts";
import type { Work } from "../../../kernel/db/work.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import type { Debt } from "./ledger.ts";
import { CATEGORY, FUNDING_TYPE } from "./rules.ts";
import type { Own } from "./terms.ts";

/** The account that the principal left or reached: the one of the debt's direction, else the general one. */
export const fundingAccountOf = (
  debt: Pick<Own, "direction" | "fundingAccountId" | "lentFromAccountId" | "receivedToAccountId">,
): string | null =>
  (debt.direction === "i_owe" ? debt.receivedToAccountId : debt.lentFromAccountId) ?? debt.fundingAccountId;

/** Fields of the funding transaction that follow the debt. */
function termsOf(debt: Debt) {
  const type = FUNDING_TYPE[debt.direction];
  return {
    type,
    accountId: fundingAccountOf(debt),
    amount: toDecimal(debt.principalAmount, debt.principalCurrency),
    currency: debt.principalCurrency,
    categoryId: CATEGORY[type],
    date: debt.startDate,
    name: debt.counterpartyName,
    counterpartyId: debt.counterpartyId,
    debtId: debt.id,
  };
}

/** Keeps the debt's funding transaction, which has the debt's id, as the debt says: written, changed, or gone. */
export function followFunding(work: Work, before: Debt | null, after: Debt): void {
  const transaction = work.find(transactions, after.id);
  const isLive = transaction !== undefined && transaction.showStatus !== "deleted" && transaction.debtId === after.id;
  if (after.showStatus === "deleted" || after.fundingTransactionId === null) {
    if (isLive && before?.fundingTransactionId) removeRow(work, transactionEntity, after.id);
    return;
  }
  const terms = termsOf(after);
  if (!transaction) createRow(work, transactionEntity, { id: after.id, ...terms });
  else if (!isLive) restoreRow(work, transactionEntity, after.id, terms);
  else if (before) change(work, termsOf(before), terms, after.id);
}

/** What the debt's change changes: the user may have edited the rest of the transaction. */
function change(work: Work, before: ReturnType<typeof termsOf>, after: ReturnType<typeof termsOf>, id: string): void {
  const names = (Object.keys(after) as (keyof typeof after)[]).filter((name) => before[name] !== after[name]);
  if (names.length === 0) return;
  updateRow(work, transactionEntity, id, Object.fromEntries(names.map((name) => [name, after[name]])));
}
