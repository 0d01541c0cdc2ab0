import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, type Sql, sql, union } from "../../../engine/sql.ts";
import { goalCheckIns, goals } from "./table.ts";

/** Goals that may be moved by readings: only their history tells what they are worth. */
const READ = sql`(hasReadings OR metricType = 'weight' OR direction = 'neutral')`;
const KEPT = sql`t.showStatus <> 'deleted'`;

/**
 * What checking in goals reads: the goals, and their history where their value depends on it.
 * @param goalIds query of one column
 */
export function planGoals(plan: ReadPlan, goalIds: Sql): void {
  const withReadings = sql`SELECT id FROM goals WHERE userId = ${plan.userId} AND ${READ} AND id IN (${goalIds})`;
  plan.rows(goals, goalIds);
  plan.rowsBy(goalCheckIns, ["goalId"], ifAny(goalIds, withReadings), KEPT);
}

/** The whole histories of goals, as a first reading takes them. */
export const planHistories = (plan: ReadPlan, goalIds: Sql): void =>
  plan.rowsBy(goalCheckIns, ["goalId"], goalIds, KEPT);

/** Query of one column: the stored check-ins of sources (tasks, completions, transactions), undone ones included. */
export const checkInsOfSources = (userId: string, sourceIds: Sql): Sql =>
  ifAny(sourceIds, sql`SELECT id FROM goalCheckIns WHERE userId = ${userId} AND sourceId IN (${sourceIds})`);

/** Query of one column: goals of habits, those that the habits name and those that name the habits. */
export const goalsOfHabits = (userId: string, habitIds: Sql): Sql =>
  union(
    [
      sql`SELECT goalId FROM habits WHERE userId = ${userId} AND id IN (${habitIds})`,
      sql`SELECT goalId FROM habitGoals WHERE userId = ${userId} AND habitId IN (${habitIds})`,
      sql`SELECT goalId FROM goalHabits WHERE userId = ${userId} AND habitId IN (${habitIds})`,
    ].map((query) => ifAny(habitIds, query)),
  );

/** Query of one column: goals that name the tasks. */
export const goalsNamingTasks = (userId: string, taskIds: Sql): Sql =>
  ifAny(taskIds, sql`SELECT goalId FROM goalTasks WHERE userId = ${userId} AND taskId IN (${taskIds})`);

/** Query of one column: goals of budgets and debts, which any transaction may enter. */
export const goalsOfBudgetsAndDebts = (userId: string): Sql =>
  union([
    sql`SELECT id FROM goals WHERE userId = ${userId} AND linkedBudgetId IS NOT NULL`,
    sql`SELECT id FROM goals WHERE userId = ${userId} AND linkedDebtId IS NOT NULL`,
  ]);
