import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { ById } from "../contract.ts";
import { ActivityBody, ActivityList, ActivityQuery, OneActivity, TimelineQuery } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Activities");

routes.user("get", "/activities", {
  summary: "List activities, newest first",
  description: "Of all customers that the user reaches.",
  query: ActivityQuery,
  reply: ActivityList,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("post", "/activities", {
  summary: "Create an activity",
  description: "Notes what happened with a customer. Activities cannot be changed.",
  body: ActivityBody,
  reply: OneActivity,
  status: 201,
  errors: ["not_found"],
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.user("get", "/customers/{id}/activities", {
  summary: "A customer's timeline, newest first",
  description: "What users noted, and what CRM did: that the customer was created, and each deal that was won.",
  params: ById,
  query: TimelineQuery,
  reply: ActivityList,
  handle: (ctx, { params, query }) => service.timeline(ctx, params.id, query),
});

export const activityEndpoints = routes.list;
