import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { readRates, sumRates } from "../fx/reads.ts";
import {
  baseCurrencies,
  countsByDay,
  type Flow,
  type FlowColumn,
  type FlowTotals,
  flowsBy,
  readFlows,
  totalsOf,
} from "./cash-flow.ts";
import type { AnalyticsQuery, SummaryQuery, TransactionsAnalytics, TransactionsSummary } from "./contract.ts";
import { type Period, partsOf, previousPeriod, reportPeriod } from "./periods.ts";

type Summary = z.output<typeof TransactionsSummary>;
type Analytics = z.output<typeof TransactionsAnalytics>;

/**
 * Totals of a period in the user's primary currency, and expenses by category (spec 4.2). One D1 call.
 * @throws invalid_input; fx_rate_unavailable when a former primary currency has no rate to the present one
 */
export async function summary(ctx: Context, query: z.output<typeof SummaryQuery>): Promise<Summary> {
  const { currency, today } = await frameOf(ctx);
  const period = reportPeriod(query, today);
  const wanted = { byCategory: ["categoryId", period] } as const;
  const { flows, days } = await read(ctx, { currency, today }, query.accountId, period, wanted);
  const totals = totalsOf(flows.byCategory);
  return {
    period,
    totals: { ...results(totals, currency), ...transfers(totals, currency) },
    currency,
    transactionsCount: countIn(days, period),
    byCategory: shares(flows.byCategory, "expense", currency),
  };
}

/**
 * A period over time, by category, account and counterparty, and beside the period before. One D1 call.
 * @throws as `summary`
 */
export async function analytics(ctx: Context, query: z.output<typeof AnalyticsQuery>): Promise<Analytics> {
  const { currency, today } = await frameOf(ctx);
  const period = reportPeriod(query, today);
  const parts = partsOf(period, query.groupBy);
  const before = previousPeriod(period);
  const both = { from: before.from, to: period.to };
  const wanted = {
    byDay: ["date", both],
    byCategory: ["categoryId", period],
    byAccount: ["accountId", period],
    byCounterparty: ["counterpartyId", period],
  } as const;
  const { flows, days } = await read(ctx, { currency, today }, query.accountId, both, wanted);
  const during = ({ from, to }: Period) =>
    totalsOf(flows.byDay.filter(({ key }) => key !== null && key >= from && key <= to));
  const figures = (part: Period) => ({
    ...results(during(part), currency),
    transactionsCount: countIn(days, part),
  });
  // The one place that decides who sees comparisons: everybody, until plans exist to gate them.
  const comparison = () => ({
    period: before,
    totals: figures(before),
    changePercent: changes(during(period), during(before)),
  });
  return {
    period,
    groupBy: query.groupBy,
    currency,
    totals: figures(period),
    series: parts.map((part) => ({ ...part, ...figures(part) })),
    byCategory: {
      income: shares(flows.byCategory, "income", currency),
      expense: shares(flows.byCategory, "expense", currency),
    },
    byAccount: [...Map.groupBy(flows.byAccount, ({ key }) => String(key))].map(([accountId, group]) => {
      const totals = totalsOf(group);
      return { accountId, ...results(totals, currency), ...transfers(totals, currency) };
    }),
    byCounterparty: [...Map.groupBy(flows.byCounterparty.filter(isResult), ({ key }) => key)].map(
      ([counterpartyId, group]) => ({ counterpartyId, ...results(totalsOf(group), currency) }),
    ),
    previous: comparison(),
  };
}

/** In percent; null where the earlier figure is 0. */
function changes(now: FlowTotals, earlier: FlowTotals) {
  const change = (to: bigint, from: bigint): number | null =>
    from === 0n ? null : percentOf(to - from, from < 0n ? -from : from);
  return {
    income: change(now.income, earlier.income),
    expense: change(now.expense, earlier.expense),
    net: change(now.income - now.expense, earlier.income - earlier.expense),
  };
}

interface Frame {
  currency: string;
  today: Day;
}

async function frameOf(ctx: Context): Promise<Frame> {
  const user = await ctx.principal();
  const { timezone } = user;
  const { primaryCurrency } = profileOf(user);
  return { currency: primaryCurrency, today: dayOf(ctx.now, timezone) };
}

interface DayCount {
  date: Day;
  count: number;
}

/** Flows of periods by column, and how many transactions the days of `counted` have. One D1 call. */
async function read<Name extends string>(
  ctx: Context,
  { currency, today }: Frame,
  accountId: string | undefined,
  counted: Period,
  wanted: Record<Name, readonly [FlowColumn, Period]>,
): Promise<{ flows: Record<Name, Flow[]>; days: DayCount[] }> {
  const names = Object.keys(wanted) as Name[];
  const account = accountId ?? null;
  const [rates = [], counts = [], ...answers] = await ctx.db.batch([
    sumRates(ctx.userId, currency, today, baseCurrencies(ctx.userId)),
    countsByDay(ctx.userId, counted, account),
    ...names.map((name) => flowsBy(wanted[name][0], ctx.userId, wanted[name][1], account)),
  ]);
  const book = readRates(rates);
  const flows = names.map((name, index) => [name, readFlows(answers[index] ?? [], currency, book, today)]);
  return {
    flows: Object.fromEntries(flows) as Record<Name, Flow[]>,
    days: counts.map(({ date, count }) => ({ date: String(date), count: Number(count) })),
  };
}

const countIn = (days: readonly DayCount[], { from, to }: Period): number =>
  days.reduce((sum, { date, count }) => (date >= from && date <= to ? sum + count : sum), 0);

const results = ({ income, expense }: FlowTotals, currency: string) => ({
  income: sumToDecimal(income, currency),
  expense: sumToDecimal(expense, currency),
  net: sumToDecimal(income - expense, currency),
});

const transfers = ({ transferIn, transferOut }: FlowTotals, currency: string) => ({
  transfersIn: sumToDecimal(transferIn, currency),
  transfersOut: sumToDecimal(transferOut, currency),
});

const isResult = ({ kind }: Flow): boolean => kind === "income" || kind === "expense";

/** Categories with what they are of their kind's total, largest first. */
function shares(flows: readonly Flow[], kind: "income" | "expense", currency: string): Summary["byCategory"] {
  const total = totalsOf(flows)[kind];
  const sums = new Map<string, bigint>();
  for (const flow of flows) {
    if (flow.kind === kind) sums.set(String(flow.key), (sums.get(String(flow.key)) ?? 0n) + flow.amount);
  }
  return [...sums]
    .toSorted(([idA, a], [idB, b]) => (a === b ? (idA < idB ? -1 : 1) : a > b ? -1 : 1))
    .map(([categoryId, amount]) => ({
      categoryId,
      amount: sumToDecimal(amount, currency),
      percent: percentOf(amount, total),
    }));
}
