import { crudEndpoints } from "../../../engine/http/crud.ts";
import { bulkEndpoint } from "../../bulk.ts";
import { registry } from "../../registry.ts";
import { TRANSACTION_EXAMPLE } from "./contract.ts";
import { transactionEntity } from "./entity.ts";

const routes = crudEndpoints(registry, transactionEntity, {
  path: "/transactions",
  tag: "Transactions",
  singular: "transaction",
  effects: {
    create: "Balances move at once; budgets, goals, habits and the debt that it names count it.",
    delete: "Balances move back; budgets, goals, habits and the debt that it paid no longer count it.",
  },
});
bulkEndpoint(routes, transactionEntity, { path: "/transactions", example: TRANSACTION_EXAMPLE });

export const transactionEndpoints = routes.list;
