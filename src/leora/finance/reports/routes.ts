import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { AnalyticsQuery, SummaryQuery, TransactionsAnalytics, TransactionsSummary } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("Transactions");

routes.user("get", "/transactions/summary", {
  summary: "Totals of a period",
  description:
    "In the user's primary currency; the current month unless dates say otherwise. Balance adjustments and debts are no " +
    "income or expense. `transfersIn` and `transfersOut` are those of `accountId`; without it both are all transfers.",
  query: SummaryQuery,
  reply: TransactionsSummary,
  errors: ["fx_rate_unavailable"],
  handle: (ctx, { query }) => service.summary(ctx, query),
});

routes.user("get", "/transactions/analytics", {
  summary: "A period over time and in parts",
  description:
    "By day, week (from Monday) or month, by category, account and counterparty, and compared with the period before: " +
    "as many days, or as many months when it is made of whole ones.",
  query: AnalyticsQuery,
  reply: TransactionsAnalytics,
  errors: ["fx_rate_unavailable"],
  handle: (ctx, { query }) => service.analytics(ctx, query),
});

export const reportEndpoints = routes.list;
