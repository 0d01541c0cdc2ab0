import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, type RowOf, sortIndex } from "../../engine/columns.ts";
import { rowId } from "../../kernel/db/columns.ts";
import {
  type Facts,
  INSIGHT_CATEGORIES,
  INSIGHT_KINDS,
  INSIGHT_LEVELS,
  INSIGHT_RULES,
  INSIGHT_SCOPES,
  INSIGHT_SOURCES,
  INSIGHT_STATUSES,
  INSIGHT_TONES,
  type Related,
} from "./finding.ts";
import type { StoredAction } from "./rows.ts";

/**
 * Insights (spec 5.1). The id of a row is made of its rule, target and period, so that a period has one, whoever runs the rules.
 * Times are UTC milliseconds.
 */
export const insights = sqliteTable(
  "insights",
  {
    ...entityColumns(),
    rule: text({ enum: INSIGHT_RULES }).notNull(),
    kind: text({ enum: INSIGHT_KINDS }).notNull(),
    level: text({ enum: INSIGHT_LEVELS }).notNull(),
    scope: text({ enum: INSIGHT_SCOPES }).notNull(),
    category: text({ enum: INSIGHT_CATEGORIES }).notNull(),
    title: text().notNull(),
    body: text().notNull(),
    explain: text(),
    push: text(),
    tone: text({ enum: INSIGHT_TONES }),
    priority: integer().notNull(),
    payload: text({ mode: "json" }).$type<Facts>().notNull(),
    related: text({ mode: "json" }).$type<Related>().notNull(),
    actions: text({ mode: "json" }).$type<StoredAction[]>().notNull(),
    status: text({ enum: INSIGHT_STATUSES }).notNull(),
    source: text({ enum: INSIGHT_SOURCES }).notNull(),
    validUntil: integer(),
    viewedAt: integer(),
    dismissedAt: integer(),
    completedAt: integer(),
    /** Made by an automatic run: a day has only so many of them. */
    isAutomatic: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    ...entityKeys("insights", table),
    index("insights_priority").on(table.owner, table.showStatus, table.priority, table.createdAt, table.id),
    sortIndex("insights", table, table.validUntil),
    // What is older than a year is deleted, of all users.
    index("insights_age").on(table.createdAt).where(sql`${table.showStatus} = 'active'`),
    index("insights_open")
      .on(table.owner, table.scope, table.validUntil)
      .where(sql`${table.status} IN ('new', 'viewed')`),
  ],
);
export type Insight = RowOf<typeof insights>;

export const JOB_STATUSES = ["queued", "running", "completed", "failed"] as const;

/** Runs of the rules that users asked for. Times are UTC milliseconds. */
export const insightJobs = sqliteTable(
  "insightJobs",
  {
    owner: integer().notNull(),
    id: rowId().notNull(),
    status: text({ enum: JOB_STATUSES }).notNull(),
    scope: text({ enum: INSIGHT_SCOPES }).notNull(),
    categories: text({ mode: "json" }).$type<string[]>().notNull(),
    dateFrom: text(),
    dateTo: text(),
    /** The unit of the quota that the request took; it is given back when the job fails. */
    unit: text().notNull(),
    createdCount: integer().notNull(),
    updatedCount: integer().notNull(),
    insightIds: text({ mode: "json" }).$type<string[]>().notNull(),
    error: text(),
    createdAt: integer().notNull(),
    finishedAt: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    // Cron looks for jobs that nobody has finished, of all users.
    index("insightJobs_open").on(table.createdAt).where(sql`${table.finishedAt} IS NULL`),
    index("insightJobs_createdAt").on(table.createdAt),
  ],
);

/** Answers of users to the fixed questions (spec 5.3). */
export const insightAnswers = sqliteTable(
  "insightAnswers",
  {
    owner: integer().notNull(),
    questionId: rowId().notNull(),
    id: rowId().notNull(),
    optionId: text(),
    customAnswer: text(),
    answeredAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.questionId] })],
);
