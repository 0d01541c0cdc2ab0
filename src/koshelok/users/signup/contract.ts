import { z } from "zod";
import { plainPassword, repeatedPassword } from "../../../kernel/auth/password.ts";
import { label, note, timezone } from "../../../kernel/contract.ts";
import { AuthStatus, address, code, tokens } from "../contract.ts";
import { AUTH_TYPES } from "../rules.ts";

export const Signup = z.object({ email_phone_number: address() }).meta({ id: "SignUp" });
const AuthType = z.enum(AUTH_TYPES).meta({ id: "AuthType" });

export const SignedUp = z
  .object({
    id: z.int().meta({ example: 1 }),
    auth_type: AuthType,
    auth_status: z.literal("new"),
    ...tokens,
  })
  .meta({ id: "SignedUp" });

export const CodeVerify = z.object({ code: code() }).meta({ id: "CodeVerification" });
export const Verified = z.object({ auth_status: z.literal("code_verified"), ...tokens }).meta({ id: "CodeVerified" });

/** Letters, digits, `_`, `.` and `-`, with at least one letter, so that a username never looks like a phone number. */
const username = () =>
  z
    .string()
    .trim()
    .max(150)
    .regex(/^[\w.-]+$/, "Enter a valid username: letters, digits, _, . and - only.")
    .regex(/[A-Za-z_]/, "Enter a username with a letter at least.")
    .meta({ example: "ali123" });

/**
 * To finish the sign-up all fields but `timezone` are required, and the passwords must be equal (`finishSignup`, which
 * tells all of that at once); later only the fields to change are sent.
 */
export const ChangeInfo = z
  .object({
    first_name: label(150, "Ali"),
    last_name: note(150, "Valiyev").trim(),
    username: username(),
    password: plainPassword().meta({ example: "12345678" }),
    password_confirm: repeatedPassword().meta({ example: "12345678" }),
    timezone: timezone(),
  })
  .partial()
  .meta({ id: "InfoChanges" });

export const Changed = z
  .object({
    auth_status: AuthStatus,
    first_name: z.string().meta({ example: "Ali" }),
    last_name: z.string().meta({ example: "Valiyev" }),
    username: z.string().meta({ example: "ali123" }),
    timezone: timezone(),
    access: tokens.access.optional(),
    refresh: tokens.refresh.optional(),
  })
  .meta({ id: "ChangedInfo" });
