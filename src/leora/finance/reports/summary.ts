import type { z } from "zod";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { rateBookOf, ratesForTotals } from "../fx/reads.ts";
import {
  baseCurrencies,
  type CashFlow,
  cashFlowOf,
  countsByDay,
  type MovementSum,
  readSums,
  sumsBy,
} from "./cash-flow.ts";
import type { TransactionsSummary } from "./contract.ts";
import type { Period } from "./periods.ts";

// The summary of a period as statements and their answer, so that others can read it in a batch with more.

export type Summary = z.output<typeof TransactionsSummary>;

/** What every report depends on: the currency that it is in, and the user's present day. */
export interface ReportBasis {
  currency: string;
  today: Day;
}

/** Reads a summary; `summaryOf` takes the answers. @param accountId only what concerns this account; null: everything */
export const summaryStatements = (
  owner: number,
  { currency, today }: ReportBasis,
  period: Period,
  accountId: string | null,
): [Statement, Statement, Statement] => [
  ratesForTotals(owner, currency, today, baseCurrencies(owner)),
  countsByDay(owner, period, accountId),
  sumsBy("categoryId", owner, period, accountId),
];

/** Totals of a period, and expenses by category. @throws fx_rate_unavailable */
export function summaryOf(
  [rates = [], counts = [], byCategory = []]: readonly RawRow[][],
  { currency, today }: ReportBasis,
  period: Period,
): Summary {
  const sums = readSums("categoryId", byCategory, currency, rateBookOf(rates), today);
  const cashFlow = cashFlowOf(sums);
  return {
    period,
    totals: { ...incomeAndExpense(cashFlow, currency), ...transfers(cashFlow, currency) },
    currency,
    transactionsCount: countOf(dayCountsOf(counts)),
    byCategory: shares(sums, "expense", currency),
  };
}

export interface DayCount {
  date: Day;
  count: number;
}

/** Reads the answer to `countsByDay`. */
export const dayCountsOf = (rows: readonly RawRow[]): DayCount[] =>
  rows.map(({ date, count }) => ({ date: String(date), count: Number(count) }));

export const countOf = (days: readonly DayCount[]): number => days.reduce((sum, { count }) => sum + count, 0);

export const incomeAndExpense = ({ income, expense }: CashFlow, currency: string) => ({
  income: sumToDecimal(income, currency),
  expense: sumToDecimal(expense, currency),
  net: sumToDecimal(income - expense, currency),
});

export const transfers = ({ transferIn, transferOut }: CashFlow, currency: string) => ({
  transfersIn: sumToDecimal(transferIn, currency),
  transfersOut: sumToDecimal(transferOut, currency),
});

/** The categories of one kind with their part of its total, largest first. */
export function shares(
  sums: readonly MovementSum[],
  kind: "income" | "expense",
  currency: string,
): Summary["byCategory"] {
  const total = cashFlowOf(sums)[kind];
  const byCategory = new Map<string, bigint>();
  for (const sum of sums) {
    const categoryId = String(sum.key);
    if (sum.kind === kind) byCategory.set(categoryId, (byCategory.get(categoryId) ?? 0n) + sum.amount);
  }
  return [...byCategory]
    .toSorted(([idA, a], [idB, b]) => (a === b ? (idA < idB ? -1 : 1) : a > b ? -1 : 1))
    .map(([categoryId, amount]) => ({
      categoryId,
      amount: sumToDecimal(amount, currency),
      percent: percentOf(amount, total),
    }));
}
