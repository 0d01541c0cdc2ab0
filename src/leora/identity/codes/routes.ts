import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { UserView } from "../users/contract.ts";
import { CodeSent, ForgotPassword, PasswordChanged, ResetPassword, VerifyEmail } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Auth");

routes.open("post", "/auth/forgot-password", {
  summary: "Get a code to reset the password",
  description:
    "Mails six digits, valid for 10 minutes; the same ones while they are good. The answer is the same for an address that nobody has.",
  body: ForgotPassword,
  reply: CodeSent,
  handle: (ctx, { body }) => service.forgotPassword(ctx, body.email),
});

routes.open("post", "/auth/reset-password", {
  summary: "Set a new password",
  description:
    "Takes the mailed code, which also verifies the address, and ends all sessions. A wrong or expired code, or an address that nobody " +
    "has, is a `VALIDATION_ERROR` on `otp`.",
  body: ResetPassword,
  reply: PasswordChanged,
  handle: (ctx, { body }) => service.resetPassword(ctx, body),
});

routes.user("post", "/auth/verify-email", {
  summary: "Verify my e-mail address",
  description:
    "Takes the mailed six digits, which are good for 10 minutes and five tries; a wrong or expired code is a `VALIDATION_ERROR` on `otp`. " +
    "An address that is verified already stays so.",
  body: VerifyEmail,
  reply: UserView,
  idempotent: false,
  handle: (ctx, { body }) => service.verifyEmail(ctx, body.otp),
});

routes.user("post", "/auth/resend-verification", {
  summary: "Get a code for my e-mail address again",
  description: "The same one while it is good, else a new one. `INVALID_STATE` when the address is verified already.",
  reply: CodeSent,
  errors: ["invalid_state"],
  idempotent: false,
  handle: service.resendVerification,
});

export const codeEndpoints = routes.list;
