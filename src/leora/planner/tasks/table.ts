import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { ranked, rowId, rowIdList } from "../../../kernel/db/columns.ts";
import type { ChecklistItem, Dependency } from "./rules.ts";
import { FINANCE_LINKS, MAY_BECOME_OVERDUE, PRIORITIES, TASK_STATUSES } from "./rules.ts";

/** Tasks (spec 3.1). Checklist and dependencies are part of the task: they are written, synced and merged with it. */
export const tasks = sqliteTable(
  "tasks",
  {
    ...entityColumns(),
    title: text().notNull(),
    status: text({ enum: TASK_STATUSES }).notNull(),
    priority: ranked(PRIORITIES).notNull(),
    goalId: rowId(),
    habitId: rowId(),
    financeLink: text({ enum: FINANCE_LINKS }).notNull(),
    progressValue: real(),
    progressUnit: text(),
    dueDate: text(),
    startDate: text(),
    timeOfDay: text(),
    estimatedMinutes: integer(),
    energyLevel: integer(),
    context: text(),
    notes: text(),
    lastFocusSessionId: rowId(),
    focusTotalMinutes: integer().notNull(),
    checklist: text({ mode: "json" }).$type<ChecklistItem[]>().notNull(),
    dependencies: text({ mode: "json" }).$type<Dependency[]>().notNull(),
    /** Ids of the prerequisites that no longer hold this task back: completed and deleted ones. */
    metDependencies: rowIdList().notNull(),
    recurringId: rowId(),
    /** Its day is over: it is shown with the status `overdue` instead of the one that people set. */
    isOverdue: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    ...entityKeys("tasks", table),
    sortIndex("tasks", table, table.dueDate),
    sortIndex("tasks", table, table.priority),
    index("tasks_status").on(table.owner, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("tasks", table, table.goalId),
    linkIndex("tasks", table, table.habitId),
    linkIndex("tasks", table, table.recurringId),
    index("tasks_late").on(table.dueDate, table.owner).where(sql.raw(MAY_BECOME_OVERDUE)),
  ],
);

/** `tasks.dependencies` a second time, one row each, so that dependents are found by an index. Written with the task. */
export const taskDependencies = sqliteTable(
  "taskDependencies",
  {
    owner: integer().notNull(),
    taskId: rowId().notNull(),
    dependsOnTaskId: rowId().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.taskId, table.dependsOnTaskId] }),
    index("taskDependencies_dependsOn").on(table.owner, table.dependsOnTaskId, table.taskId),
  ],
);
