import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** Both reports are asked for a period in the same way. */
const PERIOD = {
  dateFrom: "The first day of the period; without it the first of the month of `dateTo`, or of the present month",
  dateTo:
    "The last day of the period, which counts; without it today, and without both days the last of the present month",
};

/** The money of a period, in each part of a report. Its currency stands in the report. */
const CASH_FLOW = {
  income: "All income of active transactions, without balance adjustments and what belongs to debts",
  expense: "All expenses of active transactions, fees included, without balance adjustments and what belongs to debts",
  net: "Income less expenses",
};

/** What the fields of reports mean (spec 4.2), for the OpenAPI document. */
export const reportDescriptions: Descriptions = {
  components: { ReportGrouping: "`day`: every day; `week`: Monday to Sunday; `month`: by the calendar." },
  fields: {
    ReportPeriod: { from: "The first day of the period", to: "The last day of the period, which counts" },
    CashFlowTotals: {
      ...CASH_FLOW,
      transfersIn: "What transfers brought to the account of the report; without one, all transfers",
      transfersOut: "What transfers took from the account of the report; without one, all transfers",
    },
    CategoryShare: {
      categoryId: "The category; splits and fees are counted under their own",
      amount: "Its sum, in the report's currency",
      percent: "Its part of all income or of all expenses in percent, with one decimal",
    },
    TransactionsSummary: {
      period: "The days that are summed up",
      totals: "The money of the period, in `currency`",
      currency: "The user's primary currency",
      transactionsCount: "How many active transactions there are, those included that are neither income nor expense",
      byCategory: "Expenses by category, largest first",
    },
    TransactionsAnalytics: {
      period: "The days that are looked at",
      currency: "The user's primary currency, which all amounts are in",
      groupBy: "How long the parts of the series are",
      totals: "The money of the whole period, in `currency`",
      series:
        "The period in parts, earliest first, those without transactions included; the first and the last end with it",
      byCategory: "Income and expenses by category, largest first",
      byAccount: "The money of each account that has any in the period",
      byCounterparty: "Income and expenses by counterparty",
      previous:
        "The period right before: as many days, or as many months where the period is made of whole ones; null where a plan leaves it out",
    },
    PeriodTotals: {
      ...CASH_FLOW,
      transactionsCount: "How many active transactions there are, those included that are neither income nor expense",
    },
    PeriodPart: {
      ...CASH_FLOW,
      from: "The first day of the part",
      to: "The last day of the part",
      transactionsCount: "How many active transactions the part has",
    },
    CategoryShares: { income: "Income by category", expense: "Expenses by category" },
    AccountCashFlow: {
      ...CASH_FLOW,
      accountId: "The account",
      transfersIn: "What transfers brought to the account",
      transfersOut: "What transfers took from the account",
    },
    CounterpartyCashFlow: {
      ...CASH_FLOW,
      counterpartyId: "The counterparty; null: transactions without one",
    },
    PeriodComparison: {
      period: "The earlier period",
      totals: "The money of the earlier period",
      changePercent: "How much each figure has changed since, in percent of the earlier one",
    },
    PeriodChange: {
      income: "How income has changed; null where there was none",
      expense: "How expenses have changed; null where there were none",
      net: "How income less expenses has changed; null where it was 0",
    },
  },
  parameters: {
    "GET /transactions/summary": { ...PERIOD, accountId: "Only the money of this account" },
    "GET /transactions/analytics": {
      ...PERIOD,
      accountId: "Only the money of this account",
      groupBy: "How long the parts of the series are; at most 1,000 parts",
    },
  },
};
