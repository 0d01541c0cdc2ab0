import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

const PASSWORD = "The user's password, once more";
const CODE = "Six digits of the authenticator app, or a recovery code; spaces, hyphens and case make no difference";
const RECOVERY_CODES = "Ten codes, each good in place of one of the app's, once; they are shown only here";

/** What the fields of two-factor sign-in mean, for the OpenAPI document. */
export const twoFactorDescriptions: Descriptions = {
  fields: {
    TwoFactorSetupRequest: { password: PASSWORD },
    TwoFactorSetup: {
      secret: "The app's secret in base32, for typing it in",
      otpauthUrl: "The same for a QR code, with the account's name",
      expiresIn: "Seconds until the secret is forgotten, unless it is enabled by then",
    },
    TwoFactorEnabling: { code: "Six digits of the authenticator app" },
    TwoFactorEnabled: { enabled: "Always `true`", recoveryCodes: RECOVERY_CODES },
    TwoFactorStatus: {
      enabled: "Whether signing in asks for a code",
      enabledAt: "Since when; null when it does not",
      recoveryCodesLeft: "How many recovery codes are unused",
    },
    TwoFactorVerification: {
      challengeToken: "What `POST /auth/login` replied with `AUTH_2FA_REQUIRED`",
      code: CODE,
    },
    TwoFactorDisabling: { password: PASSWORD, code: CODE },
    TwoFactorDisabled: { enabled: "Always `false`" },
    RecoveryCodesRenewal: { code: CODE },
    RecoveryCodes: { recoveryCodes: RECOVERY_CODES },
    SignInChallenge: {
      challengeToken: "With `AUTH_2FA_REQUIRED`: goes to `POST /auth/2fa/verify` with a code; it is no access token",
      expiresIn: "With `AUTH_2FA_REQUIRED`: seconds until the challenge is too old",
    },
  },
};
