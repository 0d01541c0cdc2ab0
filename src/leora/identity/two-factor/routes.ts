import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { SignedIn } from "../auth/contract.ts";
import {
  Disable,
  DisabledView,
  Enable,
  EnabledView,
  RecoveryCodesView,
  RenewRecoveryCodes,
  SetUp,
  SetupView,
  StatusView,
  Verify,
} from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("Auth");

routes.user("post", "/auth/2fa/setup", {
  summary: "Set up two-factor sign-in",
  description:
    "Makes a secret for an authenticator app (TOTP: SHA-1, six digits, 30 seconds), in place of one that is not enabled yet. Nothing changes " +
    "until `POST /auth/2fa/enable` gets a code of it. `INVALID_STATE` when two-factor sign-in is enabled.",
  body: SetUp,
  reply: SetupView,
  errors: ["credentials_invalid", "invalid_state"],
  idempotent: false,
  handle: (ctx, { body }) => service.setUp(ctx, body.password),
});

routes.user("post", "/auth/2fa/enable", {
  summary: "Enable two-factor sign-in",
  description:
    "Takes a code of the app that was set up, and ends all other sessions at once. A wrong code is a `VALIDATION_ERROR` on `code`; " +
    "`INVALID_STATE` when nothing is set up, or it is enabled already.",
  body: Enable,
  reply: EnabledView,
  errors: ["invalid_state"],
  idempotent: false,
  handle: (ctx, { body }) => service.enable(ctx, body.code),
});

routes.user("get", "/auth/2fa", {
  summary: "See whether two-factor sign-in is enabled",
  description: "The secret and the recovery codes are not shown again.",
  reply: StatusView,
  handle: service.status,
});

routes.open("post", "/auth/2fa/verify", {
  summary: "Sign in with a code",
  description:
    "The second step after `AUTH_2FA_REQUIRED` of `POST /auth/login`, whose `rememberMe` counts; the session is opened on the device that the " +
    "headers of this request describe. Each code is accepted once. Five wrong codes end the challenge, and after 20 in a day codes have to wait.",
  reads: ["device"],
  body: Verify,
  reply: SignedIn,
  errors: ["two_factor_invalid", "token_invalid"],
  handle: (ctx, { body }) => service.verify(ctx, body),
});

routes.user("post", "/auth/2fa/disable", {
  summary: "Disable two-factor sign-in",
  description: "Forgets the app and the recovery codes. `INVALID_STATE` when it is not enabled.",
  body: Disable,
  reply: DisabledView,
  errors: ["credentials_invalid", "two_factor_invalid", "invalid_state"],
  idempotent: false,
  handle: (ctx, { body }) => service.disable(ctx, body),
});

routes.user("post", "/auth/2fa/recovery-codes", {
  summary: "Get new recovery codes",
  description: "Ten new ones; all older ones die. `INVALID_STATE` when two-factor sign-in is not enabled.",
  body: RenewRecoveryCodes,
  reply: RecoveryCodesView,
  errors: ["two_factor_invalid", "invalid_state"],
  idempotent: false,
  handle: (ctx, { body }) => service.renewRecoveryCodes(ctx, body.code),
});

export const twoFactorEndpoints = routes.list;
