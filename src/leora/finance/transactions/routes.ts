import { crudEndpoints } from "../../../engine/http/crud.ts";
import { bulkEndpoint } from "../../bulk.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { registry } from "../../registry.ts";
import * as service from "../reports/service.ts";
import { AnalyticsQuery, SummaryQuery, TransactionsAnalytics, TransactionsSummary } from "./contract.ts";
import { transactionEntity } from "./entity.ts";

const EXAMPLE = {
  type: "expense",
  accountId: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a",
  amount: 150000,
  currency: "UZS",
  categoryId: "food",
  date: "2026-12-17",
};

const routes = crudEndpoints<LeoraErrorCode>(registry, transactionEntity, {
  path: "/transactions",
  tag: "Transactions",
  singular: "transaction",
});
bulkEndpoint(routes, transactionEntity, { path: "/transactions", example: EXAMPLE });

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

export const transactionEndpoints = routes.list;
