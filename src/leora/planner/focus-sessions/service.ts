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
import { isRunning } from "./rules.ts";
import { focusSessions } from "./table.ts";

type View = z.output<typeof FocusSessionView>;
type Patch = z.output<typeof FocusSessionPatch>;

/** Starts a session now. @throws invalid_state while another one runs; not_found for links that lead nowhere */
export const start = (ctx: Context, input: z.output<typeof FocusStart>): Promise<View> =>
  unsafeCast<Promise<View>>(resource(registry, focusSessionEntity).create(ctx, { ...input, status: "in_progress" }));

/** One verb on a running session. @throws invalid_state when it is finished */
const change = (ctx: Context, id: string, decide: (session: FocusSession) => Patch): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(focusSessionEntity.table, [id], []),
    apply(work) {
      const session = work.require(focusSessions, id);
      if (!isRunning(session.status)) throw invalidState("This session is finished");
      const changed = updateRow(work, focusSessionEntity, id, decide(session));
      return focusSessionEntity.view(changed as FocusSession, work.at);
    },
  });

/** Stops the clock; a paused session stays as it is. */
export const pause = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "paused" }));

/** Lets the clock run again; a running session stays as it is. */
export const resume = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "in_progress" }));

/** Ends a session, paused or not. Without `actualMinutes`: what passed since its start minus its pauses, rounded. */
export const complete = (ctx: Context, id: string, { actualMinutes, notes }: z.output<typeof FocusCompletion>) =>
  change(ctx, id, () => ({
    status: "completed",
    ...definedFields({ actualMinutes: actualMinutes ?? undefined, notes }),
  }));

/** Ends a session that counts nowhere. */
export const cancel = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "canceled" }));

/** Notes one more interruption. */
export const interrupt = (ctx: Context, id: string) =>
  change(ctx, id, ({ interruptionsCount }) => ({ interruptionsCount: interruptionsCount + 1 }));

type Day = z.output<typeof FocusStats>["byDay"][number];

/** Minutes are of completed sessions, counts of all but canceled ones, by the day they started (spec 3.4). One D1 call. */
export async function stats(ctx: Context): Promise<z.output<typeof FocusStats>> {
  const { today } = await momentOf(ctx);
  const [monday, first] = [weekStart(today), monthStart(today)];
  const from = monday < first ? monday : first;
  const rows = await ctx.db.all(
    statement(
      `SELECT dateKey AS date, sum(CASE status WHEN 'completed' THEN actualMinutes ELSE 0 END) AS totalMinutes,
         count(*) AS sessionsCount, sum(status = 'completed') AS completedCount
       FROM focusSessions
       WHERE userId = ? AND showStatus = 'active' AND dateKey BETWEEN ? AND ? AND status <> 'canceled' GROUP BY dateKey`,
      ctx.userId,
      from,
      today,
    ),
  );
  const known = new Map(unsafeCast<Day[]>(rows).map((day) => [day.date, day]));
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
