import { z } from "zod";
import { newPassword } from "../../kernel/auth/password.ts";
import { email, enteredName, timezone } from "../../kernel/contract.ts";
import { name, rowId } from "../contract.ts";
import { DEFAULT_TIMEZONE, ROLES } from "./rules.ts";

const Role = z.enum(ROLES).meta({ id: "Role" });

export const Register = z
  .object({
    email: email(),
    password: newPassword(),
    name: name("Dilnoza Rahimova"),
    role: Role.default("user"),
    timezone: timezone().default(DEFAULT_TIMEZONE),
    bootstrapSecret: z.string().min(1).max(200).optional(),
  })
  .meta({
    id: "Registration",
    example: { email: "dilnoza@example.com", password: "SecurePass123!", name: "Dilnoza Rahimova", role: "user" },
  });

export const Login = z
  .object({
    email: enteredName().min(1).max(255).meta({ example: "dilnoza@example.com" }),
    password: z.string().min(1).max(1000).meta({ example: "SecurePass123!" }),
  })
  .meta({ id: "Login" });

export const Refresh = z.object({ refreshToken: z.string().min(1).max(1000) }).meta({ id: "Refresh" });

export const Profile = z
  .object({ name: name("Dilnoza Rahimova"), timezone: timezone() })
  .partial()
  .meta({ id: "ProfileChanges" });

export const UserView = z
  .object({
    id: rowId(),
    email: z.string().meta({ example: "dilnoza@example.com" }),
    name: z.string().meta({ example: "Dilnoza Rahimova" }),
    role: Role,
    timezone: timezone(),
  })
  .meta({ id: "User" });

export const OneUser = z.object({ user: UserView }).meta({ id: "OneUser" });
export const Tokens = z.object({ token: z.string(), refreshToken: z.string() }).meta({ id: "Tokens" });
export const SignedIn = z.object({ user: UserView, ...Tokens.shape }).meta({ id: "SignedIn" });
export const Registered = z.object({ user: UserView, ...Tokens.partial().shape }).meta({ id: "Registered" });
