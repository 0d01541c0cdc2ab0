import { z } from "zod";
import { Deleted } from "../../../engine/contract.ts";
import { crudEndpoints } from "../../../engine/http/crud.ts";
import { type ListQuery, listQuery, listRowsOf } from "../../../engine/list-query.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { ById } from "../../../kernel/contract.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { registry } from "../../registry.ts";
import { DebtsSummary, DebtView, Installment, Settlement } from "./contract.ts";
import { debtEntity } from "./entity.ts";
import { ByPayment, DebtPaymentPatch, DebtPaymentView, PaymentOfDebt } from "./payments/contract.ts";
import { debtPaymentEntity } from "./payments/entity.ts";
import { debtPaymentEndpoints } from "./payments/routes.ts";
import * as service from "./service.ts";
import { debts } from "./table.ts";

const routes = crudEndpoints<LeoraErrorCode>(registry, debtEntity, {
  path: "/debts",
  tag: "Debts",
  singular: "debt",
  effects: {
    create: "Where an account is named that the principal left or reached, the server writes the transaction over it.",
    delete: "Its payments are deleted with it, and all of its transactions.",
  },
});

routes.user("get", "/debts/summary", {
  summary: "What is owed in either direction, by currency",
  description: "Outstanding amounts with interest up to today. Paid and canceled debts do not count.",
  reply: DebtsSummary,
  handle: (ctx) => service.summary(ctx),
});

routes.user("get", "/debts/{id}/payments", {
  summary: "List a debt's payments",
  description: "Those of this debt alone, a page at a time, the latest recorded first unless ordered otherwise.",
  params: ById,
  query: listQuery(debtPaymentEntity, "debtId"),
  reply: z.array(DebtPaymentView),
  paged: true,
  handle: (ctx, { params: { id }, query }) =>
    unsafeCast(
      listRowsOf(ctx, { parent: debts, id }, debtPaymentEntity, { ...unsafeCast<ListQuery>(query), debtId: id }),
    ),
});

routes.user("post", "/debts/{id}/payments", {
  summary: "Add a payment",
  description:
    "Writes its transaction on `accountId`, or on the debt's own account. It covers interest first, then principal; a debt of which nothing is left is `paid`. " +
    "More than is owed is refused unless `allowOverpay`, and so is a payment of a canceled debt.",
  params: ById,
  body: PaymentOfDebt,
  reply: DebtPaymentView,
  status: 201,
  errors: ["already_exists", "invalid_state", "limit_reached", "fx_rate_unavailable"],
  handle: (ctx, { params, body }) => service.addPayment(ctx, params.id, body),
});

routes.user("patch", "/debts/{id}/payments/{paymentId}", {
  summary: "Change a payment",
  description: "Its transaction and what is owed of the debt follow. Only the fields that are sent change.",
  params: ByPayment,
  body: DebtPaymentPatch,
  reply: DebtPaymentView,
  errors: ["invalid_state", "fx_rate_unavailable"],
  handle: (ctx, { params, body }) => service.updatePayment(ctx, params.id, params.paymentId, body),
});

routes.user("delete", "/debts/{id}/payments/{paymentId}", {
  summary: "Undo a payment",
  description: "Its transaction is deleted with it, and what it paid is owed again.",
  params: ByPayment,
  reply: Deleted,
  handle: (ctx, { params }) => service.removePayment(ctx, params.id, params.paymentId),
});

routes.user("post", "/debts/{id}/settle", {
  summary: "Pay the rest",
  description:
    "Adds one payment over principal and interest that are owed on its day, with its transaction, so that the debt is `paid`. A debt of which nothing is left is refused.",
  params: ById,
  body: Settlement,
  reply: DebtView,
  errors: ["invalid_state", "limit_reached", "fx_rate_unavailable"],
  handle: (ctx, { params, body }) => service.settle(ctx, params.id, body),
});

routes.user("get", "/debts/{id}/schedule", {
  summary: "The installments of a debt",
  description:
    "By its `scheduleHint`: `weekly`, `biweekly`, `monthly`, `monthly:15`, `quarterly`, `yearly`, `every 2 weeks`, " +
    "`installments:6`, or how often and how many times together (`monthly x6`). Anything else: one payment on `dueDate`.",
  params: ById,
  reply: z.array(Installment),
  handle: (ctx, { params }) => service.schedule(ctx, params.id),
});

export const debtEndpoints = [...routes.list, ...debtPaymentEndpoints];
