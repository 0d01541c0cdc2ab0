import { addDays, type Day, weekStart } from "../../../kernel/time.ts";
import { weeklyQuota } from "./schedule.ts";
import type { Habit } from "./table.ts";
import type { Timeline } from "./timeline.ts";

/**
 * True when today asks for the habit, done already or not: but no more once its week has all that it asks for.
 * @param timeline the habit's, up to today
 */
export function isDueToday(habit: Habit, timeline: Timeline, today: Day): boolean {
  const monday = weekStart(today);
  const week = timeline.tally(monday, addDays(monday, 6));
  const isWeekDone = weeklyQuota(habit) !== null && week.done >= week.scheduled && timeline.statusOf(today) !== "done";
  return timeline.isScheduled(today) && !isWeekDone;
}
