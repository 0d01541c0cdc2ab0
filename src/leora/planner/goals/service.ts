import type { z } from "zod";
import { updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import { notFound } from "../../../kernel/errors.ts";
import { registry } from "../../registry.ts";
import { habitEntity } from "../habits/entity.ts";
import { type Habit, habits } from "../habits/table.ts";
import type { GoalDetail, GoalPatch, GoalView } from "./contract.ts";
import { goalEntity } from "./entity.ts";
import { statsOf, statsStatements } from "./stats.ts";
import { type Goal, goals } from "./table.ts";

/** A goal with its stats (spec 3.2). One D1 call. @throws not_found */
export async function detail(ctx: Context, id: string): Promise<z.output<typeof GoalDetail>> {
  const at = await momentOf(ctx);
  const [[row] = [], ...answers] = await ctx.db.batch([
    tableSql(goals).byId(ctx.owner, id),
    ...statsStatements(ctx.owner, id, at.today),
  ]);
  if (!row) throw notFound();
  const goal = unsafeCast<Goal>(tableSql(goals).decode(row));
  // A habit's rate depends on the calendar: the habit's own view computes it.
  const rateOf = (habit: RawRow): number =>
    habitEntity.view(unsafeCast<Habit>(tableSql(habits).decode(habit)), at).completionRate30d;
  return { ...goalEntity.view(goal, at), stats: statsOf(goal, at, answers, rateOf) };
}

const change = (ctx: Context, id: string, patch: z.output<typeof GoalPatch>): Promise<z.output<typeof GoalView>> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(goals, [id], [patch]),
    apply(work) {
      updateRow(work, goalEntity, id, patch);
      return goalEntity.view(work.require(goals, id), work.at);
    },
  });

/** Completes a goal today, whatever its progress; a completed one stays as it is. @throws not_found */
export const complete = (ctx: Context, id: string) => change(ctx, id, { status: "completed" });

/** Makes a goal active again; an active one stays as it is. @throws not_found */
export const reactivate = (ctx: Context, id: string) => change(ctx, id, { status: "active" });
