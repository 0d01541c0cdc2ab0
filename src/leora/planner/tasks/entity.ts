import type { z } from "zod";
import type { RowOf } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { atLeast, atMost, customFilter, equals, linksTo } from "../../../engine/list.ts";
import { listedIds, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day } from "../../../kernel/contract.ts";
import { TaskCreate, TaskPatch, TaskView } from "./contract.ts";
import { dependencyColumns, relatedTasks, requireMetPrerequisites, updateDependencies } from "./dependencies.ts";
import { initialStatus, isPastDue, PRIORITIES, replaceChecklist } from "./rules.ts";
import { tasks } from "./table.ts";

export type Task = RowOf<typeof tasks>;
type Patch = z.output<typeof TaskPatch>;

/** Tasks (spec 3.1). A task that waits for others cannot be completed before them: see `dependencies.ts`. */
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
      goalId: linksTo("goalId"),
      habitId: linksTo("habitId"),
      dueDate: equals(day(), "dueDate"),
      dueDateFrom: atLeast(day(), "dueDate"),
      dueDateTo: atMost(day(), "dueDate"),
    },
    sorts: ["dueDate", "priority"],
  },

  search: ({ title, notes, context }) => [title, notes, context],

  reads(plan, rows) {
    const prerequisiteIds = rows.inputs.flatMap(({ dependencies = [] }) =>
      dependencies.map(({ dependsOnTaskId }) => dependsOnTaskId),
    );
    plan.rows(tasks, relatedTasks(plan.owner, union([rows.stored, listedIds(prerequisiteIds)]), rows.stored));
  },

  create(work, input, id) {
    const own = newRow(tasks, input, {
      status: input.status ?? initialStatus(input.dueDate ?? null),
      priority: input.priority ?? "medium",
      financeLink: input.financeLink ?? "none",
      isOverdue: false,
      focusTotalMinutes: 0,
      checklist: replaceChecklist([], input.checklist ?? [], work.now),
      ...dependencyColumns(work, id, [], input.dependencies ?? []),
    });
    if (own.status === "completed") requireMetPrerequisites(own);
    return own;
  },

  update(work, row, patch) {
    const { checklist, dependencies, financeLink } = patch;
    const status = patch.status ?? statusForNewDay(work, row, patch);
    const changed = changedFields(tasks, patch, {
      status,
      financeLink: financeLink === null ? "none" : financeLink,
      checklist: checklist && replaceChecklist(row.checklist, checklist, work.now),
      dependencies: undefined,
      ...(dependencies && dependencyColumns(work, row.id, row.dependencies, dependencies)),
    });
    const updated = { ...row, ...changed };
    if (status === "completed" && row.status !== "completed") {
      requireMetPrerequisites(updated);
      // Somebody may reopen a prerequisite before this write commits: then `metDependencies` changes, and with it the row.
      if (row.dependencies.length > 0) work.guardRow(tasks, row.id);
    }
    return { ...changed, isOverdue: row.isOverdue && isPastDue(updated, work.at.today) };
  },

  effects: updateDependencies,

  view: (row) => ({
    status: row.isOverdue ? "overdue" : row.status,
    checklist: row.checklist.map((item, order) => ({ ...item, taskId: row.id, order })),
    dependencies: row.dependencies.map((dependency) => ({
      ...dependency,
      taskId: row.id,
      status: row.metDependencies.includes(dependency.dependsOnTaskId) ? ("met" as const) : ("pending" as const),
    })),
  }),
});

/** An overdue task that gets a day which is not over is planned again; one that loses its day returns to the inbox. */
function statusForNewDay(work: UnitOfWork, row: Task, { dueDate }: Patch): Task["status"] {
  if (!row.isOverdue || dueDate === undefined || row.status === "in_progress") return row.status;
  return isPastDue({ ...row, dueDate }, work.at.today) ? row.status : initialStatus(dueDate);
}
