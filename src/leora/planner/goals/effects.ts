import type { ReadPlan } from "../../../engine/read-plan.ts";
import { goalCheckIns, goalHabitLinks, goals, goalTaskLinks } from "./table.ts";

/** Goals that may be moved by readings: only their history tells what they are worth. */
const READ = "(hasReadings OR metricType = 'weight' OR direction = 'neutral')";

/**
 * Loads the goals that `goalIds` selects (SQL; `?1` is the user's id, `params` start at `?2`), ready to be checked in:
 * with their history where their value depends on it.
 */
export function planGoals(plan: ReadPlan, goalIds: string, ...params: unknown[]): void {
  plan.where(goals, `id IN (${goalIds})`, ...params);
  plan.where(
    goalCheckIns,
    `showStatus <> 'deleted' AND goalId IN (SELECT id FROM goals WHERE userId = ?1 AND ${READ} AND id IN (${goalIds}))`,
    ...params,
  );
}

/** Loads the whole histories of goals, as a first reading needs them. */
export const planHistories = (plan: ReadPlan, goalIds: string, ...params: unknown[]): void =>
  plan.where(goalCheckIns, `showStatus <> 'deleted' AND goalId IN (${goalIds})`, ...params);

/** Loads what sources have done so far, undone ones included, and the goals of it; `sourceIds` as above. */
function planSources(plan: ReadPlan, sourceIds: string, ...params: unknown[]): void {
  plan.where(goalCheckIns, `sourceId IN (${sourceIds})`, ...params);
  planGoals(plan, `SELECT goalId FROM goalCheckIns WHERE userId = ?1 AND sourceId IN (${sourceIds})`, ...params);
}

/** Goals of the habits that `habitIds` selects: those that habits name, and those that name them. */
const goalsOfHabits = (habitIds: string): string => `
  SELECT goalId FROM habits WHERE userId = ?1 AND id IN (${habitIds})
  UNION SELECT goalId FROM habitGoals WHERE userId = ?1 AND habitId IN (${habitIds})
  UNION SELECT goalId FROM goalHabits WHERE userId = ?1 AND habitId IN (${habitIds})`;

/**
 * For writes that complete habits: loads the goals that their completions check in. `habitCondition` is SQL on `habits`
 * (`?1` is the user's id, `params` start at `?2`). Completions that exist need `planGoalsOfCompletions` too.
 */
export function planGoalsOfHabits(plan: ReadPlan, habitCondition: string, ...params: unknown[]): void {
  const habitIds = `SELECT id FROM habits WHERE userId = ?1 AND (${habitCondition})`;
  plan.owned(goalHabitLinks, `habitId IN (${habitIds})`, ...params);
  planGoals(plan, goalsOfHabits(habitIds), ...params);
}

/** For writes that change or delete completions: what they did to goals. The condition is SQL on `habitCompletions`. */
export const planGoalsOfCompletions = (plan: ReadPlan, completionCondition: string, ...params: unknown[]): void =>
  planSources(plan, `SELECT id FROM habitCompletions WHERE userId = ?1 AND (${completionCondition})`, ...params);

/** For writes that change or delete tasks: the goals they count in. The condition is SQL on `tasks`. */
export function planGoalsOfTasks(plan: ReadPlan, taskCondition: string, ...params: unknown[]): void {
  const taskIds = `SELECT id FROM tasks WHERE userId = ?1 AND (${taskCondition})`;
  planSources(plan, taskIds, ...params);
  plan.owned(goalTaskLinks, `taskId IN (${taskIds})`, ...params);
  planGoals(
    plan,
    `SELECT goalId FROM tasks WHERE userId = ?1 AND (${taskCondition})
     UNION SELECT goalId FROM goalTasks WHERE userId = ?1 AND taskId IN (${taskIds})`,
    ...params,
  );
}

/**
 * For writes that make, change or delete transactions: the goals they count in, and those of budgets and debts, which
 * any transaction may enter. The condition is SQL on `transactions`.
 */
export function planGoalsOfTransactions(plan: ReadPlan, transactionCondition: string, ...params: unknown[]): void {
  planSources(plan, `SELECT id FROM transactions WHERE userId = ?1 AND (${transactionCondition})`, ...params);
  planGoals(
    plan,
    `SELECT goalId FROM transactions WHERE userId = ?1 AND (${transactionCondition})
     UNION SELECT id FROM goals WHERE userId = ?1 AND linkedBudgetId IS NOT NULL
     UNION SELECT id FROM goals WHERE userId = ?1 AND linkedDebtId IS NOT NULL`,
    ...params,
  );
}
