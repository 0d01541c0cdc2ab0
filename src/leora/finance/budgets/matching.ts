import { withSubcategories } from "../../categories/tree.ts";
import type { Transaction } from "../transactions/entity.ts";
import type { Budget } from "./table.ts";

// Which transactions count for a budget, and with what amounts.

/** Columns of a transaction that decide what it counts for in which budget. */
export const MATCHED_COLUMNS = [
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
] as const satisfies readonly (keyof Transaction)[];

/** The columns of a transaction that budgets read. */
export type MatchedTransaction = Pick<Transaction, (typeof MATCHED_COLUMNS)[number]>;

/** What of a transaction counts: minor units of its currency, and of the currency of the account that pays its fee. */
export interface CountedAmounts {
  amount: number;
  fee: number;
}

/**
 * What of a transaction counts for a budget; null: nothing. A transaction that names a budget counts there alone, and
 * whole. Others count by the parts that are income or expense as the budget is: a transfer, a balance adjustment and the
 * principal of a debt are neither, but their fees are expenses.
 */
export function countedAmounts(budget: Budget, transaction: MatchedTransaction): CountedAmounts | null {
  if (transaction.showStatus !== "active" || budget.showStatus !== "active") return null;
  const isExpenseBudget = budget.transactionType === "expense";
  const fee = isExpenseBudget ? (transaction.feeAmount ?? 0) : 0;
  if (transaction.budgetId !== null) {
    if (transaction.budgetId !== budget.id) return null;
    const isReturn = transaction.type !== "transfer" && transaction.type !== budget.transactionType;
    return { amount: isReturn ? -transaction.amount : transaction.amount, fee };
  }
  const categories = budget.categoryIds.length > 0 ? withSubcategories(budget.categoryIds) : null;
  if (!isSelected(budget, transaction)) return null;
  const isIncomeOrExpense =
    transaction.type === budget.transactionType && !transaction.isBalanceAdjustment && transaction.debtId === null;
  const counted = {
    amount: isIncomeOrExpense ? amountIn(categories, transaction) : 0,
    fee: categories === null || categories.has(transaction.feeCategoryId ?? "") ? fee : 0,
  };
  return counted.amount === 0 && counted.fee === 0 ? null : counted;
}

/** The goal whose transactions a budget selects; null: it does not go by goals. */
export const goalOf = ({ budgetType, linkedGoalId }: Budget): string | null =>
  budgetType === "project" ? linkedGoalId : null;

/** False for a budget without categories, account and goal: it counts only the transactions that name it. */
export const selectsTransactions = (budget: Budget): boolean =>
  budget.categoryIds.length > 0 || budget.accountId !== null || goalOf(budget) !== null;

/** True when the transaction's account, and its goal for the budget of a project, are those of the budget. */
function isSelected(budget: Budget, transaction: MatchedTransaction): boolean {
  if (!selectsTransactions(budget)) return false;
  const goalId = goalOf(budget);
  const accountId = transaction.type === "transfer" ? transaction.fromAccountId : transaction.accountId;
  return (
    (budget.accountId === null || budget.accountId === accountId) && (goalId === null || goalId === transaction.goalId)
  );
}

/** The part of the amount that is in these categories, by splits where there are any; null stands for all categories. */
function amountIn(
  categories: ReadonlySet<string> | null,
  { amount, splits, categoryId, subcategoryId }: MatchedTransaction,
): number {
  if (categories === null) return amount;
  if (splits.length === 0) return categories.has(categoryId ?? "") || categories.has(subcategoryId ?? "") ? amount : 0;
  return splits.reduce((sum, split) => (categories.has(split.categoryId) ? sum + split.amount : sum), 0);
}

/** The budget that a transaction names as its `relatedBudgetId`: the oldest of those that it counts for. */
export const oldestOf = (budgets: readonly Budget[]): Budget | undefined =>
  budgets.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))[0];
