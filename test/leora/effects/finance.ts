import { TODAY } from "./household.ts";
import { daysFrom, decimal, divided, hundredths, toUzs } from "./money.ts";
import type { Budget, Debt, Payment, Snapshot, Transaction } from "./rows.ts";

/** Categories of the histories, with those they are part of. */
const PARENTS: Readonly<Record<string, string>> = { groceries: "food", taxi: "transport" };
export const isIn = (category: string | null, wanted: readonly string[]): boolean =>
  category !== null && (wanted.includes(category) || wanted.includes(PARENTS[category] ?? ""));

/** Money spent on one thing. */
export interface Part {
  category: string | null;
  amount: bigint;
  currency: string;
}

/** A transaction's parts by category: none when it is no flow of its kind. */
export function partsOf({ type, amount, currency, categoryId, splits, debtId }: Transaction, kind: string): Part[] {
  if (type !== kind || debtId !== null) return [];
  if (splits.length === 0) return [{ category: categoryId, amount: hundredths(amount), currency }];
  return splits.map((split) => ({ category: split.categoryId, amount: hundredths(split.amount), currency }));
}

export function feeOf({ accounts }: Snapshot, transaction: Transaction): Part[] {
  if (transaction.feeAmount === null) return [];
  const payer = accounts.find(({ id }) => id === (transaction.accountId ?? transaction.fromAccountId));
  return [
    {
      category: transaction.feeCategoryId,
      amount: hundredths(transaction.feeAmount),
      currency: payer?.currency ?? "UZS",
    },
  ];
}

const sum = (parts: readonly Part[]): bigint => parts.reduce((total, { amount }) => total + amount, 0n);
const inUzs = (parts: readonly Part[]): bigint => toUzs(sum(parts), parts[0]?.currency ?? "UZS");

/** What a transaction counts for in an expense budget in so'm; null: nothing. */
export function shareIn(snapshot: Snapshot, budget: Budget, transaction: Transaction): bigint | null {
  const fee = feeOf(snapshot, transaction);
  if (transaction.budgetId !== null) {
    if (transaction.budgetId !== budget.id) return null;
    const whole = toUzs(hundredths(transaction.amount), transaction.currency);
    return (transaction.type === "income" ? -whole : whole) + inUzs(fee);
  }
  const { categoryIds, accountId } = budget;
  if (categoryIds.length === 0 && accountId === null) return null;
  if (accountId !== null && accountId !== (transaction.accountId ?? transaction.fromAccountId)) return null;
  const counts = ({ category }: Part) => categoryIds.length === 0 || isIn(category, categoryIds);
  const [parts, fees] = [partsOf(transaction, "expense").filter(counts), fee.filter(counts)];
  return parts.length + fees.length === 0 ? null : inUzs(parts) + inUzs(fees);
}

/** Every budget's numbers, from the transactions. */
export function budgetsOf(snapshot: Snapshot): Record<string, object> {
  const numbers = snapshot.budgets.map((budget) => {
    const entries = snapshot.transactions.flatMap((transaction) => {
      const share = shareIn(snapshot, budget, transaction);
      return share === null ? [] : [{ date: transaction.date, share }];
    });
    const between = (from: string | null, to: string | null) =>
      entries.reduce(
        (total, { date, share }) =>
          (from === null || date >= from) && (to === null || date <= to) ? total + share : total,
        0n,
      );
    const carries = budget.rolloverMode === "carryover" && budget.startDate !== null && budget.periodStart !== null;
    const weeks = carries ? daysFrom(budget.startDate ?? "", budget.periodStart ?? "") / 7 : 0;
    const earlier = between(budget.startDate, dayBefore(budget.periodStart ?? ""));
    return [
      budget.id,
      {
        spentAmount: decimal(between(budget.periodStart, budget.periodEnd)),
        carriedAmount: carries ? decimal(BigInt(weeks) * hundredths(budget.limitAmount) - earlier) : 0,
      },
    ];
  });
  return Object.fromEntries(numbers);
}

const dayBefore = (day: string): string =>
  day === "" ? "" : new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** The budget each transaction names: the oldest it counts for. */
export const relatedBudgets = (snapshot: Snapshot): Record<string, string | null> =>
  Object.fromEntries(
    snapshot.transactions.map((transaction) => {
      const counting = snapshot.budgets.filter((budget) => shareIn(snapshot, budget, transaction) !== null);
      const [oldest] = counting.toSorted((a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id));
      return [transaction.id, oldest?.id ?? null];
    }),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isPaying = (debt: Debt, { type }: Transaction): boolean =>
  type === (debt.direction === "i_owe" ? "expense" : "income");

/** The payments that transactions say there are, as `[debt, amount, currency, day]` by id. */
export function paymentsBy(snapshot: Snapshot): Record<string, unknown[]> {
  const paying = snapshot.transactions.filter(({ debtId, ...rest }) => {
    const debt = snapshot.debts.find(({ id }) => id === debtId);
    return debt !== undefined && isPaying(debt, { debtId, ...rest });
  });
  return Object.fromEntries(
    paying.map((transaction) => [
      transaction.id,
      [transaction.debtId, transaction.amount, transaction.currency, transaction.date],
    ]),
  );
}

/** The same of the payments that have a transaction. */
export const paymentsWritten = ({ debtPayments }: Snapshot): Record<string, unknown[]> =>
  Object.fromEntries(
    debtPayments
      .filter(({ relatedTransactionId }) => relatedTransactionId !== null)
      .map((payment) => [payment.id, [payment.debtId, payment.amount, payment.currency, payment.paymentDate]]),
  );

/** What is owed of every debt today: interest by the day on what is left, paid before principal. */
export function debtsOf({ debts, debtPayments }: Snapshot): Record<string, object> {
  return Object.fromEntries(debts.map((debt) => [debt.id, owed(debt, debtPayments)]));
}

function owed(debt: Debt, debtPayments: readonly Payment[]): object {
  const payments = debtPayments.filter(({ debtId }) => debtId === debt.id);
  let [principal, interest, through, paid] = [hundredths(debt.principalAmount), 0n, debt.startDate, 0n];
  const accrue = (day: string) => {
    if (day <= through) return;
    const rate = BigInt(debt.interestRateAnnual ?? 0);
    interest += divided(principal * rate * BigInt(daysFrom(through, day)), 36_500n);
    through = day;
  };
  const inOrder = (a: Payment, b: Payment) => compare(a.paymentDate, b.paymentDate) || compare(a.id, b.id);
  for (const payment of payments.toSorted(inOrder)) {
    accrue(payment.paymentDate);
    const amount = toUzs(hundredths(payment.amount), payment.currency);
    const onInterest = amount < interest ? amount : interest;
    const rest = amount - onInterest;
    interest -= onInterest;
    principal -= rest < principal ? rest : principal;
    paid += amount;
  }
  const isPaid = principal + interest === 0n;
  accrue(TODAY);
  return {
    outstandingAmount: decimal(principal + interest),
    accruedInterest: decimal(interest),
    totalPaidInRepaymentCurrency: decimal(paid),
    status: isPaid ? "paid" : "active",
  };
}
