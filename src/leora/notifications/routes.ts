import { crudEndpoints } from "../../engine/http/crud.ts";
import { registry } from "../registry.ts";
import { notificationEntity } from "./entity.ts";

export const notificationEndpoints = crudEndpoints(registry, notificationEntity, {
  path: "/notifications",
  tag: "Notifications",
  singular: "notification",
}).list;
