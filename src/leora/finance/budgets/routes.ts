import { z } from "zod";
import { crudEndpoints } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { registry } from "../../registry.ts";
import { TransactionView } from "../transactions/contract.ts";
import { BudgetEntryView, BudgetView } from "./contract.ts";
import { budgetEntity } from "./entity.ts";
import * as service from "./service.ts";

const routes = crudEndpoints(registry, budgetEntity, {
  path: "/budgets",
  tag: "Budgets",
  singular: "budget",
  effects: {
    create: "It counts the transactions that are there already, since it begins.",
    delete: "Its entries are deleted with it; the transactions stay.",
  },
});

const EntryPage = PageQuery.extend({ sortBy: z.enum(["date", "createdAt", "updatedAt"]).default("date") });

routes.user("get", "/budgets/{id}/transactions", {
  summary: "Transactions that count for a budget",
  description:
    "Those that name it as `budgetId`, and those it matches; the latest day first unless `sortBy` says otherwise.",
  params: ById,
  query: EntryPage,
  reply: z.array(TransactionView),
  paged: true,
  handle: (ctx, { params, query }) => service.budgetTransactions(ctx, params.id, query),
});

routes.user("get", "/budgets/{id}/entries", {
  summary: "What each transaction counts for in a budget",
  description:
    "In the budget's currency at the rate of the transaction's day; the latest day first unless `sortBy` says otherwise.",
  params: ById,
  query: EntryPage,
  reply: z.array(BudgetEntryView),
  paged: true,
  handle: (ctx, { params, query }) => service.entries(ctx, params.id, query),
});

routes.user("post", "/budgets/{id}/recalculate", {
  summary: "Prove a budget from its transactions",
  description:
    "Computes entries and totals anew and corrects what differs; entries keep the rates of their day. An archived budget has no entries, so that it is refused.",
  params: ById,
  reply: BudgetView,
  errors: ["invalid_state", "limit_reached"],
  handle: (ctx, { params }) => service.recalculate(ctx, params.id),
});

export const budgetEndpoints = routes.list;
