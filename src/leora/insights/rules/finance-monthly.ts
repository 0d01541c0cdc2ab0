import { percentOf } from "../../../kernel/db/sums.ts";
import { sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import type { Flow } from "../facts/cash-flow.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import type { Repeated } from "../facts/spending.ts";
import type { Finding } from "../finding.ts";
import { monthOf } from "../periods.ts";
import { findingOf } from "./finding-of.ts";
import { categoryName, type RuleOptions } from "./settings.ts";

// What the last whole month's money is about, in the primary currency but for repeated expenses.

export function monthlyFinance(snapshot: Snapshot, options: RuleOptions): Finding[] {
  const { basis, month: facts, periods } = snapshot;
  const month = periods.find(({ period }) => period.scope === "monthly");
  if (!facts || !month) return [];
  const name = monthOf(month.period.from);
  return [
    ...(month.flow ? savings(month.flow, name, snapshot) : []),
    ...(month.flow && facts.previousFlow ? spikes(month.flow, facts.previousFlow, name, snapshot, options) : []),
    ...facts.repeated.flatMap((repeated) => increase(repeated, basis)),
  ];
}

/** A tenth of the income kept is little, a fifth is good. */
function savings({ income, expense }: Flow, month: string, { basis }: Snapshot): Finding[] {
  const net = income - expense;
  const isLow = net * 10n < income;
  if (income <= 0n || (!isLow && net * 5n < income)) return [];
  const decimal = (sum: bigint) => sumToDecimal(sum, basis.currency);
  const facts = {
    month,
    income: decimal(income),
    expense: decimal(expense),
    net: decimal(net),
    savingsPercent: percentOf(net, income),
    currency: basis.currency,
  };
  return isLow
    ? [findingOf("savings_rate_low", basis, { facts, actions: [["review_budget", null]] })]
    : [findingOf("savings_rate_good", basis, { facts })];
}

/** Categories that cost half as much again as the month before, and a tenth of all expenses more. */
function spikes(now: Flow, before: Flow, month: string, { basis }: Snapshot, options: RuleOptions): Finding[] {
  return [...now.expenseByCategory].flatMap(([categoryId, amount]) => {
    const previous = before.expenseByCategory.get(categoryId) ?? 0n;
    const hasRisen = previous > 0n && amount * 2n >= previous * 3n && (amount - previous) * 10n >= now.expense;
    if (!hasRisen) return [];
    const { currency } = basis;
    return [
      findingOf("category_spike", basis, {
        target: categoryId,
        facts: {
          month,
          categoryId,
          amount: sumToDecimal(amount, currency),
          previousAmount: sumToDecimal(previous, currency),
          currency,
        },
        names: categoryName(categoryId, options),
        actions: [["review_budget", null]],
      }),
    ];
  });
}

/** The last of three months is at least a tenth dearer than the one before. */
function increase({ name, currency, months }: Repeated, basis: Snapshot["basis"]): Finding[] {
  const [, before, last] = months;
  if (!before || !last || BigInt(last.amount) * 10n < BigInt(before.amount) * 11n) return [];
  return [
    findingOf("recurring_increase", basis, {
      // The same name in another currency is another expense.
      target: `${currency} ${name}`,
      facts: {
        transactionId: last.transactionId,
        amount: toDecimal(last.amount, currency),
        previousAmount: toDecimal(before.amount, currency),
        currency,
      },
      names: { name },
      related: { transactionId: last.transactionId },
      actions: [["open_transaction", last.transactionId]],
    }),
  ];
}
