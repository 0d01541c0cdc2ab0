import { crudEndpoints } from "../../../../engine/http/crud.ts";
import { registry } from "../../../registry.ts";
import { debtPaymentEntity } from "./entity.ts";

/** Payments of all debts; those of one are under the debt's path too. */
export const debtPaymentEndpoints = crudEndpoints(registry, debtPaymentEntity, {
  path: "/debt-payments",
  tag: "Debts",
  singular: "debt payment",
  effects: {
    create:
      "The server writes its transaction on `accountId`, or on the debt's own account. More than is owed is refused unless `allowOverpay`.",
    delete: "Its transaction is deleted with it, and what it paid is owed again.",
  },
}).list;
