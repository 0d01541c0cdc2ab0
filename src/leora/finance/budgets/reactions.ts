import { reaction } from "../../../engine/entity.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { transactions } from "../transactions/table.ts";
import { type Entry, entryFor, requireEntry } from "./entries.ts";
import { count } from "./ledger.ts";
import { type Budget, FACTS, type Facts, oldest } from "./matching.ts";
import { planBudgets, relyOnBudgets } from "./reads.ts";
import { budgetEntryRows, budgets } from "./table.ts";

/** What writing transactions does to budgets (spec 4.3): entries, and the numbers that they sum up to. */
export const followTransactions = reaction({
  to: transactions,

  reads: planBudgets,

  effects(work, before, after) {
    const isRelevant = before
      ? FACTS.some((name) => !sameValue(before[name], after[name]))
      : after.showStatus === "active";
    if (!isRelevant) return;
    relyOnBudgets(work);
    const active = work.all(budgets).filter(({ showStatus }) => showStatus === "active");
    const counting = active.filter((budget) => follow(work, budget, after));
    const relatedBudgetId = oldest(counting)?.id ?? null;
    if (relatedBudgetId !== after.relatedBudgetId) work.update(transactions, after.id, { relatedBudgetId });
  },
});

/** True when the transaction counts for the budget. */
function follow(work: UnitOfWork, budget: Budget, facts: Facts): boolean {
  const entries = work.owned(budgetEntryRows);
  const current = entries.by("transactionId", facts.id).find(({ budgetId }) => budgetId === budget.id);
  const next = entryFor(work, budget, facts, current);
  const isNamed = facts.budgetId === budget.id && facts.showStatus === "active";
  if (isNamed && !next) requireEntry(work, budget, facts);
  if (next !== (current ?? null)) replace(work, budget.id, current, next);
  return next !== null;
}

function replace(work: UnitOfWork, budgetId: string, current: Entry | undefined, next: Entry | null): void {
  const entries = work.owned(budgetEntryRows);
  if (next) entries.put(next);
  else if (current) entries.remove(current);
  count(work, budgetId, [
    ...(current ? [[current.date, -current.appliedAmount] as const] : []),
    ...(next ? [[next.date, next.appliedAmount] as const] : []),
  ]);
}
