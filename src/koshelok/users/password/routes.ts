import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { Message } from "../contract.ts";
import { RESET_SCOPE } from "../rules.ts";
import { Forgot, Reset, ResetToken, Update } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Users");

routes.open("post", "/users/forgot/", {
  summary: "Get a code to reset the password",
  description: "The token serves `reset` alone. The answer is the same for an address that nobody has.",
  body: Forgot,
  reply: ResetToken,
  handle: (ctx, { body }) => service.forgot(ctx, body.phone_email),
});

routes.user("put", "/users/reset/", {
  summary: "Set a new password by the code",
  description: "Ends all sessions.",
  scopes: [RESET_SCOPE],
  body: Reset,
  reply: Message,
  handle: (ctx, { body }) => service.reset(ctx, body),
});

routes.user("put", "/users/update/", {
  summary: "Set a new password by the old one",
  description: "Ends all other sessions.",
  body: Update,
  reply: Message,
  handle: (ctx, { body }) => service.update(ctx, body),
});

export const passwordEndpoints = routes.list;
