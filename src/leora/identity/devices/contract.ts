import { z } from "zod";
import { instant, uuid } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { DEVICE_TYPES } from "./rules.ts";

export const DeviceQuery = PageQuery.extend({
  sortBy: z.enum(["createdAt", "updatedAt", "lastActiveAt"]).default("createdAt"),
});
/** A session has no `updatedAt` of its own: it changes when it is used, so that name sorts by `lastUsedAt`. */
export const SessionQuery = PageQuery.extend({
  sortBy: z.enum(["createdAt", "updatedAt", "lastUsedAt"]).default("createdAt"),
});

export const DeviceView = z
  .object({
    id: uuid(),
    userId: uuid(),
    deviceId: z.string().meta({ example: "3F2504E0-4F89-11D3-9A0C-0305E82C3301" }),
    deviceName: z.string().nullable().meta({ example: "iPhone 15" }),
    deviceType: z.enum(DEVICE_TYPES),
    osVersion: z.string().nullable().meta({ example: "18.1" }),
    appVersion: z.string().nullable().meta({ example: "1.4.0" }),
    pushToken: z.string().nullable(),
    lastActiveAt: instant(),
    lastIp: z.string().nullable(),
    location: z.string().nullable(),
    isTrusted: z.boolean(),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "UserDevice" });

export const SessionView = z
  .object({
    id: uuid(),
    userId: uuid(),
    deviceId: uuid(),
    isActive: z.boolean(),
    isCurrent: z.boolean().meta({ description: "The session that asks" }),
    expiresAt: instant(),
    lastUsedAt: instant(),
    createdAt: instant(),
    revokedAt: instant().nullable(),
  })
  .meta({ id: "UserSession" });

export const Ended = z.object({ id: uuid() });
export const EndedAll = z.object({ revokedCount: z.int().meta({ example: 2 }) });
