import type { RowOf } from "../../../engine/columns.ts";
import { withSubcategories } from "../../categories/tree.ts";
import type { transactions } from "../transactions/table.ts";
import type { budgets } from "./table.ts";

export type Budget = RowOf<typeof budgets>;

/** Columns of a transaction that decide what it counts for in which budget. */
export const FACTS = [
  "id",
  "showStatus",
  "type",
  "accountId",
  "fromAccountId",
  "amount",
  "currency",
  "date",
  "goalId",
  "budgetId",
  "debtId",
  "categoryId",
  "subcategoryId",
  "feeAmount",
  "feeCategoryId",
  "accountCurrency",
  "splits",
  "isBalanceAdjustment",
] as const satisfies readonly (keyof RowOf<typeof transactions>)[];

export type Facts = Pick<RowOf<typeof transactions>, (typeof FACTS)[number]>;

/** What of a transaction counts: minor units of its currency, and of the currency of the account that pays its fee. */
export interface Share {
  amount: number;
  fee: number;
}

/**
 * What of a transaction counts for a budget; null: nothing. A transaction that names a budget counts there alone, and
 * whole. Others count by the parts that are the budget's kind of flow: a transfer, a balance adjustment and a debt's
 * principal are none, but their fees are expenses.
 */
export function shareOf(budget: Budget, facts: Facts): Share | null {
  if (facts.showStatus !== "active" || budget.showStatus !== "active") return null;
  const isExpense = budget.transactionType === "expense";
  const fee = isExpense ? (facts.feeAmount ?? 0) : 0;
  if (facts.budgetId !== null) {
    if (facts.budgetId !== budget.id) return null;
    const givesBack = facts.type !== "transfer" && facts.type !== budget.transactionType;
    return { amount: givesBack ? -facts.amount : facts.amount, fee };
  }
  const categories = budget.categoryIds.length > 0 ? withSubcategories(budget.categoryIds) : null;
  if (!isChosen(budget, facts, categories !== null)) return null;
  const isFlow = facts.type === budget.transactionType && !facts.isBalanceAdjustment && facts.debtId === null;
  const share = {
    amount: isFlow ? amountIn(facts, categories) : 0,
    fee: categories === null || categories.has(facts.feeCategoryId ?? "") ? fee : 0,
  };
  return share.amount === 0 && share.fee === 0 ? null : share;
}

/** Account and, for a project, goal are as the budget says; one that says nothing chooses no transaction. */
function isChosen(budget: Budget, facts: Facts, hasCategories: boolean): boolean {
  const goalId = budget.budgetType === "project" ? budget.linkedGoalId : null;
  if (!hasCategories && budget.accountId === null && goalId === null) return false;
  const payer = facts.type === "transfer" ? facts.fromAccountId : facts.accountId;
  return (budget.accountId === null || budget.accountId === payer) && (goalId === null || goalId === facts.goalId);
}

function amountIn({ amount, splits, categoryId, subcategoryId }: Facts, categories: ReadonlySet<string> | null) {
  if (categories === null) return amount;
  if (splits.length === 0) return categories.has(categoryId ?? "") || categories.has(subcategoryId ?? "") ? amount : 0;
  return splits.reduce((sum, split) => (categories.has(split.categoryId) ? sum + split.amount : sum), 0);
}

/** Of several budgets that a transaction counts for, the oldest is the one it names. */
export const oldest = (candidates: readonly Budget[]): Budget | undefined =>
  candidates.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))[0];
