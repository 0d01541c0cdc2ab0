import { rowEndpointsOf } from "../../engine/http/crud.ts";
import type { LeoraErrorCode } from "../errors.ts";
import {
  ByCategory,
  Categories,
  CategoriesQuery,
  CategoryCreate,
  CategoryPatch,
  CustomCategory,
  DeletedCategory,
} from "./contract.ts";
import { changeCategory, createCategory, deleteCategory } from "./custom.ts";
import * as service from "./service.ts";

const routes = rowEndpointsOf<LeoraErrorCode>("Categories");

routes.user("get", "/categories", {
  summary: "List categories",
  description:
    "The catalogue, which is the same for all users, and then those that the user has made. Names of the catalogue are in the language of `Accept-Language` (uz, ru, en, tr, ar; else uz), which the reply tells. Transactions may name other categories, too.",
  reads: ["language"],
  query: CategoriesQuery,
  reply: Categories,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("post", "/categories", {
  summary: "Make a category",
  description:
    "Premium plans alone make categories of the user's own. The socket event `categories:updated` tells other devices; categories are not synced.",
  body: CategoryCreate,
  reply: CustomCategory,
  status: 201,
  errors: ["plan_limit_reached", "limit_reached"],
  handle: (ctx, { body }) => createCategory(ctx, body),
});

routes.user("patch", "/categories/{id}", {
  summary: "Change a category",
  description: "One that the user has made, on any plan; those of the catalogue are `AUTH_UNAUTHORIZED`.",
  params: ByCategory,
  body: CategoryPatch,
  reply: CustomCategory,
  errors: ["forbidden", "limit_reached"],
  handle: (ctx, { params, body }) => changeCategory(ctx, params.id, body),
});

routes.user("delete", "/categories/{id}", {
  summary: "Delete a category",
  description:
    "One that the user has made, on any plan; those of the catalogue are `AUTH_UNAUTHORIZED`. Transactions keep its id, and its subcategories stand alone from then on.",
  params: ByCategory,
  reply: DeletedCategory,
  errors: ["forbidden"],
  handle: (ctx, { params }) => deleteCategory(ctx, params.id),
});

export const categoryEndpoints = routes.list;
