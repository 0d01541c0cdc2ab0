import { createRow, removeRow, restoreRow, updateRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import { activeCounterpartyOf } from "./counterparty.ts";
import { CATEGORY, FUNDING_TYPE } from "./rules.ts";
import type { Debt } from "./table.ts";

// The transaction that funds a debt: the principal leaves an account of the lender or reaches one of the borrower.
// It has the debt's own id, so that each is found by the other's.

/** Columns of a debt that decide about the fields of the transaction. */
const COPIED_COLUMNS = [
  "direction",
  "principalAmount",
  "principalCurrency",
  "startDate",
  "counterpartyId",
  "counterpartyName",
  "fundingAccountId",
  "lentFromAccountId",
  "receivedToAccountId",
] as const satisfies readonly (keyof Debt)[];

interface FundingAccounts extends Pick<Debt, "direction"> {
  fundingAccountId?: string | null | undefined;
  lentFromAccountId?: string | null | undefined;
  receivedToAccountId?: string | null | undefined;
}

/** The account that the principal left or reached: the one of the debt's direction, else the general one. */
export const fundingAccountOf = (debt: FundingAccounts): string | null =>
  (debt.direction === "i_owe" ? debt.receivedToAccountId : debt.lentFromAccountId) ?? debt.fundingAccountId ?? null;

/**
 * Makes the transaction that funds a debt agree with the debt: creates, changes, restores or deletes it. Of an existing
 * transaction, only fields that the change of the debt affects are written, because the user may have edited the others.
 */
export function updateFunding(work: UnitOfWork, before: Debt | null, after: Debt): void {
  const changed = before ? changedFieldsOf(work, before, after) : {};
  // Most changes of a debt come from its payments. They do not concern this transaction, and have not loaded it.
  if (before && isFunded(before) === isFunded(after) && Object.keys(changed).length === 0) return;
  const transaction = work.find(transactions, after.id);
  const isInPlace =
    transaction !== undefined && transaction.showStatus !== "deleted" && transaction.debtId === after.id;
  if (!isFunded(after)) {
    if (isInPlace && before?.fundingTransactionId) removeRow(work, transactionEntity, after.id);
  } else if (!transaction) createRow(work, transactionEntity, { id: after.id, ...fieldsOf(work, after) });
  else if (!isInPlace) restoreRow(work, transactionEntity, after.id, fieldsOf(work, after));
  else updateRow(work, transactionEntity, after.id, changed);
}

const isFunded = ({ showStatus, fundingTransactionId }: Debt): boolean =>
  showStatus !== "deleted" && fundingTransactionId !== null;

/** The fields of the transaction that follow from the debt. */
function fieldsOf(work: UnitOfWork, debt: Debt) {
  const type = FUNDING_TYPE[debt.direction];
  return {
    type,
    accountId: fundingAccountOf(debt),
    amount: toDecimal(debt.principalAmount, debt.principalCurrency),
    currency: debt.principalCurrency,
    categoryId: CATEGORY[type],
    date: debt.startDate,
    name: debt.counterpartyName,
    counterpartyId: activeCounterpartyOf(work, debt),
    debtId: debt.id,
  };
}

/** The fields of the transaction that a change of the debt affects. */
function changedFieldsOf(work: UnitOfWork, before: Debt, after: Debt): Partial<ReturnType<typeof fieldsOf>> {
  // What cron and payments do to a debt leaves these columns alone, and has not loaded the counterparty.
  if (COPIED_COLUMNS.every((name) => before[name] === after[name])) return {};
  const previous = new Map<string, unknown>(Object.entries(fieldsOf(work, before)));
  return Object.fromEntries(
    Object.entries(fieldsOf(work, after)).filter(([name, value]) => previous.get(name) !== value),
  );
}
