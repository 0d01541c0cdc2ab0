import { z } from "zod";
import { currency, day, uuid } from "../../../kernel/contract.ts";
import { GROUPINGS } from "./periods.ts";

// Reports over transactions (spec 4.2). Amounts are decimals of the user's primary currency, which each report names.

const count = () => z.int().meta({ example: 45 });
const percent = () => z.number().meta({ example: 34.3 });
const sum = (example: number) => z.number().meta({ example });
const Period = z.object({ from: day(), to: day() });

const reportDay = () => day().refine((text) => text >= "1900-01-01" && text <= "2999-12-31", "Expected 1900 to 2999");

/** Which days to look at; both ends count. Absent: the current month in the user's time zone. */
export const SummaryQuery = z.object({
  dateFrom: reportDay().optional(),
  dateTo: reportDay().optional(),
  accountId: uuid().optional(),
});

const CategoryShare = z.object({
  categoryId: z.string().meta({ example: "food" }),
  amount: sum(1200000),
  percent: percent(),
});

export const TransactionsSummary = z
  .object({
    period: Period,
    totals: z.object({
      income: sum(8000000),
      expense: sum(3500000),
      net: sum(4500000),
      transfersIn: sum(1000000),
      transfersOut: sum(500000),
    }),
    currency: currency(),
    transactionsCount: count(),
    byCategory: z.array(CategoryShare),
  })
  .meta({ id: "TransactionsSummary" });

export const AnalyticsQuery = SummaryQuery.extend({ groupBy: z.enum(GROUPINGS).default("day") });

const incomeAndExpense = { income: sum(8000000), expense: sum(3500000), net: sum(4500000) };
const change = () => z.number().nullable().meta({ example: 12.5 });

export const TransactionsAnalytics = z
  .object({
    period: Period,
    groupBy: z.enum(GROUPINGS),
    currency: currency(),
    totals: z.object({ ...incomeAndExpense, transactionsCount: count() }),
    series: z.array(z.object({ from: day(), to: day(), ...incomeAndExpense, transactionsCount: count() })),
    byCategory: z.object({ income: z.array(CategoryShare), expense: z.array(CategoryShare) }),
    byAccount: z.array(
      z.object({ accountId: uuid(), ...incomeAndExpense, transfersIn: sum(1000000), transfersOut: sum(500000) }),
    ),
    byCounterparty: z.array(z.object({ counterpartyId: uuid().nullable(), ...incomeAndExpense })),
    previous: z
      .object({
        period: Period,
        totals: z.object({ ...incomeAndExpense, transactionsCount: count() }),
        changePercent: z.object({ income: change(), expense: change(), net: change() }),
      })
      .nullable(),
  })
  .meta({ id: "TransactionsAnalytics" });
