import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { UserView } from "../users/contract.ts";
import { ForgotPassword, Message, ResetPassword, VerifyEmail } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Auth");

routes.open("post", "/auth/forgot-password", {
  summary: "Get a code to reset the password",
  description:
    "Mails six digits, valid for 10 minutes; the same ones while they are good. The answer is the same for an address that nobody has.",
  body: ForgotPassword,
  reply: Message,
  handle: (ctx, { body }) => service.forgotPassword(ctx, body.email),
});

routes.open("post", "/auth/reset-password", {
  summary: "Set a new password",
  description: "Takes the mailed code, and ends all sessions.",
  body: ResetPassword,
  reply: Message,
  handle: (ctx, { body }) => service.resetPassword(ctx, body),
});

routes.user("post", "/auth/verify-email", {
  summary: "Verify my e-mail address",
  body: VerifyEmail,
  reply: UserView,
  idempotent: false,
  handle: (ctx, { body }) => service.verifyEmail(ctx, body.otp),
});

routes.user("post", "/auth/resend-verification", {
  summary: "Get a code for my e-mail address again",
  reply: Message,
  errors: ["invalid_state"],
  idempotent: false,
  handle: service.resendVerification,
});

export const codeEndpoints = routes.list;
