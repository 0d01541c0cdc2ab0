import type { z } from "zod";
import type { EntityTable, OwnColumns } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { atLeast, atMost, equals } from "../../../engine/list.ts";
import { sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day } from "../../../kernel/contract.ts";
import { fromQuantity, toQuantity } from "../../../kernel/quantity.ts";
import { toIso } from "../../../kernel/time.ts";
import { planRates } from "../../finance/fx/reads.ts";
import { habits } from "../habits/table.ts";
import { tasks } from "../tasks/table.ts";
import { goalCheckIns } from "./check-ins/table.ts";
import { GoalCreate, GoalPatch, GoalView } from "./contract.ts";
import { recalculateGoal } from "./progress.ts";
import { replaceMilestones } from "./rules.ts";
import { type Goal, goalHabitLinks, goals, goalTaskLinks } from "./table.ts";

/** Goals (spec 3.2). Their values are computed from their check-ins. */
export const goalEntity = defineEntity({
  name: "goals",
  table: goals,
  contract: { create: GoalCreate, patch: GoalPatch, view: GoalView },
  links: { linkedBudgetId: "budgets", linkedDebtId: "debts" },
  derived: ["currentValue", "progressPercent", "completedMilestones", "completedDate", "hasReadings", "historyVersion"],
  counted: [
    {
      feature: "goals",
      table: goals,
      where: "showStatus = 'active' AND status NOT IN ('completed', 'archived')",
      counts: ({ showStatus, status }: Goal) =>
        showStatus === "active" && status !== "completed" && status !== "archived",
    },
  ],
  list: {
    filters: {
      status: equals(GoalView.shape.status, "status"),
      goalType: equals(GoalView.shape.goalType, "goalType"),
      metricType: equals(GoalView.shape.metricType, "metricType"),
      targetDateFrom: atLeast(day(), "targetDate"),
      targetDateTo: atMost(day(), "targetDate"),
    },
    sorts: ["targetDate", "progressPercent", "title"],
  },

  search: ({ title, description }) => [title, description],

  reads(plan, rows) {
    const { inputs } = rows;
    plan.rows(
      habits,
      inputs.flatMap(({ linkedHabitIds = [] }) => linkedHabitIds),
    );
    plan.rows(
      tasks,
      inputs.flatMap(({ linkedTaskIds = [] }) => linkedTaskIds),
    );
    // A goal's check-ins are deleted with it and return with it.
    plan.rowsBy(goalCheckIns, ["goalId"], rows.ids, sql`(t.showStatus <> 'deleted' OR t.isBuried)`);
    // Transactions of the same push may count in a goal that exists in the push alone, or is linked in it.
    planRates(plan, [rows.values("currency")], []);
  },

  create(work, input) {
    const initialValue = toQuantity(input.initialValue ?? 0, "initialValue");
    return newRow(goals, input, {
      status: input.status ?? "active",
      initialValue,
      targetValue: quantityOf(input.targetValue, "targetValue") ?? null,
      progressTargetValue: quantityOf(input.progressTargetValue, "progressTargetValue") ?? null,
      currentValue: initialValue,
      progressPercent: 0,
      milestones: replaceMilestones([], input.milestones ?? [], work.now),
      completedMilestones: {},
      ...linkedRows(work, null, input),
      hasReadings: false,
      historyVersion: 0,
    });
  },

  update(work, row, patch) {
    const { initialValue, targetValue, progressTargetValue, milestones } = patch;
    return changedFields(goals, patch, {
      initialValue: initialValue === undefined ? undefined : toQuantity(initialValue ?? 0, "initialValue"),
      targetValue: quantityOf(targetValue, "targetValue"),
      progressTargetValue: quantityOf(progressTargetValue, "progressTargetValue"),
      milestones: milestones && replaceMilestones(row.milestones, milestones, work.now),
      ...linkedRows(work, row, patch),
    });
  },

  effects(work, before, after) {
    storeLinks(work, before, after);
    if (after.showStatus === "deleted") deleteCheckIns(work, after);
    else if (before?.showStatus === "deleted") restoreCheckIns(work, after);
    recalculateGoal(work, before, work.find(goals, after.id) ?? after);
  },

  view: (row) => ({
    initialValue: fromQuantity(row.initialValue),
    targetValue: decimalOf(row.targetValue),
    progressTargetValue: decimalOf(row.progressTargetValue),
    currentValue: fromQuantity(row.currentValue),
    milestones: row.milestones.map((milestone) => {
      const passedAt = row.completedMilestones[milestone.id];
      return { ...milestone, goalId: row.id, completedAt: passedAt === undefined ? null : toIso(passedAt) };
    }),
  }),
});

