import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { rateBookOf, ratesForTotals } from "../fx/reads.ts";
import {
  baseCurrencies,
  type CashFlow,
  cashFlowOf,
  countsByDay,
  type MovementColumn,
  type MovementSum,
  readSums,
  sumsBy,
} from "./cash-flow.ts";
import type { AnalyticsQuery, SummaryQuery, TransactionsAnalytics, TransactionsSummary } from "./contract.ts";
import { type Period, partStart, partsOf, previousPeriod, reportPeriod } from "./periods.ts";

type Summary = z.output<typeof TransactionsSummary>;
type Analytics = z.output<typeof TransactionsAnalytics>;

/**
 * Totals of a period in the user's primary currency, and expenses by category (spec 4.2). One D1 call.
 * @throws invalid_input; fx_rate_unavailable when a former primary currency has no rate to the present one
 */
export async function summary(ctx: Context, query: z.output<typeof SummaryQuery>): Promise<Summary> {
  const { currency, today } = await basisOf(ctx);
  const period = reportPeriod(query, today);
  const groupings = { byCategory: ["categoryId", period] } as const;
  const { sums, days } = await readCashFlow(ctx, { currency, today }, query.accountId, period, groupings);
  const cashFlow = cashFlowOf(sums.byCategory);
  return {
    period,
    totals: { ...incomeAndExpense(cashFlow, currency), ...transfers(cashFlow, currency) },
    currency,
    transactionsCount: countOf(days),
    byCategory: shares(sums.byCategory, "expense", currency),
  };
}

/**
 * A period over time, by category, account and counterparty, compared with the period before. One D1 call.
 * @throws as `summary`
 */
export async function analytics(ctx: Context, query: z.output<typeof AnalyticsQuery>): Promise<Analytics> {
  const { currency, today } = await basisOf(ctx);
  const period = reportPeriod(query, today);
  const parts = partsOf(period, query.groupBy);
  const previous = previousPeriod(period);
  const both = { from: previous.from, to: period.to };
  const groupings = {
    byDay: ["date", both],
    byCategory: ["categoryId", period],
    byAccount: ["accountId", period],
    byCounterparty: ["counterpartyId", period],
  } as const;
  const { sums, days } = await readCashFlow(ctx, { currency, today }, query.accountId, both, groupings);
  const totalsOf = (daySums: readonly MovementSum[], dayCounts: readonly DayCount[]) => ({
    ...incomeAndExpense(cashFlowOf(daySums), currency),
    transactionsCount: countOf(dayCounts),
  });
  const sumsIn = (part: Period) => sums.byDay.filter(({ key }) => isIn(part, String(key)));
  const countsIn = (part: Period) => days.filter(({ date }) => isIn(part, date));
  // Each day is assigned to its part once: a long period has thousands of days and up to a thousand parts.
  const startOf = (day: Day) => partStart(period, query.groupBy, day);
  const sumsByPart = Map.groupBy(sumsIn(period), ({ key }) => startOf(String(key)));
  const countsByPart = Map.groupBy(countsIn(period), ({ date }) => startOf(date));
  return {
    period,
    groupBy: query.groupBy,
    currency,
    totals: totalsOf(sumsIn(period), countsIn(period)),
    series: parts.map((part) => ({
      ...part,
      ...totalsOf(sumsByPart.get(part.from) ?? [], countsByPart.get(part.from) ?? []),
    })),
    byCategory: {
      income: shares(sums.byCategory, "income", currency),
      expense: shares(sums.byCategory, "expense", currency),
    },
    byAccount: [...Map.groupBy(sums.byAccount, ({ key }) => String(key))].map(([accountId, ofAccount]) => {
      const cashFlow = cashFlowOf(ofAccount);
      return { accountId, ...incomeAndExpense(cashFlow, currency), ...transfers(cashFlow, currency) };
    }),
    byCounterparty: [...Map.groupBy(sums.byCounterparty.filter(isIncomeOrExpense), ({ key }) => key)].map(
      ([counterpartyId, ofCounterparty]) => ({
        counterpartyId,
        ...incomeAndExpense(cashFlowOf(ofCounterparty), currency),
      }),
    ),
    // The contract allows null, because a plan may leave the comparison out; now everybody gets it.
    previous: {
      period: previous,
      totals: totalsOf(sumsIn(previous), countsIn(previous)),
      changePercent: changePercent(cashFlowOf(sumsIn(period)), cashFlowOf(sumsIn(previous))),
    },
  };
}

/** By how many percent each figure has changed; null where the earlier one is 0. */
function changePercent(now: CashFlow, earlier: CashFlow) {
  const change = (to: bigint, from: bigint): number | null =>
    from === 0n ? null : percentOf(to - from, from < 0n ? -from : from);
  return {
    income: change(now.income, earlier.income),
    expense: change(now.expense, earlier.expense),
    net: change(now.income - now.expense, earlier.income - earlier.expense),
  };
}

/** What every report depends on: the currency that it is in, and the user's present day. */
interface Basis {
  currency: string;
  today: Day;
}

async function basisOf(ctx: Context): Promise<Basis> {
  const user = await ctx.principal();
  return { currency: profileOf(user).primaryCurrency, today: dayOf(ctx.now, user.timezone) };
}

interface DayCount {
  date: Day;
  count: number;
}

/**
 * Reads the sums of a report in one D1 call.
 * @param accountId only what concerns this account; undefined: everything
 * @param counted the period whose days' transactions are counted
 * @param groupings by name, what to sum by and in which period
 * @throws fx_rate_unavailable
 */
async function readCashFlow<Name extends string>(
  ctx: Context,
  { currency, today }: Basis,
  accountId: string | undefined,
  counted: Period,
  groupings: Record<Name, readonly [MovementColumn, Period]>,
): Promise<{ sums: Record<Name, MovementSum[]>; days: DayCount[] }> {
  const names = Object.keys(groupings) as Name[];
  const account = accountId ?? null;
  const [rates = [], counts = [], ...answers] = await ctx.db.batch([
    ratesForTotals(ctx.owner, currency, today, baseCurrencies(ctx.owner)),
    countsByDay(ctx.owner, counted, account),
    ...names.map((name) => sumsBy(groupings[name][0], ctx.owner, groupings[name][1], account)),
  ]);
  const book = rateBookOf(rates);
  const sums = names.map((name, index) => [
    name,
    readSums(groupings[name][0], answers[index] ?? [], currency, book, today),
  ]);
  return {
    sums: Object.fromEntries(sums) as Record<Name, MovementSum[]>,
    days: counts.map(({ date, count }) => ({ date: String(date), count: Number(count) })),
  };
}

const isIn = ({ from, to }: Period, day: Day): boolean => day >= from && day <= to;

const countOf = (days: readonly DayCount[]): number => days.reduce((sum, { count }) => sum + count, 0);

const incomeAndExpense = ({ income, expense }: CashFlow, currency: string) => ({
  income: sumToDecimal(income, currency),
  expense: sumToDecimal(expense, currency),
  net: sumToDecimal(income - expense, currency),
});

const transfers = ({ transferIn, transferOut }: CashFlow, currency: string) => ({
  transfersIn: sumToDecimal(transferIn, currency),
  transfersOut: sumToDecimal(transferOut, currency),
});

const isIncomeOrExpense = ({ kind }: MovementSum): boolean => kind === "income" || kind === "expense";

/** The categories of one kind with their part of its total, largest first. */
function shares(sums: readonly MovementSum[], kind: "income" | "expense", currency: string): Summary["byCategory"] {
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
