import type { z } from "zod";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { notFound } from "../../../kernel/errors.ts";
import { monthStart, weekStart } from "../../../kernel/time.ts";
import type { HabitStats } from "./contract.ts";
import { weeklyQuota } from "./schedule.ts";
import { type Habit, habits } from "./table.ts";
import { challengeOf, Timeline } from "./timeline.ts";

/** Streaks, rates and the challenge as of today. One D1 call. @throws not_found */
export async function stats(ctx: Context, habitId: string): Promise<z.output<typeof HabitStats>> {
  const [[row], { today }] = await Promise.all([ctx.db.all(tableSql(habits).byId(ctx.owner, habitId)), momentOf(ctx)]);
  if (!row) throw notFound();
  const habit = unsafeCast<Habit>(tableSql(habits).decode(row));
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
