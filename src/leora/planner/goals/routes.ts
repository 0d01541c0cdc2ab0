import { z } from "zod";
import { Deleted } from "../../../engine/contract.ts";
import { crudEndpoints, rowEndpointsOf } from "../../../engine/http/crud.ts";
import { type ListQuery, listQuery } from "../../../engine/list-query.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { ById } from "../../../kernel/contract.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { registry } from "../../registry.ts";
import { ByCheckIn, CheckInBody, CheckInPatch, CheckInView, CheckInWithGoal } from "./check-ins/contract.ts";
import { goalCheckInEntity } from "./check-ins/entity.ts";
import * as checkIns from "./check-ins/service.ts";
import { GoalDetail, GoalView } from "./contract.ts";
import { goalEntity } from "./entity.ts";
import * as service from "./service.ts";

const goalRows = crudEndpoints(registry, goalEntity, { path: "/goals", tag: "Goals", singular: "goal" });
const checkInRows = crudEndpoints(registry, goalCheckInEntity, {
  path: "/goal-check-ins",
  tag: "Goals",
  singular: "check-in",
});
const routes = rowEndpointsOf<LeoraErrorCode>("Goals");

routes.user("get", "/goals/{id}", {
  summary: "Get one goal with its stats",
  description:
    "An archived goal is found as well; a deleted one is no more. The goal's habits and tasks are those that it names and those that " +
    "name it.",
  params: ById,
  reply: GoalDetail,
  handle: (ctx, { params }) => service.detail(ctx, params.id),
});

routes.user("post", "/goals/{id}/complete", {
  summary: "Complete a goal",
  description:
    "Whatever its progress, which stays as it is; `completedDate` becomes today. A completed goal stays as it is.",
  params: ById,
  reply: GoalView,
  handle: (ctx, { params }) => service.complete(ctx, params.id),
});

routes.user("post", "/goals/{id}/reactivate", {
  summary: "Make a goal active again",
  description:
    "Whether it was completed, paused or archived; `completedDate` becomes null and its progress stays as it is.",
  params: ById,
  reply: GoalView,
  errors: ["plan_limit_reached"],
  handle: (ctx, { params }) => service.reactivate(ctx, params.id),
});

routes.user("post", "/goals/{id}/check-in", {
  summary: "Note progress",
  description:
    "Moves the goal's value, progress and milestones; the reply has the goal with them. A task, completion or transaction that the goal " +
    "is linked to checks it in by itself: naming it as the source once more is refused with `RESOURCE_ALREADY_EXISTS`.",
  params: ById,
  body: CheckInBody,
  reply: CheckInWithGoal,
  status: 201,
  errors: ["already_exists", "invalid_state"],
  handle: (ctx, { params, body }) => checkIns.checkIn(ctx, params.id, body),
});

routes.user("get", "/goals/{id}/check-ins", {
  summary: "List a goal's check-ins",
  description:
    "A page at a time, the newest first unless ordered otherwise; those that tasks, habits and transactions made are among them.",
  params: ById,
  query: listQuery(goalCheckInEntity, "goalId"),
  reply: z.array(CheckInView),
  paged: true,
  handle: (ctx, { params, query }) => unsafeCast(checkIns.checkInsOf(ctx, params.id, unsafeCast<ListQuery>(query))),
});

routes.user("patch", "/goals/{id}/check-ins/{checkInId}", {
  summary: "Change a check-in",
  description:
    "The goal's value, progress and milestones follow. One that came from a task, habit or transaction is what its source says again when " +
    "that changes.",
  params: ByCheckIn,
  body: CheckInPatch,
  reply: CheckInWithGoal,
  handle: (ctx, { params, body }) => checkIns.updateCheckIn(ctx, params.id, params.checkInId, body),
});

routes.user("delete", "/goals/{id}/check-ins/{checkInId}", {
  summary: "Delete a check-in",
  description:
    "What it did to the goal is taken back. One that came from a task, habit or transaction returns when its source changes.",
  params: ByCheckIn,
  reply: Deleted,
  handle: (ctx, { params }) => checkIns.removeCheckIn(ctx, params.id, params.checkInId),
});

/** True for the derived endpoint of one goal, which the one with stats replaces. */
const isGetOne = ({ method, path }: (typeof routes.list)[number]) => method === "get" && path === "/goals/{id}";

export const goalEndpoints = [
  ...goalRows.list.filter((endpoint) => !isGetOne(endpoint)),
  ...routes.list,
  ...checkInRows.list,
];
