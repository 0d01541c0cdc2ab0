import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

const DONE = "What was done, in English, for whoever writes the client";
const OTP = "The six digits of the newest mail";

/** What the fields of mailed codes mean (spec 2.2), for the OpenAPI document. */
export const codeDescriptions: Descriptions = {
  fields: {
    ForgottenPassword: { email: "The address of the account" },
    PasswordReset: {
      email: "The address of the account",
      otp: OTP,
      newPassword: "8 to 72 bytes of UTF-8, with at least one letter and one digit",
    },
    EmailVerification: { otp: OTP },
    CodeSent: { message: DONE },
    PasswordChanged: { message: DONE },
  },
};
