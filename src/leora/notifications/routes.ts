import { crudEndpoints } from "../../engine/http/crud.ts";
import { notificationEntity } from "./entity.ts";

export const notificationEndpoints = crudEndpoints(notificationEntity, {
  path: "/notifications",
  tag: "Notifications",
  one: "notification",
}).list;
