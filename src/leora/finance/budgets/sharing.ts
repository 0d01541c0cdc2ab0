import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { limitReached } from "../../../kernel/errors.ts";
import { LIMITS } from "../../../limits.ts";
import { withSubcategories } from "../../categories/tree.ts";
import { guardBudgets } from "./guards.ts";
import { goalOf, selectsTransactions } from "./matching.ts";
import { type Budget, budgets } from "./table.ts";

// How many budgets one transaction may count for. Each of them is an entry that is written with the transaction, so that
// budgets which count the same transactions are bounded, when the budget is made and not when the money is spent.

const { activeBudgets, budgetsOfCategory } = LIMITS.finance;

/**
 * Checks that an active budget is not one too many. The commit fails when another one appears meanwhile.
 * @throws limit_reached when the user has too many active budgets, or too many that count the same category
 */
export function requireRoom(work: UnitOfWork, budget: Budget): void {
  guardBudgets(work);
  const active = work.all(budgets).filter(({ showStatus }) => showStatus === "active");
  if (active.length > activeBudgets) throw limitReached(`At most ${activeBudgets} active budgets`);
  if (mostSharing(budget, active) > budgetsOfCategory) {
    throw limitReached(`At most ${budgetsOfCategory} active budgets may count the same category`, "categoryIds");
  }
}

/**
 * How many budgets, this one included, a transaction of one category, account and goal counts for at most. Periods make no
 * difference, because entries outside of the period are kept.
 * @param active all active budgets, this one included
 */
export function mostSharing(budget: Budget, active: readonly Budget[]): number {
  if (!selectsTransactions(budget)) return 0;
  const rivals = active.filter((other) => selectsTransactions(other) && mayShareSource(budget, other));
  if (rivals.length <= budgetsOfCategory) return rivals.length;
  const own = categoriesOf(budget);
  const ofAllCategories = rivals.filter((rival) => categoriesOf(rival) === null);
  const byCategory = new Map<string, Budget[]>();
  for (const rival of rivals) {
    for (const category of categoriesOf(rival) ?? []) {
      if (own?.has(category) === false) continue;
      const known = byCategory.get(category);
      if (known) known.push(rival);
      else byCategory.set(category, [rival]);
    }
  }
  const crowds = [[], ...byCategory.values()].map((named) => mostOfOneSource([...ofAllCategories, ...named]));
  return crowds.reduce((most, count) => Math.max(most, count), 0);
}

const categoriesOf = ({ categoryIds }: Budget): ReadonlySet<string> | null =>
  categoryIds.length > 0 ? withSubcategories(categoryIds) : null;

/** True when a transaction may have the direction, the account and the goal of both budgets. */
function mayShareSource(budget: Budget, other: Budget): boolean {
  const agree = (own: string | null, others: string | null) => own === null || others === null || own === others;
  return (
    budget.transactionType === other.transactionType &&
    agree(budget.accountId, other.accountId) &&
    agree(goalOf(budget), goalOf(other))
  );
}

/** How many of these budgets, which count the same category, a transaction of one account and goal counts for at most. */
function mostOfOneSource(crowd: readonly Budget[]): number {
  const counts = new Map<string, { accountId: string | null; goalId: string | null; count: number }>();
  for (const budget of crowd) {
    const { accountId } = budget;
    const goalId = goalOf(budget);
    const key = `${accountId} ${goalId}`;
    counts.set(key, { accountId, goalId, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const countOf = (accountId: string | null, goalId: string | null) => counts.get(`${accountId} ${goalId}`)?.count ?? 0;
  let [ofAccount, ofGoal, ofBoth] = [0, 0, 0];
  for (const { accountId, goalId, count } of counts.values()) {
    if (accountId !== null && goalId === null) ofAccount = Math.max(ofAccount, count);
    else if (accountId === null && goalId !== null) ofGoal = Math.max(ofGoal, count);
    else if (accountId !== null) ofBoth = Math.max(ofBoth, count + countOf(accountId, null) + countOf(null, goalId));
  }
  return countOf(null, null) + Math.max(ofAccount + ofGoal, ofBoth);
}
