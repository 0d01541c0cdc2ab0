import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { planLimit, profileOf } from "../../profile.ts";
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
import type { AnalyticsQuery, SummaryQuery, TransactionsAnalytics } from "./contract.ts";
import { type Period, partStart, partsOf, previousPeriod, reportPeriod } from "./periods.ts";
import {
  countOf,
  type DayCount,
  dayCountsOf,
  incomeAndExpense,
  type ReportBasis,
  type Summary,
  shares,
  summaryOf,
  summaryStatements,
  transfers,
} from "./summary.ts";

type Analytics = z.output<typeof TransactionsAnalytics>;

/**
 * Totals of a period in the user's primary currency, and expenses by category (spec 4.2). One D1 call.
 * @throws invalid_input; fx_rate_unavailable when a former primary currency has no rate to the present one
 */
export async function summary(ctx: Context, query: z.output<typeof SummaryQuery>): Promise<Summary> {
  const basis = await basisOf(ctx);
  const period = reportPeriod(query, basis.today);
  const statements = summaryStatements(ctx.owner, basis, period, query.accountId ?? null);
  return summaryOf(await ctx.db.batch(statements), basis, period);
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
  const isCompared = planLimit(await ctx.principal(), "advanced_analytics", ctx.now) !== 0;
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
    // The comparison is part of plans with advanced analytics (growth page, "Plans and limits").
    previous: isCompared
      ? {
          period: previous,
          totals: totalsOf(sumsIn(previous), countsIn(previous)),
          changePercent: changePercent(cashFlowOf(sumsIn(period)), cashFlowOf(sumsIn(previous))),
        }
      : null,
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

async function basisOf(ctx: Context): Promise<ReportBasis> {
  const user = await ctx.principal();
  return { currency: profileOf(user).primaryCurrency, today: dayOf(ctx.now, user.timezone) };
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
  { currency, today }: ReportBasis,
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
    days: dayCountsOf(counts),
  };
}

const isIn = ({ from, to }: Period, day: Day): boolean => day >= from && day <= to;

const isIncomeOrExpense = ({ kind }: MovementSum): boolean => kind === "income" || kind === "expense";
