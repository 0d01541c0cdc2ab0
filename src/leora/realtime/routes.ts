import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { Ticket } from "./contract.ts";

const routes = endpointsOf("Realtime");

routes.user("post", "/realtime/ticket", {
  summary: "Get a ticket for the WebSocket",
  description:
    "Opens `GET /ws?ticket=…` once, within 30 seconds. Use it instead of `?token=…`: URLs end up in logs, and a used ticket is worthless there.",
  reply: Ticket,
  status: 201,
  command: "realtime.ticket",
  idempotent: false,
});

export const realtimeEndpoints = routes.list;
