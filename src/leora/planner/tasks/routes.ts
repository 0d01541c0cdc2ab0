import { crudEndpoints } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import { bulkEndpoint } from "../../bulk.ts";
import { registry } from "../../registry.ts";
import { ByItem, ChecklistItemCreate, ChecklistItemPatch, ChecklistOrder, TaskView } from "./contract.ts";
import { taskEntity } from "./entity.ts";
import * as service from "./service.ts";

const routes = crudEndpoints(registry, taskEntity, { path: "/tasks", tag: "Tasks", singular: "task" });
bulkEndpoint(routes, taskEntity, { path: "/tasks", example: { title: "Kitob o'qish", dueDate: "2026-12-25" } });

routes.user("post", "/tasks/{id}/complete", {
  summary: "Complete a task",
  description: "A completed task stays as it is. A task whose prerequisites are open cannot be completed.",
  params: ById,
  reply: TaskView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.complete(ctx, params.id),
});

routes.user("post", "/tasks/{id}/reopen", {
  summary: "Reopen a task",
  description: "It becomes `planned` when it has a due date, else `inbox`. An open task stays as it is.",
  params: ById,
  reply: TaskView,
  handle: (ctx, { params }) => service.reopen(ctx, params.id),
});

routes.user("post", "/tasks/{id}/checklist", {
  summary: "Add a checklist item",
  description: "It comes last unless `order` says where. The reply is the whole task.",
  params: ById,
  body: ChecklistItemCreate,
  reply: TaskView,
  status: 201,
  errors: ["already_exists"],
  handle: (ctx, { params, body }) => service.addItem(ctx, params.id, body),
});

routes.user("put", "/tasks/{id}/checklist/order", {
  summary: "Reorder the checklist",
  description: "`itemIds` names every item once, in the new order.",
  params: ById,
  body: ChecklistOrder,
  reply: TaskView,
  handle: (ctx, { params, body }) => service.orderItems(ctx, params.id, body.itemIds),
});

routes.user("patch", "/tasks/{id}/checklist/{itemId}", {
  summary: "Change a checklist item",
  description: "Ticks it off, renames it, or moves it to another place. The reply is the whole task.",
  params: ByItem,
  body: ChecklistItemPatch,
  reply: TaskView,
  handle: (ctx, { params, body }) => service.updateItem(ctx, params.id, params.itemId, body),
});

routes.user("delete", "/tasks/{id}/checklist/{itemId}", {
  summary: "Delete a checklist item",
  description: "The others keep their order. The reply is the whole task.",
  params: ByItem,
  reply: TaskView,
  handle: (ctx, { params }) => service.removeItem(ctx, params.id, params.itemId),
});

export const taskEndpoints = routes.list;
