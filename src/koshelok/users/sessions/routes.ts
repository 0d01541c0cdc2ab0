import { REFRESH_DESCRIPTION } from "../../../kernel/auth/sessions.ts";
import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { Message } from "../contract.ts";
import { LoggedIn, Login, Refresh, Refreshed } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Users");

routes.open("post", "/users/login/", {
  summary: "Log in",
  description: "Of a user whose sign-up is finished; anybody else gets 401, as for a wrong password.",
  body: Login,
  reply: LoggedIn,
  errors: ["credentials_invalid"],
  handle: (ctx, { body }) => service.login(ctx, body),
});

routes.open("post", "/users/logout/", {
  summary: "Log out",
  description: "Needs only the refresh token: it and the access tokens of its session are dead at once.",
  body: Refresh,
  reply: Message,
  errors: ["token_invalid"],
  handle: (ctx, { body }) => service.logout(ctx, body.refresh),
});

routes.open("post", "/users/token/refresh/", {
  summary: "Get new tokens",
  description: `${REFRESH_DESCRIPTION} A refresh never widens what a token is good for.`,
  body: Refresh,
  reply: Refreshed,
  errors: ["token_invalid"],
  handle: (ctx, { body }) => service.refresh(ctx, body.refresh),
});

export const sessionEndpoints = routes.list;
