import type { z } from "zod";
import { commonView } from "../../engine/contract.ts";
import { defineEntity } from "../../engine/entity.ts";
import { customFilter, equals } from "../../engine/list.ts";
import { createRow } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { uuid } from "../../kernel/contract.ts";
import { toIso } from "../../kernel/time.ts";
import { NotificationCreate, NotificationPatch, NotificationView, ReadQuery } from "./contract.ts";
import { notifications } from "./table.ts";

/** Stored notifications: other modules write them by `notify`; sync and the socket carry them like anything else. */
export const notificationEntity = defineEntity({
  name: "notifications",
  table: notifications,
  contract: { create: NotificationCreate, patch: NotificationPatch, view: NotificationView },
  links: {},
  derived: [],
  list: {
    filters: {
      kind: equals(NotificationView.shape.kind, "kind"),
      entityId: equals(uuid(), "entityId"),
      isRead: customFilter(ReadQuery, (isRead) => ({
        sql: isRead === "true" ? "readAt IS NOT NULL" : "readAt IS NULL",
        params: [],
      })),
    },
    sorts: [],
  },

  search: ({ title }) => [title],

  create: (_work, { kind, title, entity, entityId, data }) => ({ kind, title, entity, entityId, data, readAt: null }),

  update: (work, row, { isRead }) => (isRead === undefined ? {} : { readAt: isRead ? (row.readAt ?? work.now) : null }),

  view: (row) => ({
    ...commonView(row),
    kind: row.kind,
    title: row.title,
    entity: row.entity,
    entityId: row.entityId,
    data: row.data,
    isRead: row.readAt !== null,
    readAt: row.readAt === null ? null : toIso(row.readAt),
  }),
});

/** Tells the user something in the same write: it reaches open sockets at once and other devices by sync. */
export const notify = (work: UnitOfWork, notification: Omit<z.output<typeof NotificationCreate>, "id">): void => {
  createRow(work, notificationEntity, notification);
};
