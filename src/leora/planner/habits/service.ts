import type { z } from "zod";
import { createRow, removeRow, restoreRow, updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import { addDays, type Day, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import { type Completion, habitCompletionEntity } from "./completions/entity.ts";
import type {
  CompletionBody,
  CompletionWithHabit,
  HabitHistory,
  HabitStats,
  HistoryQuery,
  UndoneCompletion,
} from "./contract.ts";
import { type Habit, habitEntity } from "./entity.ts";
import { challengeOf, Timeline, weeklyQuota } from "./rules.ts";
import { habitCompletions, habits } from "./table.ts";

const HISTORY_DAYS = 30;
const HISTORY_MAX_DAYS = 366;

const habitView = (work: UnitOfWork, habitId: string) => habitEntity.view(work.require(habits, habitId), work.at);

/**
 * Records a day of a habit, today in the user's zone unless `dateKey` says otherwise; of a day that is recorded already
 * it changes the completion. @throws not_found, invalid_state, invalid_input on `dateKey`
 */
export const complete = (
  ctx: Context,
  habitId: string,
  body: z.output<typeof CompletionBody>,
): Promise<z.output<typeof CompletionWithHabit>> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(habitCompletionEntity.table, body.id ? [body.id] : [], [{ ...body, habitId }]),
    apply(work) {
      const completion = write(work, { ...body, habitId }, ctx.idempotency?.key);
      return { ...habitCompletionEntity.view(completion, work.at), habit: habitView(work, habitId) };
    },
  });

function write(
  work: UnitOfWork,
  input: { habitId: string; dateKey?: Day | undefined },
  idempotencyKey: string | undefined,
) {
  const { habitId, dateKey = work.at.today } = input;
  work.require(habits, habitId);
  const ofDay = (one: Completion) => one.habitId === habitId && one.dateKey === dateKey;
  const known = work.all(habitCompletions).find(ofDay);
  const gone = known ? undefined : work.deleted(habitCompletions).find(ofDay);
  const patch = { status: "done", value: null, ...input };
  const row = known
    ? updateRow(work, habitCompletionEntity, known.id, patch)
    : gone
      ? restoreRow(work, habitCompletionEntity, gone.id, patch)
      : createRow(work, habitCompletionEntity, { ...input, idempotencyKey });
  return work.require(habitCompletions, row.id);
}

/** Takes a day's record back. @throws not_found */
export const undo = (ctx: Context, habitId: string, dateKey: Day): Promise<z.output<typeof UndoneCompletion>> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(habitCompletionEntity.table, [], [{ habitId, dateKey }]),
    apply(work) {
      work.require(habits, habitId);
      const known = work.all(habitCompletions).find((one) => one.habitId === habitId && one.dateKey === dateKey);
      if (!known) throw notFound();
      removeRow(work, habitCompletionEntity, known.id);
      return { id: known.id, showStatus: "deleted" as const, habit: habitView(work, habitId) };
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
  const from = query.from ?? addDays(to, 1 - HISTORY_DAYS);
  if (from > to) throw invalid("from", "Must not be after to");
  if (daysBetween(from, to) >= HISTORY_MAX_DAYS) throw invalid("from", `A range has at most ${HISTORY_MAX_DAYS} days`);
  const sql = tableSql(habitCompletions);
  const [found, rows = []] = await ctx.db.batch([
    tableSql(habits).byId(ctx.userId, habitId),
    sql.where(
      ctx.userId,
      "habitId = ?2 AND dateKey BETWEEN ?3 AND ?4 AND showStatus <> 'deleted' ORDER BY dateKey",
      habitId,
      from,
      to,
    ),
  ]);
  const timeline = new Timeline(decoded(found), at.today, to);
  const completions = rows.map((row) => habitCompletionEntity.view(unsafeCast<Completion>(sql.decode(row)), at));
  const byDay = new Map(completions.map((one) => [one.dateKey, one]));
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => {
    const date = addDays(from, index);
    const known = byDay.get(date);
    const status = timeline.statusOf(date) ?? (known?.status === "done" ? ("partial" as const) : ("none" as const));
    return { date, status, value: known?.value ?? null, scheduled: timeline.isScheduled(date) };
  });
  return { from, to, completions, days };
}

/** Streaks, rates and the challenge as of today. One D1 call. @throws not_found */
export async function stats(ctx: Context, habitId: string): Promise<z.output<typeof HabitStats>> {
  const [rows, { today }] = await Promise.all([ctx.db.all(tableSql(habits).byId(ctx.userId, habitId)), momentOf(ctx)]);
  const habit = decoded(rows);
  const timeline = new Timeline(habit, today);
  return {
    habitId,
    ...timeline.streaks(),
    streakUnit: weeklyQuota(habit) === null ? "days" : "weeks",
    completionRate30d: timeline.completionRate30d(),
    firstDay: timeline.begins,
    ...timeline.totals(),
    thisWeek: timeline.tally(weekStart(today), today),
    thisMonth: timeline.tally(monthStart(today), today),
    challenge: challengeOf(habit, today),
  };
}

/** @throws not_found */
function decoded([row]: Record<string, unknown>[] = []): Habit {
  if (!row) throw notFound();
  return unsafeCast<Habit>(tableSql(habits).decode(row));
}
