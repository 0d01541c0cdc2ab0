import { invalid } from "../../../../kernel/errors.ts";
import { addDays, type Day } from "../../../../kernel/time.ts";
import { LIMITS } from "../../../../limits.ts";
import type { COMPLETION_MODES } from "../rules.ts";

export const COMPLETION_STATUSES = ["done", "miss"] as const;
/** `finance`: a finance rule, or transactions that name the habit; `task`: a task that names it. */
export const COMPLETION_SOURCES = ["manual", "finance", "task"] as const;
/** What became of a day of the calendar: `partial` is a `done` that does not count, `none` a day of which nothing is known. */
export const DAY_STATUSES = ["done", "partial", "miss", "none"] as const;

/** Whether a day is done or missed. A `value` (in ten-thousandths) of null stands for the target of the habit. */
export interface Outcome {
  status: (typeof COMPLETION_STATUSES)[number];
  value: number | null;
}

/** A habit's target for one day; `targetPerDay` in ten-thousandths. */
interface DailyTarget {
  completionMode: (typeof COMPLETION_MODES)[number];
  targetPerDay: number | null;
}

/**
 * The columns of a completion with this outcome. A `done` of a numeric habit without a value gets the habit's target as its
 * value; only numeric habits keep values. A numeric `done` below the target is kept and does not count.
 */
export function outcomeColumns(habit: DailyTarget, { status, value }: Outcome): Outcome & { isCounted: boolean } {
  const isNumeric = habit.completionMode === "numeric";
  const amount = isNumeric ? (value ?? (status === "done" ? habit.targetPerDay : null)) : null;
  const isEnough = !isNumeric || habit.targetPerDay === null || (amount ?? 0) >= habit.targetPerDay;
  return { status, value: amount, isCounted: status === "done" && isEnough };
}

/**
 * Checks that a completion may be recorded on a day.
 * @throws invalid_input on `dateKey` for a day that has not come yet in the user's zone, and one of long ago
 */
export function requireRecordable(dateKey: Day, today: Day): void {
  if (dateKey > today) throw invalid("dateKey", "This day has not come yet");
  if (dateKey < addDays(today, -LIMITS.planner.historyDays))
    throw invalid("dateKey", "Must be within the last ten years");
}
