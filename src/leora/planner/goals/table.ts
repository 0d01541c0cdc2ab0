import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { ownedTable } from "../../../engine/owned-table.ts";
import { quantity } from "../../../kernel/db/columns.ts";
import {
  CHECK_IN_MODES,
  DIRECTIONS,
  FINANCE_MODES,
  GOAL_STATUSES,
  GOAL_TYPES,
  METRIC_TYPES,
  type Milestone,
  SOURCE_TYPES,
} from "./rules.ts";

/** Spec 3.2. Values are ten-thousandths. Milestones are part of the goal: they are written, synced and merged with it. */
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
    linkedBudgetId: text(),
    linkedDebtId: text(),
    startDate: text(),
    targetDate: text(),
    completedDate: text(),
    progressPercent: real().notNull(),
    milestones: text({ mode: "json" }).$type<Milestone[]>().notNull(),
    /** When progress passed which milestone, UTC ms by id. */
    completedMilestones: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
    linkedHabitIds: text({ mode: "json" }).$type<string[]>().notNull(),
    linkedTaskIds: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Once it had an absolute check-in, its value is computed from its history instead of by differences. */
    hasReadings: integer({ mode: "boolean" }).notNull(),
    /** Raised by every change of its check-ins, so that two writers of one history never miss each other. */
    historyVersion: integer().notNull(),
  },
  (table) => [
    ...entityKeys("goals", table),
    ...sortIndex("goals", table, table.targetDate),
    ...sortIndex("goals", table, table.progressPercent),
    ...sortIndex("goals", table, table.title),
    index("goals_status").on(table.userId, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("goals", table, table.linkedBudgetId),
    linkIndex("goals", table, table.linkedDebtId),
  ],
);

/** Spec 3.2. `value` in ten-thousandths: a step in the goal's direction, or the new reading. */
export const goalCheckIns = sqliteTable(
  "goalCheckIns",
  {
    ...entityColumns(),
    goalId: text().notNull(),
    value: quantity().notNull(),
    mode: text({ enum: CHECK_IN_MODES }).notNull(),
    note: text(),
    sourceType: text({ enum: SOURCE_TYPES }).notNull(),
    /** The task, habit completion or transaction that the check-in is due to. */
    sourceId: text(),
    dateKey: text().notNull(),
    /** It was deleted with its goal, and comes back with it. */
    isBuried: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    ...entityKeys("goalCheckIns", table),
    ...sortIndex("goalCheckIns", table, table.dateKey),
    index("goalCheckIns_goalId").on(table.userId, table.goalId, table.showStatus, table.createdAt, table.id),
    index("goalCheckIns_history").on(table.userId, table.goalId, table.showStatus, table.dateKey, table.id),
    linkIndex("goalCheckIns", table, table.sourceId),
  ],
);

/** `goals.linkedHabitIds` once more, one row each, so that a habit's goals are found by index. */
export const goalHabits = sqliteTable(
  "goalHabits",
  { userId: text().notNull(), goalId: text().notNull(), habitId: text().notNull() },
  (table) => [
    primaryKey({ columns: [table.userId, table.goalId, table.habitId] }),
    index("goalHabits_habitId").on(table.userId, table.habitId, table.goalId),
  ],
);
export const goalHabitLinks = ownedTable(goalHabits);

/** `goals.linkedTaskIds` likewise. */
export const goalTasks = sqliteTable(
  "goalTasks",
  { userId: text().notNull(), goalId: text().notNull(), taskId: text().notNull() },
  (table) => [
    primaryKey({ columns: [table.userId, table.goalId, table.taskId] }),
    index("goalTasks_taskId").on(table.userId, table.taskId, table.goalId),
  ],
);
export const goalTaskLinks = ownedTable(goalTasks);
