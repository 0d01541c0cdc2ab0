import type { z } from "zod";
import type { EntityTable, OwnColumns } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../engine/list.ts";
import { sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day, definedFields } from "../../../kernel/contract.ts";
import { fromQuantity, toQuantity } from "../../../kernel/quantity.ts";
import { toIso } from "../../../kernel/time.ts";
import { habits } from "../habits/table.ts";
import { tasks } from "../tasks/table.ts";
import { checkInReactions } from "./check-ins/reactions.ts";
import { GoalCreate, GoalPatch, GoalView } from "./contract.ts";
import { type Goal, settleGoal } from "./progress.ts";
import { replaceMilestones } from "./rules.ts";
import { goalCheckIns, goalHabitLinks, goals, goalTaskLinks } from "./table.ts";

type Own = OwnColumns<typeof goals>;
type Patch = z.output<typeof GoalPatch>;

/** Spec 3.2. */
export const goalEntity = defineEntity({
  name: "goals",
  table: goals,
  contract: { create: GoalCreate, patch: GoalPatch, view: GoalView },
  links: { linkedBudgetId: "budgets", linkedDebtId: "debts" },
  derived: ["currentValue", "progressPercent", "completedMilestones", "completedDate", "hasReadings", "historyVersion"],
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
    plan.rows(
      habits,
      rows.inputs.flatMap(({ linkedHabitIds = [] }) => linkedHabitIds),
    );
    plan.rows(
      tasks,
      rows.inputs.flatMap(({ linkedTaskIds = [] }) => linkedTaskIds),
    );
    // A goal takes its check-ins along when it is deleted, and back when it returns.
    plan.rowsBy(goalCheckIns, ["goalId"], rows.ids, sql`(t.showStatus <> 'deleted' OR t.isBuried)`);
  },

  create(work, input): Own {
    const initialValue = toQuantity(input.initialValue ?? 0, "initialValue");
    return {
      title: input.title,
      description: input.description ?? null,
      goalType: input.goalType,
      status: input.status ?? "active",
      metricType: input.metricType,
      direction: input.direction,
      unit: input.unit ?? null,
      initialValue,
      targetValue: quantityOf(input.targetValue, "targetValue") ?? null,
      progressTargetValue: quantityOf(input.progressTargetValue, "progressTargetValue") ?? null,
      currentValue: initialValue,
      financeMode: input.financeMode ?? null,
      currency: input.currency ?? null,
      linkedBudgetId: input.linkedBudgetId ?? null,
      linkedDebtId: input.linkedDebtId ?? null,
      startDate: input.startDate ?? null,
      targetDate: input.targetDate ?? null,
      completedDate: null,
      progressPercent: 0,
      milestones: replaceMilestones([], input.milestones ?? [], work.now),
      completedMilestones: {},
      ...linkColumns(work, null, input),
      hasReadings: false,
      historyVersion: 0,
    };
  },

  update(work, row, patch) {
    const { showStatus: _kernel, milestones, linkedHabitIds: _habits, linkedTaskIds: _tasks, ...fields } = patch;
    const { initialValue, targetValue, progressTargetValue, ...plain } = fields;
    return {
      ...definedFields(plain),
      ...definedFields({
        initialValue: initialValue === undefined ? undefined : toQuantity(initialValue ?? 0, "initialValue"),
        targetValue: quantityOf(targetValue, "targetValue"),
        progressTargetValue: quantityOf(progressTargetValue, "progressTargetValue"),
      }),
      ...(milestones && { milestones: replaceMilestones(row.milestones, milestones, work.now) }),
      ...linkColumns(work, row, patch),
    };
  },

  effects(work, before, after) {
    storeLinks(work, before, after);
    if (after.showStatus === "deleted") bury(work, after);
    else if (before?.showStatus === "deleted") raise(work, after);
    settleGoal(work, before, work.find(goals, after.id) ?? after);
  },

  reactions: checkInReactions,

  view: (row) => ({
    ...commonView(row),
    title: row.title,
    description: row.description,
    goalType: row.goalType,
    status: row.status,
    metricType: row.metricType,
    direction: row.direction,
    unit: row.unit,
    initialValue: fromQuantity(row.initialValue),
    targetValue: optional(row.targetValue),
    progressTargetValue: optional(row.progressTargetValue),
    currentValue: fromQuantity(row.currentValue),
    financeMode: row.financeMode,
    currency: row.currency,
    linkedBudgetId: row.linkedBudgetId,
    linkedDebtId: row.linkedDebtId,
    startDate: row.startDate,
    targetDate: row.targetDate,
    completedDate: row.completedDate,
    progressPercent: row.progressPercent,
    milestones: row.milestones.map((one) => {
      const passedAt = row.completedMilestones[one.id];
      return { ...one, goalId: row.id, completedAt: passedAt === undefined ? null : toIso(passedAt) };
    }),
    linkedHabitIds: row.linkedHabitIds,
    linkedTaskIds: row.linkedTaskIds,
  }),
});

