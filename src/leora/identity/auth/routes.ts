import { REFRESH_DESCRIPTION } from "../../../kernel/auth/sessions.ts";
import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { UserView } from "../users/contract.ts";
import { me } from "../users/service.ts";
import { Login, Refresh, Register, SignedIn, SignedOut, Tokens } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("Auth");

routes.open("post", "/auth/register", {
  summary: "Create an account",
  description:
    "Signs in as well, on the device that the headers describe (see `POST /auth/login`), and mails a code for `POST /auth/verify-email`. " +
    "An address or username that somebody has is `RESOURCE_ALREADY_EXISTS`.",
  reads: ["device"],
  body: Register,
  reply: SignedIn,
  status: 201,
  errors: ["already_exists"],
  handle: (ctx, { body }) => service.register(ctx, body),
});

routes.open("post", "/auth/login", {
  summary: "Sign in",
  description:
    "Each sign-in is a session of its own on the device that `X-Device-ID`, `X-Device-Name`, `X-Platform` and `X-App-Version` describe. A user has at most 30 live sessions: one more ends the least recently used. A device without any gives way to the 31st. " +
    "For a user with two-factor sign-in the right password is answered with 401 `AUTH_2FA_REQUIRED`: no session is opened, and `error.challengeToken` " +
    "is good for `POST /auth/2fa/verify` once, for `error.expiresIn` seconds.",
  reads: ["device"],
  body: Login,
  reply: SignedIn,
  errors: ["credentials_invalid", "two_factor_required"],
  handle: (ctx, { body }) => service.login(ctx, body),
});

routes.open("post", "/auth/refresh", {
  summary: "Get new tokens",
  description: REFRESH_DESCRIPTION,
  body: Refresh,
  reply: Tokens,
  errors: ["token_invalid", "token_expired"],
  handle: (ctx, { body }) => service.refresh(ctx, body.refreshToken),
});

routes.user("post", "/auth/logout", {
  summary: "Sign out",
  description:
    "Ends the session that asks, at once: both of its tokens are refused from now on, and its sockets are closed. The device stays listed.",
  reply: SignedOut,
  idempotent: false,
  handle: service.logout,
});

routes.user("get", "/auth/me", {
  summary: "Get the signed-in user",
  description: "The same as `GET /users/me`.",
  reply: UserView,
  handle: me,
});

export const authEndpoints = routes.list;
