import { z } from "zod";
import { newPassword } from "../../../kernel/auth/password.ts";
import { email } from "../../../kernel/contract.ts";
import { POLICY } from "./rules.ts";

const otp = z
  .string()
  .trim()
  .regex(new RegExp(`^\\d{${POLICY.digits}}$`), `Expected ${POLICY.digits} digits`)
  .meta({ example: "123456" });

export const ForgotPassword = z.object({ email: email() }).meta({ id: "ForgottenPassword" });
export const ResetPassword = z
  .object({ email: email(), otp, newPassword: newPassword() })
  .meta({ id: "PasswordReset" });
export const VerifyEmail = z.object({ otp }).meta({ id: "EmailVerification" });
export const CodeSent = z
  .object({ message: z.string().meta({ example: "OTP sent to email" }) })
  .meta({ id: "CodeSent" });
export const PasswordChanged = z
  .object({ message: z.string().meta({ example: "Password changed; sign in with the new one" }) })
  .meta({ id: "PasswordChanged" });
