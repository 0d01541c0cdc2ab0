import type { Chore } from "../../engine/maintenance/task.ts";
import { budgetRollOver } from "../finance/budgets/upkeep.ts";
import { debtsFallOverdue } from "../finance/debts/upkeep.ts";
import { judgeHabits } from "../planner/habits/upkeep.ts";
import { overdueTasks } from "../planner/tasks/upkeep.ts";
import { occurrences } from "../recurring/upkeep.ts";

/** Leora's chores, in the order in which a user's are done. */
export const chores: readonly Chore[] = [overdueTasks, budgetRollOver, debtsFallOverdue, occurrences, judgeHabits];
