import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { UserPatch, UserView } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("Users");

routes.user("get", "/users/me", {
  summary: "Get my profile",
  description: "All that is known about the user whose access token it is, but for the password.",
  reply: UserView,
  handle: service.me,
});

routes.user("patch", "/users/me", {
  summary: "Change my profile",
  description:
    "`timezone` follows `region` until it is set; `preferences` are merged. The e-mail address stays. Another `primaryCurrency` may make more of the accounts' currencies further ones than the plan has: `PLAN_LIMIT_REACHED`.",
  body: UserPatch,
  reply: UserView,
  errors: ["already_exists", "plan_limit_reached"],
  handle: (ctx, { body }) => service.updateMe(ctx, body),
});

export const userEndpoints = routes.list;
