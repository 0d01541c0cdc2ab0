import type { z } from "zod";
import { createRow, removeRow, restoreRow, updateRow } from "../../../../engine/rows.ts";
import { runUnitOfWork } from "../../../../engine/run.ts";
import { tableSql } from "../../../../engine/table-sql.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../../kernel/context.ts";
import { storedId } from "../../../../kernel/db/stored-id.ts";
import { invalid, notFound } from "../../../../kernel/errors.ts";
import { addDays, type Day, daysBefore, daysBetween } from "../../../../kernel/time.ts";
import { LIMITS } from "../../../../limits.ts";
import { registry } from "../../../registry.ts";
import { habitEntity } from "../entity.ts";
import { type Habit, habits } from "../table.ts";
import { Timeline } from "../timeline.ts";
import type { CompletionBody, CompletionWithHabit, HabitHistory, HistoryQuery, UndoneCompletion } from "./contract.ts";
import { habitCompletionEntity } from "./entity.ts";
import { type Completion, habitCompletions } from "./table.ts";

// Completions as the verbs of their habit, which are about days: each reply has the habit as it is after the write.

const HISTORY_DAYS = 30;

const habitView = (work: UnitOfWork, habitId: string) => habitEntity.view(work.require(habits, habitId), work.at);

/**
 * Records a day of a habit, today in the user's zone unless `dateKey` says otherwise; the completion of a day that is
 * recorded already is changed. @throws not_found, invalid_state, invalid_input on `dateKey`
 */
export const complete = (
  ctx: Context,
  habitId: string,
  body: z.output<typeof CompletionBody>,
): Promise<z.output<typeof CompletionWithHabit>> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(habitCompletions, body.id ? [body.id] : [], [{ ...body, habitId }]),
    apply(work) {
      const completion = recordDay(work, { ...body, habitId }, ctx.idempotency?.key);
      return { ...habitCompletionEntity.view(completion, work.at), habit: habitView(work, habitId) };
    },
  });

/** Changes the completion of a day, brings a deleted one back, or makes one. */
function recordDay(
  work: UnitOfWork,
  input: { habitId: string; dateKey?: Day | undefined },
  idempotencyKey: string | undefined,
): Completion {
  const { habitId, dateKey = work.at.today } = input;
  work.require(habits, habitId);
  const ofDay = work.allBy(habitCompletions, { habitId, dateKey });
  const current = ofDay.find(({ showStatus }) => showStatus !== "deleted");
  const [deleted] = current ? [] : ofDay;
  const patch = { status: "done", value: null, ...input };
  const row = current
    ? updateRow(work, habitCompletionEntity, current.id, patch)
    : deleted
      ? restoreRow(work, habitCompletionEntity, deleted.id, patch)
      : createRow(work, habitCompletionEntity, { ...input, idempotencyKey });
  return work.require(habitCompletions, row.id);
}

/** Deletes the completion of a day. @throws not_found */
export const undo = (ctx: Context, habitId: string, dateKey: Day): Promise<z.output<typeof UndoneCompletion>> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(habitCompletions, [], [{ habitId, dateKey }]),
    apply(work) {
      work.require(habits, habitId);
      const ofDay = work.allBy(habitCompletions, { habitId, dateKey });
      const completion = ofDay.find(({ showStatus }) => showStatus !== "deleted");
      if (!completion) throw notFound();
      removeRow(work, habitCompletionEntity, completion.id);
      return { id: completion.id, showStatus: "deleted" as const, habit: habitView(work, habitId) };
    },
  });

/**
 * Completions of a range of days, the earliest first, and what became of each day; the last 30 days unless asked
 * otherwise. One D1 call. @throws not_found, invalid_input
 */
export async function history(
  ctx: Context,
  habitId: string,
  query: z.output<typeof HistoryQuery>,
): Promise<z.output<typeof HabitHistory>> {
  const at = await momentOf(ctx);
  const to = query.to ?? at.today;
  const from = query.from ?? daysBefore(to, HISTORY_DAYS - 1);
  if (from > to) throw invalid("from", "Must not be after to");
  if (daysBetween(from, to) >= LIMITS.planner.historyRangeDays)
    throw invalid("from", `A range has at most ${LIMITS.planner.historyRangeDays} days`);
  const sql = tableSql(habitCompletions);
  const [[habit] = [], rows = []] = await ctx.db.batch([
    tableSql(habits).byId(ctx.owner, habitId),
    sql.where(
      ctx.owner,
      "habitId = ?2 AND dateKey BETWEEN ?3 AND ?4 AND showStatus <> 'deleted' ORDER BY dateKey",
      storedId(habitId),
      from,
      to,
    ),
  ]);
  if (!habit) throw notFound();
  const timeline = new Timeline(unsafeCast<Habit>(tableSql(habits).decode(habit)), at.today, to);
  const completions = rows.map((row) => habitCompletionEntity.view(unsafeCast<Completion>(sql.decode(row)), at));
  const byDay = new Map(completions.map((completion) => [completion.dateKey, completion]));
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => {
    const date = addDays(from, index);
    const completion = byDay.get(date);
    const status =
      timeline.statusOf(date) ?? (completion?.status === "done" ? ("partial" as const) : ("none" as const));
    return { date, status, value: completion?.value ?? null, scheduled: timeline.isScheduled(date) };
  });
  return { from, to, completions, days };
}
