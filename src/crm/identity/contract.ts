import { z } from "zod";
import { newPassword } from "../../kernel/auth/password.ts";
import { email, enteredName, timezone } from "../../kernel/contract.ts";
import { name, rowId } from "../contract.ts";
import { DEFAULT_TIMEZONE, ROLES } from "./rules.ts";

export const Register = z.object({
  email: email(),
  password: newPassword(),
  name: name("Dilnoza Rahimova"),
  role: z.enum(ROLES).default("user").meta({ description: "The first user is an administrator, whatever this says" }),
  timezone: timezone().default(DEFAULT_TIMEZONE),
  bootstrapSecret: z.string().min(1).max(200).optional().meta({
    description: "`CRM_BOOTSTRAP_SECRET` of the installation: for the first user, where it is set",
  }),
});

export const Login = z.object({
  email: enteredName().min(1).max(255).meta({ example: "dilnoza@example.com" }),
  password: z.string().min(1).max(1000).meta({ example: "SecurePass123!" }),
});

export const Refresh = z.object({ refreshToken: z.string().min(1).max(1000) });

export const Profile = z.object({ name: name("Dilnoza Rahimova"), timezone: timezone() }).partial();

export const UserView = z
  .object({
    id: rowId(),
    email: z.string().meta({ example: "dilnoza@example.com" }),
    name: z.string().meta({ example: "Dilnoza Rahimova" }),
    role: z.enum(ROLES),
    timezone: timezone(),
  })
  .meta({ id: "User" });

export const OneUser = z.object({ user: UserView });
export const Tokens = z.object({ token: z.string(), refreshToken: z.string() }).meta({ id: "Tokens" });
export const SignedIn = z.object({ user: UserView, ...Tokens.shape }).meta({ id: "SignedIn" });
export const Registered = z
  .object({ user: UserView, ...Tokens.partial().shape })
  .meta({ id: "Registered", description: "The first user is signed in at once, with tokens" });
