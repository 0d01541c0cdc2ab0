/** The variables of a deployed environment with which it starts. All of them are invented. */
export const PRODUCTION = {
  ENVIRONMENT: "production",
  TOKEN_SECRET: "an-invented-secret-of-enough-length-0123",
  RATE_LIMITS: "auth=10,read=100,write=50,sync=20,ai=10",
  PASSWORD_COST: "10",
  CRM_BOOTSTRAP_SECRET: "an-invented-bootstrap-secret-of-0123",
  OPERATIONS_TOKEN: "an-invented-operations-token-of-0123",
  RESEND_API_KEY: "key",
  ESKIZ_EMAIL: "us@example.com",
  ESKIZ_PASSWORD: "password",
};
