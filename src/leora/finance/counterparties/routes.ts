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
});

for (const entity of [debtEntity, transactionEntity] as const) {
  routes.user("get", `/counterparties/{id}/${entity.name}`, {
    summary: `List the ${entity.name} with a counterparty`,
    params: ById,
    query: listQuery(entity),
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
