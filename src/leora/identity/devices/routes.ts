import { z } from "zod";
import { ById } from "../../../kernel/contract.ts";
import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import {
  DeviceQuery,
  DeviceView,
  EndedSession,
  EndedSessions,
  RemovedDevice,
  SessionQuery,
  SessionView,
} from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Devices and sessions");

routes.user("get", "/devices", {
  summary: "List my devices",
  description: "Devices that the user has signed in on, newest first unless ordered otherwise. There are at most 30.",
  query: DeviceQuery,
  reply: z.array(DeviceView),
  paged: true,
  handle: (ctx, { query }) => service.listDevices(ctx, query),
});

routes.user("delete", "/devices/{id}", {
  summary: "Remove a device",
  description: "Its sessions end at once, and their sockets are closed. Signing in on it again lists it anew.",
  params: ById,
  reply: RemovedDevice,
  handle: (ctx, { params }) => service.removeDevice(ctx, params.id),
});

routes.user("post", "/devices/{id}/trust", {
  summary: "Trust a device",
  description: "Sets `isTrusted`, which is only shown: nothing depends on it yet.",
  params: ById,
  reply: DeviceView,
  idempotent: false,
  handle: (ctx, { params }) => service.trustDevice(ctx, params.id),
});

routes.user("get", "/sessions", {
  summary: "List my live sessions",
  description: "Sessions that may still be used, newest first unless ordered otherwise. There are at most 30.",
  query: SessionQuery,
  reply: z.array(SessionView),
  paged: true,
  handle: (ctx, { query }) => service.listSessions(ctx, query),
});

routes.user("delete", "/sessions/all", {
  summary: "End all sessions but this one",
  description: "Signs out everywhere else at once, and closes the sockets of those sessions.",
  reply: EndedSessions,
  handle: service.removeOtherSessions,
});

routes.user("delete", "/sessions/{id}", {
  summary: "End a session",
  description: "At once, with its sockets; it may be the one that asks. A session that has ended is not found.",
  params: ById,
  reply: EndedSession,
  handle: (ctx, { params }) => service.removeSession(ctx, params.id),
});

export const deviceEndpoints = routes.list;
