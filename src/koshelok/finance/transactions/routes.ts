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
  body: Transaction,
  reply: TransactionView,
  status: 201,
  handle: (ctx, { body }) => service.createTransaction(ctx, body),
});

routes.user("get", "/finance/transactions/{id}/", {
  summary: "Get one transaction",
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
  params: ById,
  body: TransactionPatch,
  reply: TransactionView,
  handle: (ctx, { params, body }) => service.changeTransaction(ctx, params.id, body),
});

routes.user("delete", "/finance/transactions/{id}/", {
  summary: "Delete a transaction",
  params: ById,
  reply: Nothing,
  status: 204,
  handle: (ctx, { params }) => service.removeTransaction(ctx, params.id),
});

export const transactionEndpoints = routes.list;
