import { z } from "zod";
import { changes, creation, view } from "../../engine/contract.ts";
import { instant, label, uuid } from "../../kernel/contract.ts";
import { NOTIFICATION_KINDS } from "./rules.ts";

const content = {
  kind: z.enum(NOTIFICATION_KINDS).meta({ example: "budget_exceeded" }),
  title: label(500, "Oziq-ovqat byudjeti"),
  entity: label(64, "budgets"),
  entityId: uuid(),
  data: z
    .record(z.string().max(64), z.union([z.string().max(500), z.number()]))
    .meta({ example: { limit: 2000000, spent: 2150000, currency: "UZS" } }),
};

export const NotificationCreate = creation(content);
export const NotificationPatch = changes({ isRead: z.boolean().meta({ example: true }) });
export const NotificationView = view("Notification", { ...content, isRead: z.boolean(), readAt: instant().nullable() });
