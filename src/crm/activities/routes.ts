import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { ById } from "../contract.ts";
import { ActivityBody, ActivityList, ActivityQuery, OneActivity, TimelineQuery } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Activities");

routes.user("get", "/activities", {
  summary: "List activities, newest first",
  query: ActivityQuery,
  reply: ActivityList,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("post", "/activities", {
  summary: "Create an activity",
  body: ActivityBody,
  reply: OneActivity,
  status: 201,
  errors: ["not_found"],
  handle: (ctx, { body }) => service.create(ctx, body),
});

routes.user("get", "/customers/{id}/activities", {
  summary: "A customer's timeline, newest first",
  params: ById,
  query: TimelineQuery,
  reply: ActivityList,
  handle: (ctx, { params, query }) => service.timeline(ctx, params.id, query),
});

export const activityEndpoints = routes.list;
