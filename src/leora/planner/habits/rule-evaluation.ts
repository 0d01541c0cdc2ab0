import type { RowOf } from "../../../engine/columns.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import type { RateBook } from "../../finance/fx/rules.ts";
import type { transactions } from "../../finance/transactions/table.ts";
import type { FinanceRule } from "./kinds.ts";

/** Columns of a transaction that decide about habits. */
export const FACTS = [
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
export type Facts = Pick<RowOf<typeof transactions>, (typeof FACTS)[number]>;

/** What was spent on one thing, in minor units. */
interface Spending {
  categoryIds: readonly (string | null)[];
  amount: number;
  currency: string;
}

/**
 * Whether a day fulfils a rule, given all its active transactions; undefined when an amount has no rate that day.
 * Parts of a split count by themselves and fees by their category; transfers, balance adjustments and a debt's principal
 * are no spending.
 */
export function isFulfilled(
  rule: FinanceRule,
  day: Day,
  facts: readonly Facts[],
  rates: RateBook,
): boolean | undefined {
  switch (rule.type) {
    case "has_any_transactions":
      return facts.some((one) => touches(one, rule.accountIds));
    case "no_spend_in_categories":
      return !facts.flatMap(spendingOf).some((one) => isIn(one, withSubcategories(rule.categoryIds)));
    case "spend_in_categories": {
      const spent = facts.flatMap(spendingOf).filter((one) => isIn(one, withSubcategories(rule.categoryIds)));
      if (rule.minAmount === null) return spent.length > 0;
      const sum = sumIn(rule.currency, spent, day, rates);
      return sum === undefined ? undefined : spent.length > 0 && sum >= BigInt(rule.minAmount);
    }
    case "daily_spend_under": {
      const sum = sumIn(rule.currency, facts.flatMap(spendingOf), day, rates);
      return sum === undefined ? undefined : sum < BigInt(rule.amount);
    }
  }
}

/** A rule that holds as long as nothing breaks it: a day that breaks it is missed, and only its end makes it done. */
export const isRestraint = ({ type }: FinanceRule): boolean =>
  type === "no_spend_in_categories" || type === "daily_spend_under";

const touches = ({ accountId, fromAccountId, toAccountId }: Facts, accountIds: readonly string[]): boolean =>
  accountIds.length === 0 ||
  [accountId, fromAccountId, toAccountId].some((id) => id !== null && accountIds.includes(id));

const isIn = ({ categoryIds }: Spending, wanted: ReadonlySet<string>): boolean =>
  categoryIds.some((id) => id !== null && wanted.has(id));

function spendingOf(facts: Facts): Spending[] {
  const { type, amount, currency, splits, categoryId, subcategoryId, feeAmount, feeCategoryId, accountCurrency } =
    facts;
  const isSpending = type === "expense" && !facts.isBalanceAdjustment && facts.debtId === null;
  const whole = [{ categoryIds: [categoryId, subcategoryId], amount, currency }];
  const parts = splits.map((split) => ({ categoryIds: [split.categoryId], amount: split.amount, currency }));
  const fee = feeAmount ? [{ categoryIds: [feeCategoryId], amount: feeAmount, currency: accountCurrency }] : [];
  return [...(isSpending ? (parts.length > 0 ? parts : whole) : []), ...fee];
}

function sumIn(currency: string, spending: readonly Spending[], day: Day, rates: RateBook): bigint | undefined {
  let sum = 0n;
  for (const [from, group] of Map.groupBy(spending, (one) => one.currency)) {
    const rate = rates.find(from, currency, day);
    if (!rate) return undefined;
    const amount = group.reduce((so, one) => so + BigInt(one.amount), 0n);
    sum += from === currency ? amount : convertSum(amount, from, currency, rate.rate);
  }
  return sum;
}
