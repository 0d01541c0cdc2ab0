import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of devices and sessions mean (spec 18), for the OpenAPI document. */
export const deviceDescriptions: Descriptions = {
  components: {
    DeviceType:
      "`ios` or `android` when the header `X-Platform` begins so (also `iPhone`, `iPad`); everything else is `web`.",
  },
  fields: {
    UserDevice: {
      id: "The id of the device in this API",
      deviceId: "What the device called itself in `X-Device-ID`; without the header the id of its session",
      deviceName: "What the device called itself in `X-Device-Name`",
      deviceType: "What kind of device it is",
      osVersion: "The version of iOS or Android, from `X-Platform` or the user agent",
      appVersion: "The version of the app, from `X-App-Version`",
      pushToken: "Where push notifications go; null, because nothing sets it yet",
      lastActiveAt: "When the device last signed in or refreshed its tokens",
      lastIp: "The IP address of the device at that time",
      location: "Roughly where the device is; null, because nothing sets it yet",
      isTrusted: "Whether the user has marked the device as trusted",
      createdAt: "When the user first signed in on the device",
      updatedAt: "When any of this last changed",
    },
    UserSession: {
      id: "The id of the session",
      deviceId: "The id of the device that the session is on",
      isActive: "Whether the session may still be used",
      isCurrent: "Whether it is the session that asks",
      expiresAt: "When the session ends unless its tokens are refreshed before",
      lastUsedAt: "When the user signed in, or the tokens were last refreshed",
      createdAt: "When the user signed in",
      revokedAt: "When the session was ended; null while it may be used",
    },
    RemovedDevice: { id: "The id of the device that is gone" },
    EndedSession: { id: "The id of the session that has ended" },
    EndedOtherSessions: { revokedCount: "How many sessions have ended" },
  },
  parameters: {
    "GET /sessions": { sortBy: "The field that the list is ordered by; `updatedAt` is another name of `lastUsedAt`" },
  },
};
