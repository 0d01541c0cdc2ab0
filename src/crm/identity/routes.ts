import { REFRESH_DESCRIPTION } from "../../kernel/auth/sessions.ts";
import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { Message } from "../contract.ts";
import { Login, OneUser, Profile, Refresh, Register, Registered, SignedIn, Tokens } from "./contract.ts";
import { ADMINISTRATORS } from "./rules.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Auth");

routes.optional("post", "/auth/register", {
  summary: "Create an account",
  description:
    "The first user ever becomes administrator and is signed in, which in production takes `bootstrapSecret`; after that only administrators may do this.",
  body: Register,
  reply: Registered,
  status: 201,
  errors: ["already_exists"],
  role: ADMINISTRATORS,
  idempotent: false,
  handle: (ctx, { body }) => service.register(ctx, body),
});

routes.open("post", "/auth/login", {
  summary: "Sign in",
  description: "The token is good for 24 hours, the refresh token for 7 days from its last use.",
  body: Login,
  reply: SignedIn,
  errors: ["credentials_invalid"],
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
  summary: "Sign out, at once",
  description: "The session ends: its access token and its refresh token are refused from now on.",
  reply: Message,
  idempotent: false,
  handle: service.logout,
});

routes.user("get", "/auth/me", {
  summary: "Get the signed-in user",
  description: "Whose token this is, with role and time zone.",
  reply: OneUser,
  handle: service.me,
});

routes.user("put", "/auth/me", {
  summary: "Change my name or time zone",
  description: "Months and days of analytics are those of the time zone.",
  body: Profile,
  reply: OneUser,
  handle: (ctx, { body }) => service.updateMe(ctx, body),
});

export const identityEndpoints = routes.list;
