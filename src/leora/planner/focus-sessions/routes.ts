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
    "Begins now. Only one session of a user runs at a time: while another one is running or paused, the answer is `INVALID_STATE`. " +
    "Sessions kept offline are created with `POST /focus-sessions`, finished or not.",
  body: FocusStart,
  reply: FocusSessionView,
  status: 201,
  errors: ["already_exists", "invalid_state", "not_found"],
  handle: (ctx, { body }) => service.start(ctx, body),
});

routes.user("patch", "/focus-sessions/{id}/pause", {
  summary: "Pause a focus session",
  description:
    "Its clock stands until it is resumed. A paused session stays as it is; a finished one cannot be paused.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.pause(ctx, params.id),
});

routes.user("patch", "/focus-sessions/{id}/resume", {
  summary: "Resume a paused focus session",
  description: "The pause is added to `pausedMs`. A running session stays as it is; a finished one cannot be resumed.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.resume(ctx, params.id),
});

routes.user("post", "/focus-sessions/{id}/interrupt", {
  summary: "Note an interruption",
  description: "Adds one to `interruptionsCount` of a session that is running or paused; its clock goes on as before.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.interrupt(ctx, params.id),
});

routes.user("post", "/focus-sessions/{id}/complete", {
  summary: "Complete a focus session",
  description:
    "Its minutes count for its task, its goal and the statistics from then on. Without `actualMinutes` they are what passed since " +
    "its start minus its pauses. A finished session cannot be completed again.",
  params: ById,
  body: FocusCompletion,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params, body }) => service.complete(ctx, params.id, body),
});

routes.user("post", "/focus-sessions/{id}/cancel", {
  summary: "Cancel a focus session",
  description: "It stays in the list and its minutes count nowhere. A finished session cannot be canceled.",
  params: ById,
  reply: FocusSessionView,
  errors: ["invalid_state"],
  handle: (ctx, { params }) => service.cancel(ctx, params.id),
});

routes.user("get", "/focus-sessions/stats", {
  summary: "Focus time of today, this week and this month",
  description:
    "Each session counts whole on the day on which it began. Canceled and archived ones count nowhere, and only completed ones have " +
    "minutes.",
  reply: FocusStats,
  handle: (ctx) => service.stats(ctx),
});

export const focusEndpoints = routes.list;
