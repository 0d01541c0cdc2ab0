import { crudEndpoints } from "../../../engine/http/crud.ts";
import { bulkEndpoint } from "../../bulk.ts";
import { registry } from "../../registry.ts";
import { transactionEntity } from "./entity.ts";

const EXAMPLE = {
  type: "expense",
  accountId: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a",
  amount: 150000,
  currency: "UZS",
  categoryId: "food",
  date: "2026-12-17",
};

const routes = crudEndpoints(registry, transactionEntity, {
  path: "/transactions",
  tag: "Transactions",
  singular: "transaction",
});
bulkEndpoint(routes, transactionEntity, { path: "/transactions", example: EXAMPLE });

export const transactionEndpoints = routes.list;
