import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, sortIndex } from "../../engine/columns.ts";
import { rowIdList } from "../../kernel/db/columns.ts";
import { RECURRENCE_STATUSES, RECURRING_ENTITIES } from "./rules.ts";

type Fields = Record<string, unknown>;

/** A recurrence (issue 4, "Recurring"): a rule, and a template of the rows that it creates. Days are in the user's zone. */
export const recurrences = sqliteTable(
  "recurrences",
  {
    ...entityColumns(),
    entity: text({ enum: RECURRING_ENTITIES }).notNull(),
    template: text({ mode: "json" }).$type<Fields>().notNull(),
    /** The rows that the template and the overrides link to. */
    linkedIds: rowIdList().notNull(),
    rrule: text().notNull(),
    startDate: text().notNull(),
    timeOfDay: text(),
    leadDays: integer().notNull(),
    /** Dates of the rule on which no row is created. */
    exceptions: text({ mode: "json" }).$type<string[]>().notNull(),
    /** By date of the rule: fields in which its row differs from the template. */
    overrides: text({ mode: "json" }).$type<Record<string, Fields>>().notNull(),
    /** As people set it; a series that has no date left has a `nextDate` of null. */
    status: text({ enum: RECURRENCE_STATUSES }).notNull(),
    nextDate: text(),
    lastDate: text(),
    occurrencesCount: integer().notNull(),
    /** The last date that the COUNT of the rule allows; null without a COUNT. */
    countedEnd: text(),
    /** No row is created for dates up to this day any more: each was created, refused or left out. */
    doneThrough: text(),
    /** The day on which the row of `nextDate` has to be created: earlier by `leadDays`. */
    dueOn: text(),
  },
  (table) => [
    ...entityKeys("recurrences", table),
    sortIndex("recurrences", table, table.nextDate),
    index("recurrences_due").on(table.dueOn, table.owner).where(sql`dueOn IS NOT NULL AND showStatus = 'active'`),
  ],
);
