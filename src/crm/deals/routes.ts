import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { ById, Message } from "../contract.ts";
import { DealBody, DealChanges, DealList, DealQuery, OneDeal } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Deals");

routes.user("get", "/deals", {
  summary: "List deals",
  description: "A user's own deals, an administrator's are those of all users; newest first unless ordered otherwise.",
  query: DealQuery,
  reply: DealList,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("post", "/deals", {
  summary: "Create a deal",
  description: "The customer must be the user's own. A deal that is created as `completed` counts as won now.",
  body: DealBody,
  reply: OneDeal,
  status: 201,
  errors: ["not_found"],
  versioned: true,
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.user("get", "/deals/{id}", {
  summary: "Get one deal",
  description: "`ETag` is the version of the deal, for `If-Match`.",
  params: ById,
  reply: OneDeal,
  versioned: true,
  handle: (ctx, { params }) => service.get(ctx, params.id),
});

routes.user("put", "/deals/{id}", {
  summary: "Change a deal",
  description: "What is left out stays. A deal is completed at the moment of its transition into `completed`.",
  params: ById,
  body: DealChanges,
  reply: OneDeal,
  versioned: true,
  handle: (ctx, { params, body, ifMatch }) => service.update(ctx, params.id, body, ifMatch),
});

routes.user("delete", "/deals/{id}", {
  summary: "Delete a deal",
  description: "Its sales leave the analytics; the activities about it stay with the customer.",
  params: ById,
  reply: Message,
  versioned: true,
  handle: (ctx, { params, ifMatch }) => service.remove(ctx, params.id, ifMatch),
});

export const dealEndpoints = routes.list;
