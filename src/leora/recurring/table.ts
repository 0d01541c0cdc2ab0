import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, sortIndex } from "../../engine/columns.ts";
import { RECURRENCE_STATUSES, RECURRING_ENTITIES } from "./rules.ts";

type Fields = Record<string, unknown>;

/** What happens again and again: a rule, and the creation body of what it makes. All days are wall-clock days. */
export const recurrences = sqliteTable(
  "recurrences",
  {
    ...entityColumns(),
    entity: text({ enum: RECURRING_ENTITIES }).notNull(),
    template: text({ mode: "json" }).$type<Fields>().notNull(),
    rrule: text().notNull(),
    startDate: text().notNull(),
    timeOfDay: text(),
    leadDays: integer().notNull(),
    /** Dates of the rule that are left out. */
    exceptions: text({ mode: "json" }).$type<string[]>().notNull(),
    /** By date of the rule: what differs from the template. */
    overrides: text({ mode: "json" }).$type<Record<string, Fields>>().notNull(),
    /** As people set it; that a series has no date left is seen from `nextDate`. */
    status: text({ enum: RECURRENCE_STATUSES }).notNull(),
    nextDate: text(),
    lastDate: text(),
    occurrencesCount: integer().notNull(),
    /** The date on which COUNT ends the series. */
    countedEnd: text(),
    /** Every date up to this day is dealt with. */
    doneThrough: text(),
    /** The day on which `nextDate` has to be made: earlier by `leadDays`. */
    dueOn: text(),
  },
  (table) => [
    ...entityKeys("recurrences", table),
    ...sortIndex("recurrences", table, table.nextDate),
    index("recurrences_due").on(table.dueOn, table.userId).where(sql`dueOn IS NOT NULL AND showStatus = 'active'`),
  ],
);
