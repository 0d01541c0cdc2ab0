import type { z } from "zod";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { addDays, type Day, dayOf, type Moment } from "../../../kernel/time.ts";
import type { GoalStats } from "./contract.ts";
import type { CheckIn, Goal } from "./progress.ts";
import { countsMoney, PACE_DAYS, projectedDay, signOf, valueFrom } from "./rules.ts";
import { goalCheckIns } from "./table.ts";

/** The goal's tasks: those that name it, and those it names; `?1` is the user's id, `?2` the goal's. */
const TASK_IDS = `SELECT id FROM tasks WHERE userId = ?1 AND goalId = ?2
  UNION SELECT taskId FROM goalTasks WHERE userId = ?1 AND goalId = ?2`;

const HABIT_IDS = `SELECT id FROM habits WHERE userId = ?1 AND goalId = ?2
  UNION SELECT habitId FROM habitGoals WHERE userId = ?1 AND goalId = ?2
  UNION SELECT habitId FROM goalHabits WHERE userId = ?1 AND goalId = ?2`;

/** Check-ins of the last days (after `?3`), and, of a goal with readings, those that its value on that day is made of. */
const RECENT = `SELECT * FROM goalCheckIns WHERE userId = ?1 AND goalId = ?2 AND showStatus = 'active' AND dateKey >= iif(
  (SELECT hasReadings FROM goals WHERE userId = ?1 AND id = ?2),
  ifnull((SELECT max(dateKey) FROM goalCheckIns
    WHERE userId = ?1 AND goalId = ?2 AND showStatus = 'active' AND mode = 'absolute' AND dateKey <= ?3), ''),
  ?3)`;

/** The day before the days that count as the last ones. */
const windowStart = (today: Day): Day => addDays(today, -PACE_DAYS);

/** What `statsOf` reads, in this order. */
export function statsStatements(userId: string, goalId: string, today: Day): Statement[] {
  return [
    statement(
      `SELECT count(*) AS linked, count(*) FILTER (WHERE status = 'completed') AS completed
       FROM tasks WHERE userId = ?1 AND id IN (${TASK_IDS}) AND showStatus <> 'deleted'`,
      userId,
      goalId,
    ),
    statement(
      `SELECT * FROM habits WHERE userId = ?1 AND id IN (${HABIT_IDS}) AND showStatus = 'active'`,
      userId,
      goalId,
    ),
    statement(
      `SELECT ifnull(sum(actualMinutes), 0) AS minutes FROM focusSessions
       WHERE userId = ?1 AND showStatus = 'active' AND dateKey > ?3 AND status = 'completed'
         AND (goalId = ?2 OR taskId IN (${TASK_IDS}))`,
      userId,
      goalId,
      windowStart(today),
    ),
    statement(RECENT, userId, goalId, windowStart(today)),
  ];
}

/** A goal's stats (spec 3.2) of what `statsStatements` answered. `rateOf` tells a habit's completion rate in percent. */
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

/** The pace is measured over the last days, or over the goal's whole life when that is shorter. */
function paceStart(goal: Goal, checkIns: readonly CheckIn[], today: Day, timezone: string): Day {
  const days = [dayOf(goal.createdAt, timezone), ...checkIns.map(({ dateKey }) => addDays(dateKey, -1))];
  const begun = days.reduce((first, day) => (day < first ? day : first));
  const start = windowStart(today);
  return begun > start ? begun : start;
}

/** The goal's value at the end of a day, from the check-ins that `RECENT` selects. */
function valueOn(goal: Goal, checkIns: readonly CheckIn[], day: Day): number {
  if (goal.hasReadings)
    return valueFrom(
      goal,
      checkIns.filter(({ dateKey }) => dateKey <= day),
    );
  const steps = checkIns.filter(({ dateKey }) => dateKey > day).reduce((sum, { value }) => sum + value, 0);
  return goal.currentValue - signOf(goal.direction) * steps;
}
