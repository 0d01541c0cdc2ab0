import { z } from "zod";
import { changes, creation, view } from "../../engine/contract.ts";
import { idOf, instant, label } from "../../kernel/contract.ts";
import { NOTIFICATION_KINDS } from "./rules.ts";

const NotificationKind = z.enum(NOTIFICATION_KINDS).meta({ id: "NotificationKind" });

const content = {
  kind: NotificationKind,
  title: label(500, "Oziq-ovqat byudjeti"),
  entity: label(64, "budgets"),
  entityId: idOf("Budget"),
  data: z
    .record(z.string().max(64), z.union([z.string().max(500), z.number()]))
    .meta({ example: { limit: 2000000, spent: 2150000, currency: "UZS" } }),
};

export const NotificationCreate = creation("Notification", content);
export const NotificationPatch = changes("Notification", { isRead: z.boolean().meta({ example: true }) });
export const NotificationView = view("Notification", { ...content, isRead: z.boolean(), readAt: instant().nullable() });