const decimalOf = (quantity: number | null): number | null => (quantity === null ? null : fromQuantity(quantity));

const quantityOf = (decimal: number | null | undefined, field: string): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, field) : decimal;

/**
 * The lists of linked rows after an input, each row once.
 * @throws not_found or invalid_state unless those that are new are active rows of the user
 */
function linkedRows(
  work: UnitOfWork,
  row: Goal | null,
  input: z.output<typeof GoalPatch>,
): Pick<OwnColumns<typeof goals>, "linkedHabitIds" | "linkedTaskIds"> {
  const idsOf = (field: "linkedHabitIds" | "linkedTaskIds", table: EntityTable): string[] => {
    const known = row?.[field] ?? [];
    const wanted = input[field] ?? known;
    for (const [index, id] of wanted.entries()) {
      if (!known.includes(id)) work.requireActive(table, id, `${field}.${index}`);
    }
    return [...new Set(wanted)];
  };
  return { linkedHabitIds: idsOf("linkedHabitIds", habits), linkedTaskIds: idsOf("linkedTaskIds", tasks) };
}

/** Updates the tables by which the goals of a habit or task are found. A deleted goal is linked to nothing. */
function storeLinks(work: UnitOfWork, before: Goal | null, after: Goal): void {
  const { id: goalId, owner } = after;
  const [linkedBefore, linked] = [linksOf(before), linksOf(after)];
  const [habitLinks, taskLinks] = [work.owned(goalHabitLinks), work.owned(goalTaskLinks)];
  for (const habitId of without(linked.habitIds, linkedBefore.habitIds)) habitLinks.put({ goalId, habitId });
  for (const habitId of without(linkedBefore.habitIds, linked.habitIds)) habitLinks.remove({ owner, goalId, habitId });
  for (const taskId of without(linked.taskIds, linkedBefore.taskIds)) taskLinks.put({ goalId, taskId });
  for (const taskId of without(linkedBefore.taskIds, linked.taskIds)) taskLinks.remove({ owner, goalId, taskId });
}

const linksOf = (goal: Goal | null) =>
  goal === null || goal.showStatus === "deleted"
    ? { habitIds: [], taskIds: [] }
    : { habitIds: goal.linkedHabitIds, taskIds: goal.linkedTaskIds };

const without = (ids: readonly string[], others: readonly string[]) => ids.filter((id) => !others.includes(id));

/** Deletes a deleted goal's check-ins, and marks them so that they can return with it. */
function deleteCheckIns(work: UnitOfWork, goal: Goal): void {
  for (const { id, showStatus } of work.rowsBy(goalCheckIns, { goalId: goal.id })) {
    if (showStatus !== "deleted") work.update(goalCheckIns, id, { showStatus: "deleted", isBuried: true });
  }
}

/** Brings back the check-ins that were deleted with the goal. */
function restoreCheckIns(work: UnitOfWork, goal: Goal): void {
  for (const { id, showStatus, isBuried } of work.rowsBy(goalCheckIns, { goalId: goal.id })) {
    if (showStatus === "deleted" && isBuried) {
      work.update(goalCheckIns, id, { showStatus: "active", isBuried: false });
    }
  }
}
