import { exponentOf, sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import { addDays, type Day, daysBetween, startOfDay } from "../../../kernel/time.ts";
import type { DueDebt } from "../facts/balances.ts";
import type { Basis } from "../facts/basis.ts";
import type { BudgetFacts } from "../facts/budgets.ts";
import type { DayFacts, Snapshot } from "../facts/snapshot.ts";
import { type RecentExpense, type Spending, USUAL_DAYS, type UsualSpending } from "../facts/spending.ts";
import type { Finding, InsightRule } from "../finding.ts";
import { type Found, findingOf } from "./finding-of.ts";

// What today's money is about. Amounts are minor units of the row's own currency, compared exactly.

const NEAR_LIMIT_PERCENT = 90;
/** From this day of its period on, what is spent by then says something about the rest. */
const PACE_MIN_DAYS = 3;
const PACE_PERCENT = 120n;
/** How many expenses tell what is usual. */
const USUAL_MIN_COUNT = 5;
const RUNWAY_MIN_COUNT = 10;
const RECORDS_MIN_COUNT = 5;
const SILENT_DAYS = 3;

export function dailyFinance({ basis, day }: Snapshot): Finding[] {
  if (day === null) return [];
  return [
    ...day.budgets.flatMap((budget) => ofBudget(budget, basis)),
    ...unusualSpending(day.spending, basis),
    ...lowBalances(day, basis),
    ...cashRunway(day, basis),
    ...day.debts.map((debt) => ofDebt(debt, basis)),
    ...missingRecords(day, basis),
  ];
}

/**
 * A budget is near its limit, over it, or will be. What is over is decided to the minor unit: `percentUsed` is rounded.
 * There is one finding a period of the budget, not one a day. A budget that has not begun, or is over, has none.
 */
function ofBudget(budget: BudgetFacts, basis: Basis): Finding[] {
  const { start, end, percentUsed } = budget;
  const { today, timezone } = basis.at;
  if ((start !== null && today < start) || (end !== null && today > end)) return [];
  const found = (rule: InsightRule, more: Found["facts"] = {}) =>
    findingOf(rule, basis, {
      target: budget.id,
      period: `${start ?? ""}..${end ?? ""}`,
      facts: {
        budgetId: budget.id,
        limit: sumToDecimal(budget.available, budget.currency),
        spent: sumToDecimal(budget.spent, budget.currency),
        percentUsed,
        currency: budget.currency,
        ...more,
      },
      names: { budget: budget.name },
      related: { budgetId: budget.id },
      actions: [["review_budget", budget.id]],
      validUntil: end === null ? null : startOfDay(addDays(end, 1), timezone),
    });
  if (percentUsed >= NEAR_LIMIT_PERCENT) {
    const over = sumToDecimal(budget.spent - budget.available, budget.currency);
    const isOver = percentUsed >= 100 && budget.isOverspent;
    return [isOver ? found("budget_exceeded", { over }) : found("budget_near_limit")];
  }
  const pace = paceOf(budget, today);
  return pace ? [found("budget_pace", pace)] : [];
}

/** What the period would cost at the pace of its days so far, if that is more than 120 % of what may be spent. */
function paceOf({ start, end, spent, available, currency }: BudgetFacts, today: Day) {
  if (start === null || end === null || available <= 0n) return null;
  const [daysElapsed, daysTotal] = [daysBetween(start, today) + 1, daysBetween(start, end) + 1];
  if (daysElapsed < PACE_MIN_DAYS) return null;
  const [whole, days] = [spent * BigInt(daysTotal), BigInt(daysElapsed)];
  if (whole * 100n <= PACE_PERCENT * available * days) return null;
  return { projected: sumToDecimal((whole * 2n + days) / (days * 2n), currency), daysElapsed, daysTotal };
}

/** Expenses of the last days that are far above what is usual in their category and currency. */
function unusualSpending({ recent, usual }: Spending, basis: Basis): Finding[] {
  const keyOf = ({ categoryId, currency }: { categoryId: string; currency: string }) => `${currency} ${categoryId}`;
  const usualByKey = new Map(usual.map((spending) => [keyOf(spending), spending]));
  /** Expenses of a category on one day are compared with the same days before. */
  const medians = new Map<string, bigint | null>();
  return recent.flatMap((expense) => {
    const spending = usualByKey.get(keyOf(expense));
    if (!spending) return [];
    const key = `${expense.date} ${keyOf(expense)}`;
    const median = medians.get(key) ?? doubledMedian(spending, expense.date);
    medians.set(key, median);
    // amount ≥ 2.5 × median, with the median doubled.
    if (median === null || BigInt(expense.amount) * 4n < median * 5n) return [];
    return [unusual(expense, median, basis)];
  });
}

/** Twice the median of a category's expenses in the 90 days before a day; null where there are too few. */
function doubledMedian({ days }: UsualSpending, day: Day): bigint | null {
  const from = addDays(day, -USUAL_DAYS);
  const before = days.filter(({ date }) => date >= from && date < day).flatMap(({ amounts }) => amounts);
  if (before.length < USUAL_MIN_COUNT) return null;
  const sorted = Float64Array.from(before).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return BigInt(low ?? 0) + BigInt(high ?? 0);
}

/** One finding for an expense, on whichever of the days it is looked at. */
const unusual = ({ id, categoryId, currency, amount, date }: RecentExpense, doubled: bigint, basis: Basis) =>
  findingOf("unusual_spend", basis, {
    target: id,
    period: date,
    facts: {
      transactionId: id,
      categoryId,
      amount: toDecimal(amount, currency),
      // Half a minor unit is exact with one more decimal.
      median: Number(`${doubled * 5n}e-${exponentOf(currency) + 1}`),
      ratio: Math.round((amount * 200) / Number(doubled)) / 100,
      currency,
      date,
    },
    related: { transactionId: id },
    actions: [["open_transaction", id]],
  });

const lowBalances = ({ lowAccounts }: DayFacts, basis: Basis): Finding[] =>
  lowAccounts.map(({ id, name, currency, balance }) =>
    findingOf("low_balance", basis, {
      target: id,
      facts: { accountId: id, balance: toDecimal(balance, currency), currency },
      names: { account: name },
      related: { accountId: id },
      actions: [["open_accounts", id]],
    }),
  );

function cashRunway({ cash, recentFlow, recentExpenseCount }: DayFacts, basis: Basis): Finding[] {
  if (cash === null || recentFlow === null || recentExpenseCount < RUNWAY_MIN_COUNT) return [];
  if (cash >= recentFlow.expense) return [];
  const { currency } = basis;
  const [available, expense] = [sumToDecimal(cash, currency), sumToDecimal(recentFlow.expense, currency)];
  return [
    findingOf("cash_runway", basis, {
      facts: { available, expense, currency },
      actions: [["open_accounts", null]],
    }),
  ];
}

/** What the user owes and has not paid in time is critical; what others owe, the user can only ask for. */
function ofDebt(debt: DueDebt, basis: Basis): Finding {
  const { id, direction, currency, dueDate, isOverdue } = debt;
  const { today } = basis.at;
  return findingOf(isOverdue ? "debt_overdue" : "debt_due_soon", basis, {
    target: id,
    facts: {
      debtId: id,
      direction,
      outstanding: sumToDecimal(debt.outstanding, currency),
      currency,
      dueDate,
      days: Math.abs(daysBetween(today, dueDate)),
    },
    names: { counterparty: debt.counterparty },
    related: { debtId: id },
    actions: [["pay_debt", id]],
    ...(isOverdue && direction === "i_owe" && { level: "critical", priority: 10 }),
  });
}

/** The last three days are today and the two before. Somebody who only planned ahead has not stopped to keep book. */
function missingRecords({ records: { count, lastDate } }: DayFacts, basis: Basis): Finding[] {
  if (count < RECORDS_MIN_COUNT || lastDate === null) return [];
  const days = daysBetween(lastDate, basis.at.today);
  if (days < SILENT_DAYS) return [];
  return [findingOf("no_transactions", basis, { facts: { lastDate, days }, actions: [["open_accounts", null]] })];
}
