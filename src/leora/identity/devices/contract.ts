import { z } from "zod";
import { idOf, instant } from "../../../kernel/contract.ts";
import { PageQuery } from "../../../kernel/db/page.ts";
import { DEVICE_TYPES } from "./rules.ts";

export const DeviceQuery = PageQuery.extend({
  sortBy: z.enum(["createdAt", "updatedAt", "lastActiveAt"]).default("createdAt"),
});
/** A session has no `updatedAt` of its own: it changes when it is used, so that name sorts by `lastUsedAt`. */
export const SessionQuery = PageQuery.extend({
  sortBy: z.enum(["createdAt", "updatedAt", "lastUsedAt"]).default("createdAt"),
});

const DeviceType = z.enum(DEVICE_TYPES).meta({ id: "DeviceType" });

export const DeviceView = z
  .object({
    id: idOf("UserDevice"),
    userId: idOf("User"),
    deviceId: z.string().meta({ example: "3F2504E0-4F89-11D3-9A0C-0305E82C3301" }),
    deviceName: z.string().nullable().meta({ example: "iPhone 15" }),
    deviceType: DeviceType,
    osVersion: z.string().nullable().meta({ example: "18.1" }),
    appVersion: z.string().nullable().meta({ example: "1.4.0" }),
    pushToken: z.string().nullable().meta({ example: null }),
    lastActiveAt: instant(),
    lastIp: z.string().nullable().meta({ example: "203.0.113.7" }),
    location: z.string().nullable().meta({ example: null }),
    isTrusted: z.boolean().meta({ example: false }),
    createdAt: instant(),
    updatedAt: instant(),
  })
  .meta({ id: "UserDevice" });

export const SessionView = z
  .object({
    id: idOf("UserSession"),
    userId: idOf("User"),
    deviceId: idOf("UserDevice"),
    isActive: z.boolean(),
    isCurrent: z.boolean(),
    expiresAt: instant().meta({ example: "2027-01-16T10:30:00.000Z" }),
    lastUsedAt: instant(),
    createdAt: instant(),
    revokedAt: instant().nullable().meta({ example: null }),
  })
  .meta({ id: "UserSession" });

export const RemovedDevice = z.object({ id: idOf("UserDevice") }).meta({ id: "RemovedDevice" });
export const EndedSession = z.object({ id: idOf("UserSession") }).meta({ id: "EndedSession" });
export const EndedSessions = z
  .object({ revokedCount: z.int().meta({ example: 2 }) })
  .meta({ id: "EndedOtherSessions" });
