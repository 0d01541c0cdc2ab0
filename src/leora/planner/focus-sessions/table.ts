import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, sortIndex } from "../../../engine/columns.ts";
import { rowId } from "../../../kernel/db/columns.ts";
import { FOCUS_STATUSES } from "./rules.ts";

/**
 * Focus sessions (spec 3.4). That a user has at most one running session is guarded by the commits that start one (`running.ts`), not by a
 * unique index: an index would refuse a batch that starts the next session before it ends the first.
 */
export const focusSessions = sqliteTable(
  "focusSessions",
  {
    ...entityColumns(),
    taskId: rowId(),
    goalId: rowId(),
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
    /** The user's calendar day of `startedAt`, in the zone that they had when it was written; see `timingColumns`. */
    dateKey: text().notNull(),
  },
  (table) => [
    ...entityKeys("focusSessions", table),
    sortIndex("focusSessions", table, table.startedAt),
    index("focusSessions_dateKey").on(table.owner, table.showStatus, table.dateKey),
    index("focusSessions_status").on(table.owner, table.showStatus, table.status, table.createdAt, table.id),
    index("focusSessions_taskId_startedAt").on(table.owner, table.taskId, table.startedAt, table.id),
    linkIndex("focusSessions", table, table.goalId),
  ],
);
