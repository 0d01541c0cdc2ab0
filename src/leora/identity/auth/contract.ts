import { z } from "zod";
import { newPassword, repeatedPassword } from "../../../kernel/auth/password.ts";
import { currency, email, enteredName, timezone } from "../../../kernel/contract.ts";
import { fullName, Preferences, phoneNumber, Region, UserView, username } from "../users/contract.ts";
import { ACCESS_TTL_SECONDS } from "./rules.ts";

const rememberMe = z.boolean().default(false).meta({ example: true });

export const Register = z
  .object({
    email: email(),
    fullName: fullName(),
    password: newPassword(),
    confirmPassword: repeatedPassword().meta({ example: "SecurePass123!" }),
    region: Region,
    currency: currency(),
    username: username().nullish(),
    phoneNumber: phoneNumber().nullish(),
    timezone: timezone().nullish(),
    preferences: Preferences.nullish(),
    rememberMe,
  })
  .refine(({ password, confirmPassword }) => password === confirmPassword, {
    path: ["confirmPassword"],
    message: "The passwords differ",
  })
  .meta({ id: "Registration" });

export const Login = z
  .object({
    emailOrUsername: enteredName().min(1).max(254).meta({ example: "user@example.com" }),
    password: z.string().min(1).max(1000).meta({ example: "SecurePass123!" }),
    rememberMe,
  })
  .meta({ id: "Login" });

/** It looks like one of ours, which begin with the id of their session. */
const REFRESH_TOKEN = "0192f0c1-2b3c-7d4e-8f5a-557365725365.fX3Jq0Zp1mB7cR9sT2vY4w.q8Xw1c";

export const Refresh = z
  .object({ refreshToken: z.string().min(1).max(1000).meta({ example: REFRESH_TOKEN }) })
  .meta({ id: "TokenRefresh" });

export const Tokens = z
  .object({
    accessToken: z.string().meta({ example: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzaWQiOiIwMTkyZjBjMSJ9.q8Xw1c" }),
    refreshToken: z.string().meta({ example: REFRESH_TOKEN }),
    expiresIn: z.int().meta({ example: ACCESS_TTL_SECONDS }),
  })
  .meta({ id: "Tokens" });

export const SignedOut = z.object({ message: z.string().meta({ example: "Logged out" }) }).meta({ id: "SignedOut" });

export const SignedIn = z.object({ user: UserView, ...Tokens.shape }).meta({ id: "SignedIn" });
