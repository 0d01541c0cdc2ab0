import type { z } from "zod";
import { type ListQuery, listRowsOf } from "../../../engine/list-query.ts";
import { createRow, removeRow, updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import { notFound } from "../../../kernel/errors.ts";
import { registry } from "../../registry.ts";
import { habits } from "../habits/table.ts";
import { goalCheckInEntity } from "./check-ins/entity.ts";
import type { CheckInBody, CheckInPatch, CheckInWithGoal, GoalDetail, GoalPatch, GoalView } from "./contract.ts";
import { goalEntity } from "./entity.ts";
import type { CheckIn, Goal } from "./progress.ts";
import { statsOf, statsStatements } from "./stats.ts";
import { goalCheckIns, goals } from "./table.ts";

type View = z.output<typeof GoalView>;
type CheckInReply = z.output<typeof CheckInWithGoal>;

/** A goal with its stats (spec 3.2). One D1 call. @throws not_found */
export async function detail(ctx: Context, id: string): Promise<z.output<typeof GoalDetail>> {
  const at = await momentOf(ctx);
  const [found = [], ...answers] = await ctx.db.batch([
    tableSql(goals).byId(ctx.userId, id),
    ...statsStatements(ctx.userId, id, at.today),
  ]);
  const [raw] = found;
  if (!raw) throw notFound();
  const goal = unsafeCast<Goal>(tableSql(goals).decode(raw));
  // A habit's rate goes by the calendar: its own entity tells it.
  const rateOf = (row: RawRow): number =>
    Number(registry.byTable(habits).view(tableSql(habits).decode(row) as never, at).completionRate30d);
  return { ...goalEntity.view(goal, at), stats: statsOf(goal, at, answers, rateOf) };
}

const change = (ctx: Context, id: string, patch: z.output<typeof GoalPatch>): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(goalEntity.table, [id], [patch]),
    apply(work) {
      updateRow(work, goalEntity, id, patch);
      return goalEntity.view(work.require(goals, id), work.at);
    },
  });

/** Completes a goal today, whatever its progress; a completed one stays as it is. @throws not_found */
export const complete = (ctx: Context, id: string) => change(ctx, id, { status: "completed" });

/** Makes a goal active again; an active one stays as it is. @throws not_found */
export const reactivate = (ctx: Context, id: string) => change(ctx, id, { status: "active" });

const replyOf = (work: UnitOfWork, checkInId: string): CheckInReply => {
  const checkIn = work.require(goalCheckIns, checkInId);
  return {
    ...goalCheckInEntity.view(checkIn, work.at),
    goal: goalEntity.view(work.require(goals, checkIn.goalId), work.at),
  };
};

/** Notes progress of a goal. @throws not_found, already_exists, invalid_state for an archived goal */
export function checkIn(ctx: Context, goalId: string, body: z.output<typeof CheckInBody>): Promise<CheckInReply> {
  const input = { ...body, goalId };
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(goalCheckInEntity.table, input.id ? [input.id] : [], [input]),
    apply(work) {
      work.require(goals, goalId);
      const { id } = createRow(work, goalCheckInEntity, { ...input, idempotencyKey: ctx.idempotency?.key });
      return replyOf(work, id);
    },
  });
}

/** A goal's check-ins, newest first unless asked otherwise. One D1 call. @throws not_found */
export const checkInsOf = (ctx: Context, id: string, query: ListQuery) =>
  listRowsOf(ctx, { parent: goals, id }, goalCheckInEntity, { ...query, goalId: id });

/** @throws not_found unless the check-in is one of this goal's */
const requireCheckIn = (work: UnitOfWork, goalId: string, id: string): CheckIn => {
  work.require(goals, goalId);
  const found = work.require(goalCheckIns, id);
  if (found.goalId !== goalId) throw notFound();
  return found;
};

export const updateCheckIn = (
  ctx: Context,
  goalId: string,
  id: string,
  patch: z.output<typeof CheckInPatch>,
): Promise<CheckInReply> =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(goals, [goalId]);
      plan.writesInputs(goalCheckInEntity.table, [id], [patch]);
    },
    apply(work) {
      requireCheckIn(work, goalId, id);
      updateRow(work, goalCheckInEntity, id, patch);
      return replyOf(work, id);
    },
  });

export const removeCheckIn = (ctx: Context, goalId: string, id: string) =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(goals, [goalId]);
      plan.writesInputs(goalCheckInEntity.table, [id], []);
    },
    apply(work) {
      requireCheckIn(work, goalId, id);
      removeRow(work, goalCheckInEntity, id);
      return { id, showStatus: "deleted" as const };
    },
  });
