import type { z } from "zod";
import type { OwnColumns, RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { atLeast, atMost, customFilter, equals } from "../../../engine/list.ts";
import { ifAny, listed, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day, definedFields, uuid } from "../../../kernel/contract.ts";
import { statement } from "../../../kernel/db/database.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { TaskCreate, TaskPatch, TaskView } from "./contract.ts";
import { type Dependency, initialStatus, isCyclic, isLate, PRIORITIES, replaceChecklist } from "./rules.ts";
import { tasks } from "./table.ts";

export type Task = RowOf<typeof tasks>;
type Own = OwnColumns<typeof tasks>;
type Patch = z.output<typeof TaskPatch>;

/** Spec 3.1. */
export const taskEntity = defineEntity({
  name: "tasks",
  table: tasks,
  contract: { create: TaskCreate, patch: TaskPatch, view: TaskView },
  links: { goalId: "goals", habitId: "habits" },
  derived: ["metDependencies", "focusTotalMinutes", "lastFocusSessionId", "isOverdue"],
  list: {
    filters: {
      status: customFilter(TaskView.shape.status, (status) =>
        status === "overdue"
          ? { sql: "isOverdue = 1", params: [] }
          : { sql: "(status = ? AND isOverdue = 0)", params: [status] },
      ),
      priority: equals(TaskView.shape.priority, "priority", (priority) => PRIORITIES.indexOf(priority)),
      goalId: equals(uuid(), "goalId"),
      habitId: equals(uuid(), "habitId"),
      dueDate: equals(day(), "dueDate"),
      dueDateFrom: atLeast(day(), "dueDate"),
      dueDateTo: atMost(day(), "dueDate"),
    },
    sorts: ["dueDate", "priority"],
  },

  search: ({ title, notes, context }) => [title, notes, context],

  reads(plan, rows) {
    const named = rows.inputs.flatMap(({ dependencies = [] }) => dependencies.map((one) => one.dependsOnTaskId));
    plan.rows(tasks, relatedTasks(plan.userId, union([rows.stored, listed(named)]), rows.stored));
  },

  create(work, input, id): Own {
    const dueDate = input.dueDate ?? null;
    const own: Own = {
      title: input.title,
      status: input.status ?? initialStatus(dueDate),
      priority: input.priority ?? "medium",
      goalId: input.goalId ?? null,
      habitId: input.habitId ?? null,
      financeLink: input.financeLink ?? "none",
      progressValue: input.progressValue ?? null,
      progressUnit: input.progressUnit ?? null,
      dueDate,
      startDate: input.startDate ?? null,
      timeOfDay: input.timeOfDay ?? null,
      estimatedMinutes: input.estimatedMinutes ?? null,
      energyLevel: input.energyLevel ?? null,
      context: input.context ?? null,
      notes: input.notes ?? null,
      recurringId: input.recurringId ?? null,
      isOverdue: false,
      lastFocusSessionId: null,
      focusTotalMinutes: 0,
      checklist: replaceChecklist([], input.checklist ?? [], work.now),
      ...dependencyColumns(work, id, [], input.dependencies ?? []),
    };
    if (own.status === "completed") requireMet(own);
    return own;
  },

  update(work, row, patch) {
    const { showStatus: _kernel, checklist, dependencies, financeLink, ...plain } = patch;
    const own: Partial<Own> = {
      ...definedFields(plain),
      ...(financeLink !== undefined && { financeLink: financeLink ?? "none" }),
      ...(checklist && { checklist: replaceChecklist(row.checklist, checklist, work.now) }),
      ...(dependencies && dependencyColumns(work, row.id, row.dependencies, dependencies)),
    };
    const status = patch.status ?? statusAfterMove(work, row, patch);
    if (status === "completed" && row.status !== "completed") {
      requireMet({ ...row, ...own });
      // A prerequisite that is reopened meanwhile must not slip through.
      if (row.dependencies.length > 0) work.guardRow(tasks, row.id);
    }
    return { ...own, status, isOverdue: row.isOverdue && isLate({ ...row, ...own, status }, work.at.today) };
  },

  effects(work, before, after) {
    if (before === null || before.dependencies !== after.dependencies) storeDependencies(work, before, after);
    if (before !== null && isMet(before) !== isMet(after)) tellDependents(work, after);
  },

  view: (row) => ({
    ...commonView(row),
    title: row.title,
    status: row.isOverdue ? "overdue" : row.status,
    priority: row.priority,
    goalId: row.goalId,
    habitId: row.habitId,
    financeLink: row.financeLink,
    progressValue: row.progressValue,
    progressUnit: row.progressUnit,
    dueDate: row.dueDate,
    startDate: row.startDate,
    timeOfDay: row.timeOfDay,
    estimatedMinutes: row.estimatedMinutes,
    energyLevel: row.energyLevel,
    context: row.context,
    notes: row.notes,
    lastFocusSessionId: row.lastFocusSessionId,
    focusTotalMinutes: row.focusTotalMinutes,
    recurringId: row.recurringId,
    checklist: row.checklist.map((item, order) => ({ ...item, taskId: row.id, order })),
    dependencies: row.dependencies.map((one) => ({
      ...one,
      taskId: row.id,
      status: row.metDependencies.includes(one.dependsOnTaskId) ? ("met" as const) : ("pending" as const),
    })),
  }),
});

/**
 * Query of one column: the tasks with everything they wait for, and what waits for `prerequisites`. That is enough to see
 * cycles, unmet prerequisites, and dependents whose wait ends.
 */
const relatedTasks = (userId: string, taskIds: Sql, prerequisites: Sql): Sql =>
  ifAny(
    taskIds,
    sql`SELECT id FROM (
      WITH RECURSIVE prerequisites(id) AS (
        SELECT * FROM (${taskIds})
        UNION
        SELECT d.dependsOnTaskId
        FROM prerequisites p JOIN taskDependencies d ON d.userId = ${userId} AND d.taskId = p.id)
      SELECT id FROM prerequisites
      UNION SELECT taskId FROM taskDependencies WHERE userId = ${userId} AND dependsOnTaskId IN (${prerequisites}))`,
  );

/** A prerequisite holds nobody back once it is done, or gone. */
const isMet = ({ status, showStatus }: Pick<Task, "status" | "showStatus">): boolean =>
  status === "completed" || showStatus === "deleted";

function requireMet({ dependencies, metDependencies }: Pick<Own, "dependencies" | "metDependencies">): void {
  if (dependencies.some(({ dependsOnTaskId }) => !metDependencies.includes(dependsOnTaskId))) {
    throw invalidState("A prerequisite of this task is not completed yet", "dependencies");
  }
}

/** An overdue task that gets a new day is planned again; without a day it returns to the inbox. */
function statusAfterMove(work: UnitOfWork, row: Task, { dueDate }: Patch): Task["status"] {
  if (!row.isOverdue || dueDate === undefined || row.status === "in_progress") return row.status;
  return isLate({ ...row, dueDate }, work.at.today) ? row.status : initialStatus(dueDate);
}

/** The set of prerequisites as asked; those that stay keep their id. */
function dependencyColumns(
  work: UnitOfWork,
  taskId: string,
  current: readonly Dependency[],
  input: readonly { dependsOnTaskId: string }[],
): Pick<Own, "dependencies" | "metDependencies"> {
  const wanted = [...new Set(input.map((one) => one.dependsOnTaskId))];
  const prerequisitesOf = (id: string) => work.find(tasks, id)?.dependencies.map((one) => one.dependsOnTaskId) ?? [];
  if (isCyclic(taskId, wanted, prerequisitesOf)) {
    throw invalidState("A task cannot wait for itself", "dependencies");
  }
  const known = new Map(current.map((one) => [one.dependsOnTaskId, one]));
  const met: string[] = [];
  const dependencies = wanted.map((dependsOnTaskId, index) => {
    const kept = known.get(dependsOnTaskId);
    const prerequisite = kept
      ? work.find(tasks, dependsOnTaskId)
      : work.requireActive(tasks, dependsOnTaskId, `dependencies.${index}.dependsOnTaskId`);
    if (!prerequisite || isMet(prerequisite)) met.push(dependsOnTaskId);
    return kept ?? { id: newId(work.now), dependsOnTaskId };
  });
  return { dependencies, metDependencies: met };
}

function storeDependencies(work: UnitOfWork, before: Task | null, after: Task): void {
  const { userId } = work.user;
  if (before && before.dependencies.length > 0) {
    work.addStatement(statement("DELETE FROM taskDependencies WHERE userId = ? AND taskId = ?", userId, after.id));
  }
  if (after.dependencies.length === 0) return;
  work.addStatement(
    statement(
      "INSERT OR IGNORE INTO taskDependencies (userId, taskId, dependsOnTaskId) SELECT ?1, ?2, value FROM json_each(?3)",
      userId,
      after.id,
      JSON.stringify(after.dependencies.map((one) => one.dependsOnTaskId)),
    ),
  );
}

function tellDependents(work: UnitOfWork, prerequisite: Task): void {
  const waiting = work
    .all(tasks)
    .filter((task) => task.dependencies.some((one) => one.dependsOnTaskId === prerequisite.id));
  for (const { id, metDependencies } of waiting) {
    const others = metDependencies.filter((one) => one !== prerequisite.id);
    work.update(tasks, id, { metDependencies: isMet(prerequisite) ? [...others, prerequisite.id] : others });
  }
}
