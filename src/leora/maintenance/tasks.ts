import type { MaintenanceTask } from "../../engine/maintenance/task.ts";
import { rollOverBudgets } from "../finance/budgets/maintenance.ts";
import { markOverdueDebts } from "../finance/debts/maintenance.ts";
import { forgetOldInsights } from "../insights/maintenance.ts";
import { evaluateHabits } from "../planner/habits/maintenance.ts";
import { markOverdueTasks } from "../planner/tasks/maintenance.ts";
import { createDueOccurrences } from "../recurring/maintenance.ts";

/**
 * Leora's maintenance tasks. For one user they run in this order, in one write, and a later one sees what an earlier one
 * did: finance rules evaluate habits when the day's recurring transactions are there.
 */
export const maintenanceTasks: readonly MaintenanceTask[] = [
  markOverdueTasks,
  rollOverBudgets,
  markOverdueDebts,
  createDueOccurrences,
  evaluateHabits,
  forgetOldInsights,
];
