import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { ById, Nothing } from "../contract.ts";
import { listOf } from "../pages.ts";
import { Category, CategoryPatch, CategoryQuery, CategoryView, Removal } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Finance");

routes.user("get", "/finance/categories/", {
  summary: "List categories",
  description: "An array, or a page when `page` or `limit` is given.",
  query: CategoryQuery,
  reply: listOf("Category", CategoryView),
  handle: (ctx, { query }) => service.listCategories(ctx, query),
});

routes.user("post", "/finance/categories/", {
  summary: "Create a category",
  description: "Its name must be new among the categories of its type.",
  body: Category,
  reply: CategoryView,
  status: 201,
  handle: (ctx, { body }) => service.createCategory(ctx, body),
});

routes.user("get", "/finance/categories/{id}/", {
  summary: "Get one category",
  description: "With the sum of its transactions.",
  params: ById,
  reply: CategoryView,
  handle: (ctx, { params }) => service.getCategory(ctx, params.id),
});

routes.user("put", "/finance/categories/{id}/", {
  summary: "Replace a category",
  description: "Name and type are both needed; its transactions follow the type.",
  params: ById,
  body: Category,
  reply: CategoryView,
  handle: (ctx, { params, body }) => service.changeCategory(ctx, params.id, body),
});

routes.user("patch", "/finance/categories/{id}/", {
  summary: "Change a category",
  description: "Only what is sent changes.",
  params: ById,
  body: CategoryPatch,
  reply: CategoryView,
  handle: (ctx, { params, body }) => service.changeCategory(ctx, params.id, body),
});

routes.user("delete", "/finance/categories/{id}/", {
  summary: "Delete a category",
  description: "One with transactions is refused unless `cascade=true`, which deletes them, too.",
  params: ById,
  query: Removal,
  reply: Nothing,
  status: 204,
  errors: ["invalid_state"],
  handle: (ctx, { params, query }) => service.removeCategory(ctx, params.id, query.cascade),
});

export const categoryEndpoints = routes.list;
