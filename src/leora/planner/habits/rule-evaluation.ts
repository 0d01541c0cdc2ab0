import type { RowOf } from "../../../engine/columns.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import type { RateBook } from "../../finance/fx/rate-book.ts";
import type { transactions } from "../../finance/transactions/table.ts";
import type { FinanceRule } from "./rules.ts";

/** The columns of a transaction that decide about habits. */
export const EVALUATED_COLUMNS = [
  "id",
  "showStatus",
  "type",
  "accountId",
  "fromAccountId",
  "toAccountId",
  "amount",
  "currency",
  "date",
  "categoryId",
  "subcategoryId",
  "splits",
  "feeAmount",
  "feeCategoryId",
  "accountCurrency",
  "debtId",
  "habitId",
  "isBalanceAdjustment",
  "decimalAmount",
] as const satisfies readonly (keyof RowOf<typeof transactions>)[];
export type EvaluatedTransaction = Pick<RowOf<typeof transactions>, (typeof EVALUATED_COLUMNS)[number]>;

/** An amount that was spent, in minor units. */
interface Spending {
  categoryIds: readonly (string | null)[];
  amount: number;
  currency: string;
}

/**
 * Whether a day fulfils a rule; undefined when an amount has no exchange rate on that day.
 * Each part of a split counts by its own category, and so does the fee; transfers, balance adjustments and a debt's principal
 * are no spending.
 * @param ofDay all active transactions of the day
 */
export function isFulfilled(
  rule: FinanceRule,
  day: Day,
  ofDay: readonly EvaluatedTransaction[],
  rates: RateBook,
): boolean | undefined {
  switch (rule.type) {
    case "has_any_transactions":
      return ofDay.some((transaction) => isOnAnyOf(transaction, rule.accountIds));
    case "no_spend_in_categories":
      return spentIn(rule.categoryIds, ofDay).length === 0;
    case "spend_in_categories": {
      const spent = spentIn(rule.categoryIds, ofDay);
      if (rule.minAmount === null) return spent.length > 0;
      const sum = sumIn(rule.currency, spent, day, rates);
      return sum === undefined ? undefined : spent.length > 0 && sum >= BigInt(rule.minAmount);
    }
    case "daily_spend_under": {
      const sum = sumIn(rule.currency, ofDay.flatMap(spendingOf), day, rates);
      return sum === undefined ? undefined : sum < BigInt(rule.amount);
    }
  }
}

/**
 * True for a rule that is fulfilled as long as nothing breaks it: a day that breaks it is missed, and a day without
 * transactions is done only when it is over.
 */
export const isRestraint = ({ type }: FinanceRule): boolean =>
  type === "no_spend_in_categories" || type === "daily_spend_under";

/** An empty list stands for all accounts. */
const isOnAnyOf = (
  { accountId, fromAccountId, toAccountId }: EvaluatedTransaction,
  accountIds: readonly string[],
): boolean =>
  accountIds.length === 0 ||
  [accountId, fromAccountId, toAccountId].some((id) => id !== null && accountIds.includes(id));

/** What was spent in these categories and their subcategories. */
function spentIn(categoryIds: readonly string[], ofDay: readonly EvaluatedTransaction[]): Spending[] {
  const wanted = withSubcategories(categoryIds);
  return ofDay
    .flatMap(spendingOf)
    .filter((spending) => spending.categoryIds.some((id) => id !== null && wanted.has(id)));
}

function spendingOf(transaction: EvaluatedTransaction): Spending[] {
  const { type, amount, currency, splits, categoryId, subcategoryId, feeAmount, feeCategoryId, accountCurrency } =
    transaction;
  const isSpending = type === "expense" && !transaction.isBalanceAdjustment && transaction.debtId === null;
  const whole = [{ categoryIds: [categoryId, subcategoryId], amount, currency }];
  const parts = splits.map((split) => ({ categoryIds: [split.categoryId], amount: split.amount, currency }));
  const fee = feeAmount ? [{ categoryIds: [feeCategoryId], amount: feeAmount, currency: accountCurrency }] : [];
  return [...(isSpending ? (parts.length > 0 ? parts : whole) : []), ...fee];
}

/** The sum in minor units of `currency`, each currency rounded once; undefined when one has no rate on that day. */
function sumIn(currency: string, spent: readonly Spending[], day: Day, rates: RateBook): bigint | undefined {
  let sum = 0n;
  for (const [from, spentFrom] of Map.groupBy(spent, (spending) => spending.currency)) {
    const rate = rates.find(from, currency, day);
    if (!rate) return undefined;
    const amount = spentFrom.reduce((total, spending) => total + BigInt(spending.amount), 0n);
    sum += from === currency ? amount : convertSum(amount, from, currency, rate.rate);
  }
  return sum;
}
