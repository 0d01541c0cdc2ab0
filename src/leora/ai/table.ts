import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { rowId } from "../../kernel/db/columns.ts";
import { AI_CHANNELS } from "./quota.ts";

/** Requests to AI that were accepted (spec 15.1), for 400 days. Never what was asked or answered. Times are UTC milliseconds. */
export const aiUsage = sqliteTable(
  "aiUsage",
  {
    seq: integer().primaryKey(),
    owner: integer().notNull(),
    id: rowId().notNull(),
    channel: text({ enum: AI_CHANNELS }).notNull(),
    requestType: text().notNull(),
    tokensUsed: integer(),
    responseTime: integer(),
    success: integer({ mode: "boolean" }).notNull(),
    errorCode: text(),
    metadata: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index("aiUsage_id").on(table.owner, table.id),
    index("aiUsage_list").on(table.owner, table.createdAt, table.id),
    index("aiUsage_createdAt").on(table.createdAt),
  ],
);

/** What all requests of a user came to, those included whose rows are gone. */
export const aiTotals = sqliteTable(
  "aiTotals",
  {
    owner: integer().notNull(),
    channel: text({ enum: AI_CHANNELS }).notNull(),
    requests: integer().notNull(),
    tokens: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.channel] })],
);
