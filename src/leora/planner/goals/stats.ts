import type { z } from "zod";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { type Day, dayOf, daysBefore, type Moment } from "../../../kernel/time.ts";
import { COUNTS_MINUTES } from "../focus-sessions/rules.ts";
import { valueFrom } from "./check-ins/rules.ts";
import { type CheckIn, goalCheckIns } from "./check-ins/table.ts";
import type { GoalStats } from "./contract.ts";
import { countsMoney, PACE_DAYS, projectedDay, signOf } from "./rules.ts";
import type { Goal } from "./table.ts";

// A goal's stats (spec 3.2), which are computed when the goal is read. In all of the SQL here `?1` is the user's integer, `?2`
// the goal's id as it is stored, and `?3` the last day before the days that the pace is measured over.

/** Ids of the tasks that name the goal and of those that the goal names. */
const TASK_IDS = `
  SELECT id FROM tasks WHERE owner = ?1 AND goalId = ?2
  UNION ALL SELECT taskId FROM goalTasks WHERE owner = ?1 AND goalId = ?2`;

/** Ids of the habits that name the goal and of those that the goal names. */
const HABIT_IDS = `
  SELECT id FROM habits WHERE owner = ?1 AND goalId = ?2
  UNION ALL SELECT habitId FROM habitGoals WHERE owner = ?1 AND goalId = ?2
  UNION ALL SELECT habitId FROM goalHabits WHERE owner = ?1 AND goalId = ?2`;

const COUNT_OF_TASKS = `
  SELECT count(*) AS linked, count(*) FILTER (WHERE status = 'completed') AS completed
  FROM tasks
  WHERE owner = ?1 AND id IN (${TASK_IDS}) AND showStatus <> 'deleted'`;

const HABITS = `
  SELECT * FROM habits
  WHERE owner = ?1 AND id IN (${HABIT_IDS}) AND showStatus = 'active'`;

const FOCUS_MINUTES = `
  SELECT ifnull(sum(actualMinutes), 0) AS minutes
  FROM focusSessions
  WHERE owner = ?1 AND ${COUNTS_MINUTES} AND dateKey > ?3
    AND (goalId = ?2 OR taskId IN (${TASK_IDS}))`;

/** Check-ins since `?3`, and, of a goal with readings, also the earlier ones that its value on that day is made of. */
const RECENT_CHECK_INS = `
  SELECT * FROM goalCheckIns
  WHERE owner = ?1 AND goalId = ?2 AND showStatus = 'active' AND dateKey >= iif(
    (SELECT hasReadings FROM goals WHERE owner = ?1 AND id = ?2),
    ifnull((
      SELECT max(dateKey) FROM goalCheckIns
      WHERE owner = ?1 AND goalId = ?2 AND showStatus = 'active' AND mode = 'absolute' AND dateKey <= ?3), ''),
    ?3)`;

/** The last day before the days that the pace is measured over. */
const dayBeforeWindow = (today: Day): Day => daysBefore(today, PACE_DAYS);

/** The statements whose answers `statsOf` takes, in this order. */
export function statsStatements(owner: number, goalId: string, today: Day): Statement[] {
  const [before, id] = [dayBeforeWindow(today), storedId(goalId)];
  return [
    statement(COUNT_OF_TASKS, owner, id),
    statement(HABITS, owner, id),
    statement(FOCUS_MINUTES, owner, id, before),
    statement(RECENT_CHECK_INS, owner, id, before),
  ];
}

/**
 * A goal's stats, from the answers to `statsStatements`.
 * @param rateOf the completion rate of a stored habit, in percent
 */
export function statsOf(
  goal: Goal,
  { today, timezone }: Moment,
  [tasks = [], habits = [], focus = [], recent = []]: readonly RawRow[][],
  rateOf: (habit: RawRow) => number,
): z.output<typeof GoalStats> {
  const { linked, completed } = tasks[0] ?? {};
  const rates = habits.map(rateOf);
  const checkIns = recent.map((row) => unsafeCast<CheckIn>(tableSql(goalCheckIns).decode(row)));
  const since = paceStart(goal, checkIns, today, timezone);
  return {
    financialProgressPercent: countsMoney(goal) ? goal.progressPercent : 0,
    habitsProgressPercent:
      rates.length === 0 ? 0 : hundredths(rates.reduce((sum, rate) => sum + rate, 0) / rates.length),
    tasksProgressPercent: Number(linked) > 0 ? hundredths((Number(completed) / Number(linked)) * 100) : 0,
    focusMinutesLast30: Number(focus[0]?.minutes),
    projectedCompletionDate: projectedDay(goal, goal.currentValue - valueOn(goal, checkIns, since), since, today),
  };
}

const hundredths = (percent: number): number => Math.round(percent * 100) / 100;

/** The last day before those that the pace is measured over: the last days, or the whole life of a younger goal. */
function paceStart(goal: Goal, checkIns: readonly CheckIn[], today: Day, timezone: string): Day {
  const days = [dayOf(goal.createdAt, timezone), ...checkIns.map(({ dateKey }) => daysBefore(dateKey, 1))];
  const begin = days.reduce((first, day) => (day < first ? day : first));
  const before = dayBeforeWindow(today);
  return begin > before ? begin : before;
}

/** The goal's value at the end of a day, from the check-ins that `RECENT_CHECK_INS` selects. */
function valueOn(goal: Goal, checkIns: readonly CheckIn[], day: Day): number {
  if (goal.hasReadings) {
    const before = checkIns.filter(({ dateKey }) => dateKey <= day);
    return valueFrom(goal, before);
  }
  const steps = checkIns.filter(({ dateKey }) => dateKey > day).reduce((sum, { value }) => sum + value, 0);
  return goal.currentValue - signOf(goal.direction) * steps;
}
