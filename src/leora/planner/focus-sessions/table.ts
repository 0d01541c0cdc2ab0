import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { FOCUS_STATUSES } from "./rules.ts";

/**
 * Spec 3.4. Only `active` `completed` sessions count, by `actualMinutes`, on the day they started. That a user has one
 * running session is a fact every start relies on: a unique index would refuse to end one and start another in a batch.
 */
export const focusSessions = sqliteTable(
  "focusSessions",
  {
    ...entityColumns(),
    taskId: text(),
    goalId: text(),
    plannedMinutes: integer().notNull(),
    actualMinutes: integer().notNull(),
    status: text({ enum: FOCUS_STATUSES }).notNull(),
    /** UTC ms, like the following times. */
    startedAt: integer().notNull(),
    endedAt: integer(),
    interruptionsCount: integer().notNull(),
    notes: text(),
    pausedAt: integer(),
    pausedMs: integer().notNull(),
    /** The user's calendar day of `startedAt`, in the zone they had when it was written: travel does not move history. */
    dateKey: text().notNull(),
  },
  (table) => [
    ...entityKeys("focusSessions", table),
    ...sortIndex("focusSessions", table, table.startedAt),
    index("focusSessions_dateKey").on(table.userId, table.showStatus, table.dateKey),
    index("focusSessions_status").on(table.userId, table.showStatus, table.status, table.createdAt, table.id),
    index("focusSessions_taskId_startedAt").on(table.userId, table.taskId, table.startedAt, table.id),
    linkIndex("focusSessions", table, table.goalId),
  ],
);
