import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { Categories, CategoriesQuery } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Categories");

routes.user("get", "/categories", {
  summary: "List categories",
  description:
    "The catalogue is the same for all users. Names are in the language of `Accept-Language` (uz, ru, en, tr, ar; else uz), which the reply tells. Transactions may name other categories, too.",
  reads: ["language"],
  query: CategoriesQuery,
  reply: Categories,
  handle: (ctx, { query }) => service.list(ctx, query),
});

export const categoryEndpoints = routes.list;
