import type { z } from "zod";
import { defineEntity } from "../../engine/entity.ts";
import { newRow } from "../../engine/fields.ts";
import { equals, flag, linksTo } from "../../engine/list.ts";
import { createRow } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { toIso } from "../../kernel/time.ts";
import { NotificationCreate, NotificationPatch, NotificationView } from "./contract.ts";
import { notifications } from "./table.ts";

/**
 * Notifications are stored as rows: other features write them by `notify`, and they reach devices like any other row, by
 * sync and over the socket.
 */
export const notificationEntity = defineEntity({
  name: "notifications",
  table: notifications,
  contract: { create: NotificationCreate, patch: NotificationPatch, view: NotificationView },
  links: {},
  derived: [],
  list: {
    filters: {
      kind: equals(NotificationView.shape.kind, "kind"),
      entityId: linksTo("entityId"),
      isRead: flag("readAt IS NOT NULL"),
    },
    sorts: [],
  },

  search: ({ title }) => [title],

  create: (_work, input) => newRow(notifications, input, {}),

  update: (work, row, { isRead }) => (isRead === undefined ? {} : { readAt: isRead ? (row.readAt ?? work.now) : null }),

  view: ({ readAt }) => ({ isRead: readAt !== null, readAt: readAt === null ? null : toIso(readAt) }),
});

/** Adds a notification for the user, in the same write: open sockets get it after the commit, other devices by sync. */
export const notify = (work: UnitOfWork, notification: Omit<z.output<typeof NotificationCreate>, "id">): void => {
  createRow(work, notificationEntity, notification);
};
