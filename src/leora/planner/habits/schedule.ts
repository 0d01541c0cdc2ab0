import { sameValue } from "../../../engine/tracked-row.ts";
import { addDays, type Day } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { numberOf, weekdayOf } from "./calendar.ts";
import type { COMPLETION_MODES, COUNTING_TYPES, FinanceRule, FREQUENCIES } from "./rules.ts";

// A habit's schedule says which of its days are due and what makes a day done. It has a history, because a schedule that
// is changed today must not judge the days before: each day is judged by the schedule that held on it.

/** The columns of a habit that are its schedule. `targetPerDay` in ten-thousandths. */
export interface Schedule {
  frequency: (typeof FREQUENCIES)[number];
  daysOfWeek: number[] | null;
  timesPerWeek: number | null;
  countingType: (typeof COUNTING_TYPES)[number];
  completionMode: (typeof COMPLETION_MODES)[number];
  targetPerDay: number | null;
  financeRule: FinanceRule | null;
}

/** A schedule that was replaced. It held through `until`, from the day after the one before it. */
export interface PastSchedule extends Schedule {
  until: Day;
}

interface ScheduledHabit extends Schedule {
  startedOn: Day;
  /** The earliest first; the first of them holds for all days before as well. */
  pastSchedules: readonly PastSchedule[];
}

/** The schedule of a habit's row, without its other columns. */
const scheduleOf = (habit: Schedule): Schedule => ({
  frequency: habit.frequency,
  daysOfWeek: habit.daysOfWeek,
  timesPerWeek: habit.timesPerWeek,
  countingType: habit.countingType,
  completionMode: habit.completionMode,
  targetPerDay: habit.targetPerDay,
  financeRule: habit.financeRule,
});

/** The schedule that holds on a day. */
export const scheduleOn = (habit: Schedule & Pick<ScheduledHabit, "pastSchedules">, day: Day): Schedule =>
  habit.pastSchedules.find(({ until }) => day <= until) ?? habit;

/**
 * The past schedules after a habit was changed on `day`, from which on the new schedule holds. One that was replaced on the
 * day of its own beginning has held on no day and leaves nothing behind, and one that is resumed then is not past any more.
 * A change never reaches behind an earlier one. When there is no room, the oldest is dropped: its days are then judged by
 * the one that followed it.
 */
export function withSchedule(before: ScheduledHabit, after: Schedule, day: Day): readonly PastSchedule[] {
  const { pastSchedules: past, startedOn } = before;
  const [replaced, next] = [scheduleOf(before), scheduleOf(after)];
  if (sameValue(replaced, next)) return past;
  const until = addDays(day, -1);
  const hasHeld = until > (past.at(-1)?.until ?? addDays(startedOn, -1));
  const held = hasHeld ? [...past, { until, ...replaced }] : past;
  const last = held.at(-1);
  const kept = last && sameValue(scheduleOf(last), next) ? held.slice(0, -1) : held;
  return withinBounds(kept);
}

function withinBounds(past: readonly PastSchedule[]): readonly PastSchedule[] {
  const { pastSchedules, pastScheduleChars } = LIMITS.planner;
  const newest = past.slice(-pastSchedules);
  while (JSON.stringify(newest).length > pastScheduleChars) newest.shift();
  return newest;
}

/** The columns of a schedule that decide which days are due. */
export type DueDays = Pick<Schedule, "frequency" | "daysOfWeek" | "timesPerWeek">;

/**
 * How many times a week a habit is to be done, on days that the user chooses; null when its weekdays are fixed. A weekly
 * habit with neither is to be done once a week.
 */
export function weeklyQuota({ frequency, timesPerWeek, daysOfWeek }: DueDays): number | null {
  if (timesPerWeek !== null) return timesPerWeek;
  return frequency === "weekly" && !daysOfWeek?.length ? 1 : null;
}

/** True when the day falls on one of the schedule's weekdays, which are all of them unless it names some. */
export const isWeekdayOf = ({ daysOfWeek }: Pick<DueDays, "daysOfWeek">, day: Day): boolean =>
  !daysOfWeek?.length || daysOfWeek.includes(weekdayOf(numberOf(day)));
