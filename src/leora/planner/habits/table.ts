import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../engine/columns.ts";
import { ownedTable } from "../../../engine/owned-table.ts";
import { quantity, ranked, rowId, rowIdList, type Unit } from "../../../kernel/db/columns.ts";
import { PRIORITIES } from "../tasks/rules.ts";
import type { Marks, Pause } from "./calendar.ts";
import {
  COMPLETION_MODES,
  COUNTING_TYPES,
  DIFFICULTIES,
  type FinanceRule,
  FREQUENCIES,
  HABIT_STATUSES,
  HABIT_TYPES,
} from "./rules.ts";
import type { PastSchedule } from "./schedule.ts";

// These conditions are those of partial indexes: a query has to repeat one word for word to be served by its index.

/** SQL condition on `habits`: habits that transactions complete by their finance rules. See `hasActiveRule`. */
export const HAS_ACTIVE_RULE = "showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL";
/** SQL condition on `habits`: habits with reminders. */
export const HAS_ACTIVE_REMINDER = "showStatus = 'active' AND status = 'active' AND reminderEnabled = 1";

/**
 * Habits (spec 3.3). `targetPerDay` is in ten-thousandths. A habit has its history in `marks`, so that streaks and
 * rates are computed from the row alone whenever it is read, and nothing has to be written when a day passes.
 */
export const habits = sqliteTable(
  "habits",
  {
    ...entityColumns(),
    title: text().notNull(),
    description: text(),
    iconId: text(),
    habitType: text({ enum: HABIT_TYPES }).notNull(),
    status: text({ enum: HABIT_STATUSES }).notNull(),
    goalId: rowId(),
    linkedGoalIds: rowIdList().notNull(),
    frequency: text({ enum: FREQUENCIES }).notNull(),
    daysOfWeek: text({ mode: "json" }).$type<number[] | null>(),
    timesPerWeek: integer(),
    timeOfDay: text(),
    completionMode: text({ enum: COMPLETION_MODES }).notNull(),
    targetPerDay: quantity(),
    unit: text(),
    countingType: text({ enum: COUNTING_TYPES }).notNull(),
    difficulty: ranked(DIFFICULTIES).notNull(),
    priority: ranked(PRIORITIES).notNull(),
    challengeLengthDays: integer(),
    reminderEnabled: integer({ mode: "boolean" }).notNull(),
    reminderTime: text(),
    financeRule: text({ mode: "json" }).$type<(FinanceRule & Unit<"minor units">) | null>(),
    /** The user's day of its creation. */
    startedOn: text().notNull(),
    /** Days that count as done, and days that were missed. */
    marks: text({ mode: "json" }).$type<Marks>().notNull(),
    /** The days on which it was not active: nothing is scheduled on them. */
    pauses: text({ mode: "json" }).$type<Pause[]>().notNull(),
    /** Schedules that were replaced, each with the last day on which it held: see `schedule.ts`. */
    pastSchedules: text({ mode: "json" }).$type<readonly PastSchedule[]>().notNull().default([]),
    /** Raised by every change of its completions, so that of two writers of one day the second one starts again. */
    historyVersion: integer().notNull(),
    /** The last day that its finance rule has evaluated; that day itself may not be over. Null without a rule. */
    judgedThrough: text(),
  },
  (table) => [
    ...entityKeys("habits", table),
    sortIndex("habits", table, table.title),
    sortIndex("habits", table, table.priority),
    sortIndex("habits", table, table.difficulty),
    index("habits_status").on(table.owner, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("habits", table, table.goalId),
    index("habits_ruled").on(table.owner, table.judgedThrough).where(sql.raw(HAS_ACTIVE_RULE)),
    index("habits_judgedThrough").on(table.judgedThrough, table.owner).where(sql.raw(HAS_ACTIVE_RULE)),
    index("habits_reminding").on(table.owner).where(sql.raw(HAS_ACTIVE_REMINDER)),
  ],
);

export type Habit = RowOf<typeof habits>;

/** The ids of `habits.linkedGoalIds`, one row each, so that the habits which name a goal are found by index. */
export const habitGoals = sqliteTable(
  "habitGoals",
  { owner: integer().notNull(), habitId: rowId().notNull(), goalId: rowId().notNull() },
  (table) => [
    primaryKey({ columns: [table.owner, table.habitId, table.goalId] }),
    index("habitGoals_goalId").on(table.owner, table.goalId, table.habitId),
  ],
);
export const habitGoalLinks = ownedTable(habitGoals);
