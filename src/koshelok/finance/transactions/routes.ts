import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { ById, Nothing } from "../contract.ts";
import { listOf } from "../pages.ts";
import { Transaction, TransactionPatch, TransactionQuery, TransactionView } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Finance");

routes.user("get", "/finance/transactions/", {
  summary: "List transactions",
  description: "Newest day first; an array, or a page when `page` or `limit` is given.",
  query: TransactionQuery,
  reply: listOf("Transaction", TransactionView),
  handle: (ctx, { query }) => service.listTransactions(ctx, query),
});

routes.user("post", "/finance/transactions/", {
  summary: "Create a transaction",
  description:
    "Whether it brings or takes money is its category's type; somebody else's category is an error of the field `category`.",
  body: Transaction,
  reply: TransactionView,
  status: 201,
  handle: (ctx, { body }) => service.createTransaction(ctx, body),
});

routes.user("get", "/finance/transactions/{id}/", {
  summary: "Get one transaction",
  description: "With its category's name and type.",
  params: ById,
  reply: TransactionView,
  handle: (ctx, { params }) => service.getTransaction(ctx, params.id),
});

routes.user("put", "/finance/transactions/{id}/", {
  summary: "Replace a transaction",
  description: "`comment` and `date` stay when they are left out.",
  params: ById,
  body: Transaction,
  reply: TransactionView,
  handle: (ctx, { params, body }) => service.changeTransaction(ctx, params.id, body),
});

routes.user("patch", "/finance/transactions/{id}/", {
  summary: "Change a transaction",
  description: "Only what is sent changes.",
  params: ById,
  body: TransactionPatch,
  reply: TransactionView,
  handle: (ctx, { params, body }) => service.changeTransaction(ctx, params.id, body),
});

routes.user("delete", "/finance/transactions/{id}/", {
  summary: "Delete a transaction",
  description: "The balance and its category's sum change at once.",
  params: ById,
  reply: Nothing,
  status: 204,
  handle: (ctx, { params }) => service.removeTransaction(ctx, params.id),
});

export const transactionEndpoints = routes.list;
