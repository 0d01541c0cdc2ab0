import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../engine/columns.ts";
import { ownedTable } from "../../../engine/owned-table.ts";
import { quantity, rowId, rowIdList } from "../../../kernel/db/columns.ts";
import { DIRECTIONS, FINANCE_MODES, GOAL_STATUSES, GOAL_TYPES, METRIC_TYPES, type Milestone } from "./rules.ts";

/**
 * Goals (spec 3.2). Values are ten-thousandths of the goal's unit. Milestones are part of the goal: they are written,
 * synced and merged with it.
 */
export const goals = sqliteTable(
  "goals",
  {
    ...entityColumns(),
    title: text().notNull(),
    description: text(),
    goalType: text({ enum: GOAL_TYPES }).notNull(),
    status: text({ enum: GOAL_STATUSES }).notNull(),
    metricType: text({ enum: METRIC_TYPES }).notNull(),
    direction: text({ enum: DIRECTIONS }).notNull(),
    unit: text(),
    initialValue: quantity().notNull(),
    targetValue: quantity(),
    progressTargetValue: quantity(),
    currentValue: quantity().notNull(),
    financeMode: text({ enum: FINANCE_MODES }),
    currency: text(),
    linkedBudgetId: rowId(),
    linkedDebtId: rowId(),
    startDate: text(),
    targetDate: text(),
    completedDate: text(),
    progressPercent: real().notNull(),
    milestones: text({ mode: "json" }).$type<Milestone[]>().notNull(),
    /** When progress passed each milestone: UTC milliseconds by the milestone's id. */
    completedMilestones: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
    linkedHabitIds: rowIdList().notNull(),
    linkedTaskIds: rowIdList().notNull(),
    /** True once it had an absolute check-in: its value is then computed from its whole history, not by differences. */
    hasReadings: integer({ mode: "boolean" }).notNull(),
    /** Raised by every change of its check-ins, so that of two writers of one history the second one starts again. */
    historyVersion: integer().notNull(),
  },
  (table) => [
    ...entityKeys("goals", table),
    sortIndex("goals", table, table.targetDate),
    sortIndex("goals", table, table.progressPercent),
    sortIndex("goals", table, table.title),
    index("goals_status").on(table.owner, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("goals", table, table.linkedBudgetId),
    linkIndex("goals", table, table.linkedDebtId),
  ],
);

export type Goal = RowOf<typeof goals>;

/** The ids of `goals.linkedHabitIds`, one row each, so that the goals which name a habit are found by index. */
export const goalHabits = sqliteTable(
  "goalHabits",
  { owner: integer().notNull(), goalId: rowId().notNull(), habitId: rowId().notNull() },
  (table) => [
    primaryKey({ columns: [table.owner, table.goalId, table.habitId] }),
    index("goalHabits_habitId").on(table.owner, table.habitId, table.goalId),
  ],
);
export const goalHabitLinks = ownedTable(goalHabits);

/** The ids of `goals.linkedTaskIds`, one row each, so that the goals which name a task are found by index. */
export const goalTasks = sqliteTable(
  "goalTasks",
  { owner: integer().notNull(), goalId: rowId().notNull(), taskId: rowId().notNull() },
  (table) => [
    primaryKey({ columns: [table.owner, table.goalId, table.taskId] }),
    index("goalTasks_taskId").on(table.owner, table.taskId, table.goalId),
  ],
);
export const goalTaskLinks = ownedTable(goalTasks);
