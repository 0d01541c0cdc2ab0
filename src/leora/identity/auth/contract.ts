import { z } from "zod";
import { newPassword, repeatedPassword } from "../../../kernel/auth/password.ts";
import { currency, email, enteredName, timezone } from "../../../kernel/contract.ts";
import { fullName, phoneNumber, preferences, region, UserView, username } from "../users/contract.ts";
import { ACCESS_TTL_SECONDS } from "./rules.ts";

const rememberMe = z.boolean().default(false).meta({ example: true, description: "A session of 30 days instead of 7" });

export const Register = z
  .object({
    email: email(),
    fullName: fullName(),
    password: newPassword(),
    confirmPassword: repeatedPassword().meta({ example: "SecurePass123!" }),
    region: region(),
    currency: currency(),
    username: username().nullish(),
    phoneNumber: phoneNumber().nullish(),
    timezone: timezone().nullish(),
    preferences: preferences().nullish(),
    rememberMe,
  })
  .refine(({ password, confirmPassword }) => password === confirmPassword, {
    path: ["confirmPassword"],
    message: "The passwords differ",
  });

export const Login = z.object({
  emailOrUsername: enteredName().min(1).max(254).meta({ example: "user@example.com" }),
  password: z.string().min(1).max(1000).meta({ example: "SecurePass123!" }),
  rememberMe,
});

export const Refresh = z.object({ refreshToken: z.string().min(1).max(1000) });

export const Tokens = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    expiresIn: z.int().meta({ example: ACCESS_TTL_SECONDS, description: "Seconds" }),
  })
  .meta({ id: "Tokens" });

export const SignedIn = z.object({ user: UserView, ...Tokens.shape }).meta({ id: "SignedIn" });
