import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { entityColumns, entityKeys, linkIndex } from "../../engine/columns.ts";
import { rowId } from "../../kernel/db/columns.ts";
import { NOTIFICATION_KINDS, type NotificationData } from "./rules.ts";

/** Messages of the server to the user. People mark notifications as read and delete them. */
export const notifications = sqliteTable(
  "notifications",
  {
    ...entityColumns(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    title: text().notNull(),
    /** The row it is about: the entity's wire name and its id. */
    entity: text().notNull(),
    entityId: rowId().notNull(),
    data: text({ mode: "json" }).$type<NotificationData>().notNull(),
    readAt: integer(),
  },
  (table) => [...entityKeys("notifications", table), linkIndex("notifications", table, table.entityId)],
);
