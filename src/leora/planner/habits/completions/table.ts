import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex, type RowOf, sortIndex } from "../../../../engine/columns.ts";
import { quantity, rowId } from "../../../../kernel/db/columns.ts";
import { COMPLETION_SOURCES, COMPLETION_STATUSES } from "./rules.ts";

/** Completions of habits (spec 3.3): what became of a day, one per habit and day. `value` is in ten-thousandths. */
export const habitCompletions = sqliteTable(
  "habitCompletions",
  {
    ...entityColumns(),
    habitId: rowId().notNull(),
    dateKey: text().notNull(),
    status: text({ enum: COMPLETION_STATUSES }).notNull(),
    value: quantity(),
    /** Whether the day counts as done, by the target it had when this was written. */
    isCounted: integer({ mode: "boolean" }).notNull(),
    /** Who wrote it. Only a person overwrites what a person has written. */
    sourceType: text({ enum: COMPLETION_SOURCES }).notNull(),
    /** The task that it is due to. */
    sourceId: rowId(),
  },
  (table) => [
    ...entityKeys("habitCompletions", table),
    sortIndex("habitCompletions", table, table.dateKey),
    index("habitCompletions_habitId").on(table.owner, table.habitId, table.dateKey),
    linkIndex("habitCompletions", table, table.sourceId),
  ],
);

export type Completion = RowOf<typeof habitCompletions>;
