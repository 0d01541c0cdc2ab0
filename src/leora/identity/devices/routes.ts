import { z } from "zod";
import { ById } from "../../../kernel/contract.ts";
import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { DeviceQuery, DeviceView, Ended, EndedAll, SessionQuery, SessionView } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Devices and sessions");

routes.user("get", "/devices", {
  summary: "List my devices",
  query: DeviceQuery,
  reply: z.array(DeviceView),
  paged: true,
  handle: (ctx, { query }) => service.listDevices(ctx, query),
});

routes.user("delete", "/devices/{id}", {
  summary: "Remove a device",
  description: "Its sessions end at once.",
  params: ById,
  reply: Ended,
  handle: (ctx, { params }) => service.removeDevice(ctx, params.id),
});

routes.user("post", "/devices/{id}/trust", {
  summary: "Trust a device",
  params: ById,
  reply: DeviceView,
  idempotent: false,
  handle: (ctx, { params }) => service.trustDevice(ctx, params.id),
});

routes.user("get", "/sessions", {
  summary: "List my live sessions",
  query: SessionQuery,
  reply: z.array(SessionView),
  paged: true,
  handle: (ctx, { query }) => service.listSessions(ctx, query),
});

routes.user("delete", "/sessions/all", {
  summary: "End all sessions but this one",
  reply: EndedAll,
  handle: service.removeOtherSessions,
});

routes.user("delete", "/sessions/{id}", {
  summary: "End a session",
  params: ById,
  reply: Ended,
  handle: (ctx, { params }) => service.removeSession(ctx, params.id),
});

export const deviceEndpoints = routes.list;
