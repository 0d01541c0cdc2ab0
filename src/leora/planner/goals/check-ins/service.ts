import type { z } from "zod";
import { type ListQuery, listRowsOf } from "../../../../engine/list-query.ts";
import { createRow, removeRow, updateRow } from "../../../../engine/rows.ts";
import { runUnitOfWork } from "../../../../engine/run.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import type { Context } from "../../../../kernel/context.ts";
import { notFound } from "../../../../kernel/errors.ts";
import { registry } from "../../../registry.ts";
import { goalEntity } from "../entity.ts";
import { goals } from "../table.ts";
import type { CheckInBody, CheckInPatch, CheckInWithGoal } from "./contract.ts";
import { goalCheckInEntity } from "./entity.ts";
import { type CheckIn, goalCheckIns } from "./table.ts";

// Check-ins as the verbs of their goal: each reply has the goal as it is after the write.

type Reply = z.output<typeof CheckInWithGoal>;

const replyOf = (work: UnitOfWork, checkInId: string): Reply => {
  const checkIn = work.require(goalCheckIns, checkInId);
  return {
    ...goalCheckInEntity.view(checkIn, work.at),
    goal: goalEntity.view(work.require(goals, checkIn.goalId), work.at),
  };
};

/** Notes progress of a goal. @throws not_found, already_exists, invalid_state for an archived goal */
export function checkIn(ctx: Context, goalId: string, body: z.output<typeof CheckInBody>): Promise<Reply> {
  const input = { ...body, goalId };
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(goalCheckIns, input.id ? [input.id] : [], [input]),
    apply(work) {
      work.require(goals, goalId);
      const { id } = createRow(work, goalCheckInEntity, { ...input, idempotencyKey: ctx.idempotency?.key });
      return replyOf(work, id);
    },
  });
}

/** A goal's check-ins, newest first unless asked otherwise. One D1 call. @throws not_found */
export const checkInsOf = (ctx: Context, goalId: string, query: ListQuery) =>
  listRowsOf(ctx, { parent: goals, id: goalId }, goalCheckInEntity, { ...query, goalId });

/** @throws not_found unless the check-in is one of this goal's */
const requireCheckIn = (work: UnitOfWork, goalId: string, id: string): CheckIn => {
  work.require(goals, goalId);
  const checkIn = work.require(goalCheckIns, id);
  if (checkIn.goalId !== goalId) throw notFound();
  return checkIn;
};

/** Changes a check-in of a goal. @throws not_found */
export const updateCheckIn = (
  ctx: Context,
  goalId: string,
  id: string,
  patch: z.output<typeof CheckInPatch>,
): Promise<Reply> =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(goals, [goalId]);
      plan.writesInputs(goalCheckIns, [id], [patch]);
    },
    apply(work) {
      requireCheckIn(work, goalId, id);
      updateRow(work, goalCheckInEntity, id, patch);
      return replyOf(work, id);
    },
  });

/** Deletes a check-in of a goal. @throws not_found */
export const removeCheckIn = (ctx: Context, goalId: string, id: string) =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(goals, [goalId]);
      plan.writesInputs(goalCheckIns, [id], []);
    },
    apply(work) {
      requireCheckIn(work, goalId, id);
      removeRow(work, goalCheckInEntity, id);
      return { id, showStatus: "deleted" as const };
    },
  });
