import { z } from "zod";
import { calendarDay, currency, day, idOf } from "../../../kernel/contract.ts";
import { GROUPINGS } from "./periods.ts";

// Reports over transactions (spec 4.2). Amounts are decimals of the user's primary currency, which each report names.

const count = () => z.int().meta({ example: 45 });
const sum = (example: number) => z.number().meta({ example });
const firstDay = day().meta({ example: "2026-12-01" });
const lastDay = day().meta({ example: "2026-12-31" });
const ReportGrouping = z.enum(GROUPINGS).meta({ id: "ReportGrouping" });
/** Spec 4.2's example. */
const EXPENSE_SHARES = [
  { categoryId: "food", amount: 1200000, percent: 34.3 },
  { categoryId: "transport", amount: 800000, percent: 22.9 },
];

const ReportPeriod = z.object({ from: firstDay, to: lastDay }).meta({ id: "ReportPeriod" });

/** Which days to look at; both ends count. Absent: the current month in the user's time zone. */
export const SummaryQuery = z.object({
  dateFrom: calendarDay().optional(),
  dateTo: calendarDay().optional(),
  accountId: idOf("Account").optional(),
});

const incomeAndExpense = { income: sum(8000000), expense: sum(3500000), net: sum(4500000) };
const transfers = { transfersIn: sum(1000000), transfersOut: sum(500000) };

const CashFlowTotals = z.object({ ...incomeAndExpense, ...transfers }).meta({ id: "CashFlowTotals" });

const CategoryShare = z
  .object({
    categoryId: z.string().meta({ example: "food" }),
    amount: sum(1200000),
    percent: z.number().meta({ example: 34.3 }),
  })
  .meta({ id: "CategoryShare" });

export const TransactionsSummary = z
  .object({
    period: ReportPeriod,
    totals: CashFlowTotals,
    currency: currency(),
    transactionsCount: count(),
    byCategory: z.array(CategoryShare).meta({ example: EXPENSE_SHARES }),
  })
  .meta({ id: "TransactionsSummary" });

export const AnalyticsQuery = SummaryQuery.extend({ groupBy: ReportGrouping.default("day") });

const PeriodTotals = z.object({ ...incomeAndExpense, transactionsCount: count() }).meta({ id: "PeriodTotals" });
const PeriodPart = z.object({ from: firstDay, to: lastDay, ...incomeAndExpense, transactionsCount: count() }).meta({
  id: "PeriodPart",
  example: { from: "2026-12-25", to: "2026-12-25", income: 0, expense: 150000, net: -150000, transactionsCount: 1 },
});
const CategoryShares = z.object({ income: z.array(CategoryShare), expense: z.array(CategoryShare) }).meta({
  id: "CategoryShares",
  example: { income: [{ categoryId: "salary", amount: 8000000, percent: 100 }], expense: EXPENSE_SHARES },
});
const AccountCashFlow = z
  .object({ accountId: idOf("Account"), ...incomeAndExpense, ...transfers })
  .meta({ id: "AccountCashFlow" });
const CounterpartyCashFlow = z
  .object({ counterpartyId: idOf("Counterparty").nullable(), ...incomeAndExpense })
  .meta({ id: "CounterpartyCashFlow" });

const change = z.number().nullable();
const PeriodChange = z.object({ income: change, expense: change, net: change }).meta({ id: "PeriodChange" });
const PeriodComparison = z.object({ period: ReportPeriod, totals: PeriodTotals, changePercent: PeriodChange }).meta({
  id: "PeriodComparison",
  example: {
    period: { from: "2026-11-01", to: "2026-11-30" },
    totals: { income: 7000000, expense: 3800000, net: 3200000, transactionsCount: 41 },
    changePercent: { income: 14.3, expense: -7.9, net: 40.6 },
  },
});

export const TransactionsAnalytics = z
  .object({
    period: ReportPeriod,
    groupBy: ReportGrouping,
    currency: currency(),
    totals: PeriodTotals,
    series: z.array(PeriodPart),
    byCategory: CategoryShares,
    byAccount: z.array(AccountCashFlow),
    byCounterparty: z.array(CounterpartyCashFlow),
    previous: PeriodComparison.nullable(),
  })
  .meta({ id: "TransactionsAnalytics" });
