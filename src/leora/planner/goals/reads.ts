import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, type Sql, sql, union } from "../../../engine/sql.ts";
import { goalCheckIns } from "./check-ins/table.ts";
import { goals } from "./table.ts";

// What writes read of goals: the goals whose values change, and the check-ins that their values are computed from.

/** Condition on the columns of `goals`: the value may depend on readings, and is then computed from all check-ins. */
const MAY_HAVE_READINGS = sql`(hasReadings OR metricType = 'weight' OR direction = 'neutral')`;

/** Condition on a check-in `t`. */
const IS_NOT_DELETED = sql`t.showStatus <> 'deleted'`;

/**
 * What checking in goals reads: the goals, and the histories of those whose values may depend on readings.
 * @param goalIds query of one column
 */
export function planGoals(plan: ReadPlan, goalIds: Sql): void {
  const goalsWithReadings = sql`
    SELECT id FROM goals WHERE owner = ${plan.owner} AND ${MAY_HAVE_READINGS} AND id IN (${goalIds})`;
  plan.rows(goals, goalIds);
  planHistories(plan, ifAny(goalIds, goalsWithReadings));
}

/**
 * The whole histories of goals, as the first reading of a goal needs them.
 * @param goalIds query of one column
 */
export const planHistories = (plan: ReadPlan, goalIds: Sql): void =>
  plan.rowsBy(goalCheckIns, ["goalId"], goalIds, IS_NOT_DELETED);

/**
 * Query of one column: the ids of the goals that completions of habits move. These are the goals that the habits name and
 * the goals that name the habits.
 * @param habitIds query of one column
 */
export const goalsOfHabits = (owner: number, habitIds: Sql): Sql =>
  union(
    [
      sql`SELECT goalId FROM habits WHERE owner = ${owner} AND id IN (${habitIds})`,
      // The habits' own lists and not `habitGoals`, because those of deleted habits count as well.
      sql`SELECT goal.value FROM habits h, json_each(h.linkedGoalIds) goal
        WHERE h.owner = ${owner} AND h.id IN (${habitIds})`,
      sql`SELECT goalId FROM goalHabits WHERE owner = ${owner} AND habitId IN (${habitIds})`,
    ].map((query) => ifAny(habitIds, query)),
  );

/**
 * Query of one column: the ids of the goals that name tasks.
 * @param taskIds query of one column
 */
export const goalsNamingTasks = (owner: number, taskIds: Sql): Sql =>
  ifAny(taskIds, sql`SELECT goalId FROM goalTasks WHERE owner = ${owner} AND taskId IN (${taskIds})`);

/** Query of one column: the ids of the goals of budgets and debts. Any transaction may count in one of these. */
export const goalsOfBudgetsAndDebts = (owner: number): Sql =>
  union([
    sql`SELECT id FROM goals WHERE owner = ${owner} AND linkedBudgetId IS NOT NULL`,
    sql`SELECT id FROM goals WHERE owner = ${owner} AND linkedDebtId IS NOT NULL`,
  ]);
