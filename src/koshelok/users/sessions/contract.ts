import { z } from "zod";
import { AuthStatus, tokens } from "../contract.ts";

export const Login = z
  .object({
    user_input: z.string().trim().min(1).max(254).meta({ example: "example@gmail.com" }),
    password: z.string().min(1).max(1000).meta({ example: "12345678" }),
  })
  .meta({ id: "Login" });
export const LoggedIn = z.object({ ...tokens, auth_status: AuthStatus }).meta({ id: "LoggedIn" });

export const Refresh = z.object({ refresh: z.string().min(1).max(1000) }).meta({ id: "Refresh" });
export const Refreshed = z.object(tokens).meta({ id: "Tokens" });
