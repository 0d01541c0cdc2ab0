import { crudEndpoints } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import { registry } from "../../registry.ts";
import { FocusCompletion, FocusSessionView, FocusStart, FocusStats } from "./contract.ts";
import { focusSessionEntity } from "./entity.ts";
import * as service from "./service.ts";

const routes = crudEndpoints(registry, focusSessionEntity, {
  path: "/focus-sessions",
  tag: "Focus sessions",
  singular: "focus session",
});

routes.user("post", "/focus-sessions/start", {
  summary: "Start a focus session",
  description:
    "Only one session runs at a time. `goalId` is that of the task unless it is given. Sessions kept offline are created with `POST /focus-sessions`, finished or not.",
  body: FocusStart,
  reply: FocusSessionView,
  status: 201,
  errors: ["already_exists", "invalid_state", "not_found"],
  handle: (ctx, { body }) => service.start(ctx, body),
});

routes.user("patch", "/focus-sessions/{id}/pause", {
  summary: "Pause a focus session",
  description: "A paused session stays as it is.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.pause(ctx, params.id),
});

routes.user("patch", "/focus-sessions/{id}/resume", {
  summary: "Resume a paused focus session",
  description: "A running session stays as it is.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.resume(ctx, params.id),
});

routes.user("post", "/focus-sessions/{id}/complete", {
  summary: "Complete a focus session",
  description: "Without `actualMinutes`: what passed since its start minus its pauses, to the nearest minute.",
  params: ById,
  body: FocusCompletion,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params, body }) => service.complete(ctx, params.id, body),
});

routes.user("post", "/focus-sessions/{id}/cancel", {
  summary: "Cancel a focus session",
  description: "It stays in the list and counts nowhere.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.cancel(ctx, params.id),
});

routes.user("post", "/focus-sessions/{id}/interrupt", {
  summary: "Note an interruption",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.interrupt(ctx, params.id),
});

routes.user("get", "/focus-sessions/stats", {
  summary: "Focus time of today, this week and this month",
  description:
    "Minutes of completed sessions and counts of all but canceled ones, on the day they started in the user's time zone. Weeks start on Monday; `avgPerDay` is over the days of the month so far.",
  reply: FocusStats,
  handle: (ctx) => service.stats(ctx),
});

export const focusEndpoints = routes.list;
