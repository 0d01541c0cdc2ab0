/**
 * The variables of a deployed environment with which it starts. All of them are invented; those that are undefined take the place
 * of development's, and have their defaults.
 */
export const PRODUCTION = {
  ENVIRONMENT: "production",
  TOKEN_SECRET: "an-invented-secret-of-enough-length-0123",
  TOKEN_ENCRYPTION_KEYS: "invented:YW4taW52ZW50ZWQtZW5jcnlwdGlvbi1rZXktMDEyMzQ=",
  CRM_BOOTSTRAP_SECRET: "an-invented-bootstrap-secret-of-0123",
  RESEND_API_KEY: "key",
  ESKIZ_EMAIL: "us@example.com",
  ESKIZ_PASSWORD: "password",
  RATE_LIMITS: undefined,
  PASSWORD_COST: undefined,
  OPERATIONS_TOKEN: undefined,
};
