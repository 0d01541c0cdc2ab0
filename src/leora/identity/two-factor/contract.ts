import { z } from "zod";
import { instant } from "../../../kernel/contract.ts";
import { SETUP_TTL_SECONDS } from "./rules.ts";

const password = z.string().min(1).max(1000).meta({ example: "SecurePass123!" });
/** Of any form: what is neither six digits nor a recovery code is a wrong code like any other. */
const code = z.string().min(1).max(100).meta({ example: "492039" });
const recoveryCodes = z.array(z.string().meta({ example: "k7m2x-9qpwd" }));

export const SetUp = z.object({ password }).meta({ id: "TwoFactorSetupRequest" });

export const SetupView = z
  .object({
    secret: z.string().meta({ example: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }),
    otpauthUrl: z.string().meta({
      example:
        "otpauth://totp/Leora:user%40example.com?issuer=Leora&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30",
    }),
    expiresIn: z.int().meta({ example: SETUP_TTL_SECONDS }),
  })
  .meta({ id: "TwoFactorSetup" });

export const Enable = z.object({ code }).meta({ id: "TwoFactorEnabling" });
export const EnabledView = z.object({ enabled: z.literal(true), recoveryCodes }).meta({ id: "TwoFactorEnabled" });

export const StatusView = z
  .object({
    enabled: z.boolean().meta({ example: true }),
    enabledAt: instant().nullable(),
    recoveryCodesLeft: z.int().meta({ example: 10 }),
  })
  .meta({ id: "TwoFactorStatus" });

export const Verify = z
  .object({
    challengeToken: z.string().min(1).max(1000).meta({ example: "fX3Jq0Zp1mB7cR9sT2vY4wq8Xw1cKd5eNf6gPh7iQj8" }),
    code,
  })
  .meta({ id: "TwoFactorVerification" });

export const Disable = z.object({ password, code }).meta({ id: "TwoFactorDisabling" });
export const DisabledView = z.object({ enabled: z.literal(false) }).meta({ id: "TwoFactorDisabled" });

export const RenewRecoveryCodes = z.object({ code }).meta({ id: "RecoveryCodesRenewal" });
export const RecoveryCodesView = z.object({ recoveryCodes }).meta({ id: "RecoveryCodes" });
