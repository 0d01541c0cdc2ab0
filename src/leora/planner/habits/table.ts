import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { ownedTable } from "../../../engine/owned-table.ts";
import { quantity, ranked } from "../../../kernel/db/columns.ts";
import type { Marks, Pause } from "./calendar.ts";
import {
  COMPLETION_MODES,
  COMPLETION_SOURCES,
  COMPLETION_STATUSES,
  COUNTING_TYPES,
  DIFFICULTIES,
  type FinanceRule,
  FREQUENCIES,
  HABIT_STATUSES,
  HABIT_TYPES,
  PRIORITIES,
  REMINDING,
  RULED,
} from "./kinds.ts";

/**
 * Spec 3.3. `targetPerDay` is in ten-thousandths. A habit carries its history in `marks`, so that streaks and rates are
 * computed from the row alone whenever it is read: no day needs a write to pass.
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
    goalId: text(),
    linkedGoalIds: text({ mode: "json" }).$type<string[]>().notNull(),
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
    financeRule: text({ mode: "json" }).$type<FinanceRule | null>(),
    /** The user's day of its creation. */
    startedOn: text().notNull(),
    /** Days that count as done, and days that were missed. */
    marks: text({ mode: "json" }).$type<Marks>().notNull(),
    /** When it was not active: those days ask for nothing. */
    pauses: text({ mode: "json" }).$type<Pause[]>().notNull(),
    /** Raised by every change of its completions, so that two writers of one day never miss each other. */
    historyVersion: integer().notNull(),
    /** The day up to which its finance rule has judged; that day itself may not be over. Null without a rule. */
    judgedThrough: text(),
  },
  (table) => [
    ...entityKeys("habits", table),
    ...sortIndex("habits", table, table.title),
    ...sortIndex("habits", table, table.priority),
    ...sortIndex("habits", table, table.difficulty),
    index("habits_status").on(table.userId, table.showStatus, table.status, table.createdAt, table.id),
    linkIndex("habits", table, table.goalId),
    index("habits_ruled").on(table.userId, table.judgedThrough).where(sql.raw(RULED)),
    index("habits_judgedThrough").on(table.judgedThrough, table.userId).where(sql.raw(RULED)),
    index("habits_reminding").on(table.userId).where(sql.raw(REMINDING)),
  ],
);

/** Spec 3.3, one per habit and day. `value` in ten-thousandths. */
export const habitCompletions = sqliteTable(
  "habitCompletions",
  {
    ...entityColumns(),
    habitId: text().notNull(),
    dateKey: text().notNull(),
    status: text({ enum: COMPLETION_STATUSES }).notNull(),
    value: quantity(),
    /** Whether the day counts as done, by the target it had when this was written. */
    isCounted: integer({ mode: "boolean" }).notNull(),
    /** Who wrote it: what a person writes, nothing else overwrites. */
    sourceType: text({ enum: COMPLETION_SOURCES }).notNull(),
    /** The task that it is due to. */
    sourceId: text(),
  },
  (table) => [
    ...entityKeys("habitCompletions", table),
    ...sortIndex("habitCompletions", table, table.dateKey),
    index("habitCompletions_habitId").on(table.userId, table.habitId, table.dateKey),
    linkIndex("habitCompletions", table, table.sourceId),
  ],
);

/** `habits.linkedGoalIds` once more, one row each, so that a goal's habits are found by index. */
export const habitGoals = sqliteTable(
  "habitGoals",
  { userId: text().notNull(), habitId: text().notNull(), goalId: text().notNull() },
  (table) => [
    primaryKey({ columns: [table.userId, table.habitId, table.goalId] }),
    index("habitGoals_goalId").on(table.userId, table.goalId, table.habitId),
  ],
);
export const habitGoalLinks = ownedTable(habitGoals);
