import { reaction } from "../../../engine/entity.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { transactions } from "../transactions/table.ts";
import { entryFor, missingEntryError } from "./entries.ts";
import { guardBudgets } from "./guards.ts";
import { MATCHED_COLUMNS, type MatchedTransaction, oldestOf } from "./matching.ts";
import { planEntriesOf } from "./reads.ts";
import { type Budget, type BudgetEntry, budgetEntryRows, budgets } from "./table.ts";
import { addAmounts } from "./totals.ts";

/** What writing a transaction does to budgets (spec 4.3): their entries, and the totals that these sum up to. */
export const transactionsCountForBudgets = reaction({
  to: transactions,

  reads: planEntriesOf,

  effects(work, before, after) {
    const isRelevant = before
      ? MATCHED_COLUMNS.some((name) => !sameValue(before[name], after[name]))
      : after.showStatus === "active";
    // A budget that this unit made or removed before has changed by SQL what the stored transaction names: see `rebuild.ts`.
    if (!isRelevant && work.writtenTo(budgets).length === 0) return;
    guardBudgets(work);
    const active = work.all(budgets).filter(({ showStatus }) => showStatus === "active");
    const entries = work.owned(budgetEntryRows).by("transactionId", after.id);
    const counting = active.filter((budget) => updateEntry(work, budget, after, entries));
    const relatedBudgetId = oldestOf(counting)?.id ?? null;
    if (relatedBudgetId !== after.relatedBudgetId) work.update(transactions, after.id, { relatedBudgetId });
  },
});

/**
 * Makes the entry of a transaction in a budget what it should be.
 * @param entries the transaction's entries in all budgets, before this change
 * @returns whether the transaction counts for the budget
 * @throws what `missingEntryError` says, when the transaction names the budget and cannot count there
 */
function updateEntry(
  work: UnitOfWork,
  budget: Budget,
  transaction: MatchedTransaction,
  entries: readonly BudgetEntry[],
): boolean {
  const current = entries.find(({ budgetId }) => budgetId === budget.id);
  const next = entryFor(work, budget, transaction, current);
  const isNamed = transaction.budgetId === budget.id && transaction.showStatus === "active";
  if (isNamed && !next) throw missingEntryError(work, budget, transaction);
  if (next !== (current ?? null)) replaceEntry(work, budget.id, current, next);
  return next !== null;
}

function replaceEntry(
  work: UnitOfWork,
  budgetId: string,
  current: BudgetEntry | undefined,
  next: BudgetEntry | null,
): void {
  const entries = work.owned(budgetEntryRows);
  if (next) entries.put(next);
  else if (current) entries.remove(current);
  addAmounts(work, budgetId, [
    ...(current ? [[current.date, -current.appliedAmount] as const] : []),
    ...(next ? [[next.date, next.appliedAmount] as const] : []),
  ]);
}
