import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../../engine/columns.ts";
import { quantity, rowId } from "../../../../kernel/db/columns.ts";
import { CHECK_IN_MODES, SOURCE_TYPES } from "./rules.ts";

/**
 * Check-ins of goals (spec 3.2). `value` is in ten-thousandths: a step in the goal's direction, or the new reading (see
 * `mode`).
 */
export const goalCheckIns = sqliteTable(
  "goalCheckIns",
  {
    ...entityColumns(),
    goalId: rowId().notNull(),
    value: quantity().notNull(),
    mode: text({ enum: CHECK_IN_MODES }).notNull(),
    note: text(),
    sourceType: text({ enum: SOURCE_TYPES }).notNull(),
    /** The task, habit completion or transaction that the check-in is due to. */
    sourceId: rowId(),
    dateKey: text().notNull(),
    /** True when it was deleted together with its goal: it returns when the goal does. */
    isBuried: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    ...entityKeys("goalCheckIns", table),
    sortIndex("goalCheckIns", table, table.dateKey),
    index("goalCheckIns_goalId").on(table.owner, table.goalId, table.showStatus, table.createdAt, table.id),
    index("goalCheckIns_history").on(table.owner, table.goalId, table.showStatus, table.dateKey, table.id),
    linkIndex("goalCheckIns", table, table.sourceId),
  ],
);

export type CheckIn = RowOf<typeof goalCheckIns>;
