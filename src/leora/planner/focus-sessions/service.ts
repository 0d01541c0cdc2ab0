import type { z } from "zod";
import { resource } from "../../../engine/resource.ts";
import { updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { statement } from "../../../kernel/db/database.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { addDays, daysBetween, monthStart, weekStart } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import type { FocusCompletion, FocusSessionPatch, FocusSessionView, FocusStart, FocusStats } from "./contract.ts";
import { type FocusSession, focusSessionEntity } from "./entity.ts";
import { COUNTS_AS_WORK, isUnfinished } from "./rules.ts";
import { focusSessions } from "./table.ts";

type View = z.output<typeof FocusSessionView>;
type Patch = z.output<typeof FocusSessionPatch>;

/** Starts a session now. @throws invalid_state while another one runs; not_found for links to rows that do not exist */
export const start = (ctx: Context, input: z.output<typeof FocusStart>): Promise<View> =>
  unsafeCast<Promise<View>>(resource(registry, focusSessionEntity).create(ctx, { ...input, status: "in_progress" }));

/** Changes an unfinished session as `decide` says. @throws not_found; invalid_state when it is finished */
const change = (ctx: Context, id: string, decide: (session: FocusSession) => Patch): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(focusSessionEntity.table, [id], []),
    apply(work) {
      const session = work.require(focusSessions, id);
      if (!isUnfinished(session.status)) throw invalidState("This session is finished");
      const changed = updateRow(work, focusSessionEntity, id, decide(session));
      return focusSessionEntity.view(changed as FocusSession, work.at);
    },
  });

/** Pauses a session; a paused one stays as it is. */
export const pause = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "paused" }));

/** Resumes a paused session; one in progress stays as it is. */
export const resume = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "in_progress" }));

/** Completes a session, paused or not. Without `actualMinutes` it gets the time since its start without its pauses. */
export const complete = (ctx: Context, id: string, { actualMinutes, notes }: z.output<typeof FocusCompletion>) =>
  change(ctx, id, () => ({
    status: "completed",
    ...definedFields({ actualMinutes: actualMinutes ?? undefined, notes }),
  }));

/** Cancels a session: from then on it counts nowhere. */
export const cancel = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "canceled" }));

/** Notes one more interruption. */
export const interrupt = (ctx: Context, id: string) =>
  change(ctx, id, ({ interruptionsCount }) => ({ interruptionsCount: interruptionsCount + 1 }));

type DayStats = z.output<typeof FocusStats>["byDay"][number];

/**
 * Focus time of today, this week and this month (spec 3.4): minutes of completed sessions, and counts of all but canceled
 * ones, by the day on which they started. One D1 call.
 */
export async function stats(ctx: Context): Promise<z.output<typeof FocusStats>> {
  const { today } = await momentOf(ctx);
  const [monday, first] = [weekStart(today), monthStart(today)];
  const from = monday < first ? monday : first;
  const rows = await ctx.db.all(
    statement(
      // Parameters: user, first and last day.
      `SELECT dateKey AS date, sum(CASE status WHEN 'completed' THEN actualMinutes ELSE 0 END) AS totalMinutes,
        count(*) AS sessionsCount, sum(status = 'completed') AS completedCount
      FROM focusSessions
      WHERE owner = ? AND ${COUNTS_AS_WORK} AND dateKey BETWEEN ? AND ?
      GROUP BY dateKey`,
      ctx.owner,
      from,
      today,
    ),
  );
  const known = new Map(unsafeCast<DayStats[]>(rows).map((day) => [day.date, day]));
  const byDay = Array.from({ length: daysBetween(from, today) + 1 }, (_, index) => {
    const date = addDays(from, index);
    return known.get(date) ?? { date, totalMinutes: 0, sessionsCount: 0, completedCount: 0 };
  });
  const sum = (since: string, field: "totalMinutes" | "sessionsCount" | "completedCount") =>
    byDay.reduce((total, day) => (day.date < since ? total : total + day[field]), 0);
  const monthMinutes = sum(first, "totalMinutes");
  return {
    today: {
      totalMinutes: sum(today, "totalMinutes"),
      sessionsCount: sum(today, "sessionsCount"),
      completedCount: sum(today, "completedCount"),
    },
    thisWeek: { totalMinutes: sum(monday, "totalMinutes"), sessionsCount: sum(monday, "sessionsCount") },
    thisMonth: {
      totalMinutes: monthMinutes,
      avgPerDay: Math.round((monthMinutes / (daysBetween(first, today) + 1)) * 10) / 10,
    },
    byDay,
  };
}