const optional = (value: number | null): number | null => (value === null ? null : fromQuantity(value));

const quantityOf = (decimal: number | null | undefined, field: string): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, field) : decimal;

/** The lists of linked rows as asked, each row once; those that are new must be active rows of the user. */
function linkColumns(work: UnitOfWork, row: Goal | null, input: Patch): Pick<Own, "linkedHabitIds" | "linkedTaskIds"> {
  const linked = (field: "linkedHabitIds" | "linkedTaskIds", table: EntityTable): string[] => {
    const kept = row?.[field] ?? [];
    const wanted = input[field] ?? kept;
    for (const [index, id] of wanted.entries()) {
      if (!kept.includes(id)) work.requireActive(table, id, `${field}.${index}`);
    }
    return [...new Set(wanted)];
  };
  return { linkedHabitIds: linked("linkedHabitIds", habits), linkedTaskIds: linked("linkedTaskIds", tasks) };
}

/** Keeps the tables that find goals by what they are linked to. A deleted goal is linked to nothing. */
function storeLinks(work: UnitOfWork, before: Goal | null, after: Goal): void {
  const { id: goalId, userId } = after;
  const [was, is] = [linkedTo(before), linkedTo(after)];
  const [habitLinks, taskLinks] = [work.owned(goalHabitLinks), work.owned(goalTaskLinks)];
  for (const habitId of without(is.habitIds, was.habitIds)) habitLinks.put({ goalId, habitId });
  for (const habitId of without(was.habitIds, is.habitIds)) habitLinks.remove({ userId, goalId, habitId });
  for (const taskId of without(is.taskIds, was.taskIds)) taskLinks.put({ goalId, taskId });
  for (const taskId of without(was.taskIds, is.taskIds)) taskLinks.remove({ userId, goalId, taskId });
}

const linkedTo = (goal: Goal | null) =>
  goal === null || goal.showStatus === "deleted"
    ? { habitIds: [], taskIds: [] }
    : { habitIds: goal.linkedHabitIds, taskIds: goal.linkedTaskIds };

const without = (ids: readonly string[], others: readonly string[]) => ids.filter((id) => !others.includes(id));

/** A deleted goal's check-ins go with it. */
function bury(work: UnitOfWork, goal: Goal): void {
  const checkIns = work.rowsBy(goalCheckIns, { goalId: goal.id });
  for (const { id } of checkIns.filter(({ showStatus }) => showStatus !== "deleted"))
    work.update(goalCheckIns, id, { showStatus: "deleted", isBuried: true });
}

/** What was deleted with the goal comes back with it. */
function raise(work: UnitOfWork, goal: Goal): void {
  const checkIns = work
    .rowsBy(goalCheckIns, { goalId: goal.id })
    .filter(({ showStatus, isBuried }) => showStatus === "deleted" && isBuried);
  for (const { id } of checkIns) work.update(goalCheckIns, id, { showStatus: "active", isBuried: false });
}
