import { crudEndpoints, rowEndpointsOf } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import { registry } from "../../registry.ts";
import {
  ByDay,
  CompletionBody,
  CompletionWithHabit,
  HabitHistory,
  HistoryQuery,
  UndoneCompletion,
} from "./completions/contract.ts";
import { habitCompletionEntity } from "./completions/entity.ts";
import * as completions from "./completions/service.ts";
import { HabitStats } from "./contract.ts";
import { habitEntity } from "./entity.ts";
import * as service from "./service.ts";

const habitRows = crudEndpoints(registry, habitEntity, { path: "/habits", tag: "Habits", singular: "habit" });
const completionRows = crudEndpoints(registry, habitCompletionEntity, {
  path: "/habit-completions",
  tag: "Habits",
  singular: "habit completion",
});
const routes = rowEndpointsOf("Habits");

routes.user("post", "/habits/{id}/complete", {
  summary: "Record a day of a habit",
  description:
    "Today in the user's time zone unless `dateKey` says otherwise. A day has one completion: a repeat changes it. What counts as " +
    "done checks in the habit's goals. The reply has the habit with its new streaks.",
  params: ById,
  body: CompletionBody,
  reply: CompletionWithHabit,
  status: 201,
  errors: ["already_exists", "invalid_state"],
  handle: (ctx, { params, body }) => completions.complete(ctx, params.id, body),
});

routes.user("delete", "/habits/{id}/completions/{dateKey}", {
  summary: "Take a day's record back",
  description:
    "The day is open again, and goals lose what it gave them; `RESOURCE_NOT_FOUND` when nothing is recorded. A finance rule, or " +
    "a transaction that names the habit, may record the day anew later.",
  params: ByDay,
  reply: UndoneCompletion,
  handle: (ctx, { params }) => completions.undo(ctx, params.id, params.dateKey),
});

routes.user("get", "/habits/{id}/history", {
  summary: "Completions and the calendar of a range of days",
  description:
    "The last 30 days by default, 366 at most. `completions` are what was recorded; `days` is every day of the range, recorded or " +
    "not, for a heat map.",
  params: ById,
  query: HistoryQuery,
  reply: HabitHistory,
  handle: (ctx, { params, query }) => completions.history(ctx, params.id, query),
});

routes.user("get", "/habits/{id}/stats", {
  summary: "Streaks, rates and the challenge",
  description: "As of today in the user's time zone. Each day is judged by the schedule that held on it.",
  params: ById,
  reply: HabitStats,
  handle: (ctx, { params }) => service.stats(ctx, params.id),
});

export const habitEndpoints = [...habitRows.list, ...completionRows.list, ...routes.list];
