import { z } from "zod";
import { crudEndpoints } from "../../../engine/http/crud.ts";
import { type ListQuery, listQuery, listRowsOf } from "../../../engine/list-query.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { ById } from "../../../kernel/contract.ts";
import { registry } from "../../registry.ts";
import { debtEntity } from "../debts/entity.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { counterpartyEntity } from "./entity.ts";
import { counterparties } from "./table.ts";

const routes = crudEndpoints(registry, counterpartyEntity, {
  path: "/counterparties",
  tag: "Counterparties",
  singular: "counterparty",
  effects: { delete: "Its debts and transactions stay." },
});

const LISTED = [
  [debtEntity, "Debts in either direction. Links are what counts: a debt that has only the same name is left out."],
  [transactionEntity, "Those that name it, and those that the server wrote for its debts and their payments."],
] as const;

for (const [entity, description] of LISTED) {
  routes.user("get", `/counterparties/{id}/${entity.name}`, {
    summary: `List the ${entity.name} with a counterparty`,
    description,
    params: ById,
    query: listQuery(entity, "counterpartyId"),
    reply: z.array(entity.contract.view),
    paged: true,
    handle: (ctx, { params: { id }, query }) =>
      unsafeCast(
        listRowsOf(
          ctx,
          { parent: counterparties, id },
          entity,
          unsafeCast<ListQuery>({ ...query, counterpartyId: id }),
        ),
      ),
  });
}

export const counterpartyEndpoints = routes.list;
