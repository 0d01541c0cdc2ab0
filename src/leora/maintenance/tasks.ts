import type { MaintenanceTask } from "../../engine/maintenance/task.ts";
import { budgetRollOver } from "../finance/budgets/maintenance.ts";
import { debtsFallOverdue } from "../finance/debts/maintenance.ts";
import { judgeHabits } from "../planner/habits/maintenance.ts";
import { overdueTasks } from "../planner/tasks/maintenance.ts";
import { occurrences } from "../recurring/maintenance.ts";

/** Leora's maintenance tasks, in the order in which a user's are done. */
export const maintenanceTasks: readonly MaintenanceTask[] = [
  overdueTasks,
  budgetRollOver,
  debtsFallOverdue,
  occurrences,
  judgeHabits,
];
