import type { z } from "zod";
import { passwordMatches } from "../../../kernel/auth/password.ts";
import { endSessionOf, requirePassword, rotateRefreshToken } from "../../../kernel/auth/sessions.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { PublicContext } from "../../../kernel/context.ts";
import { isRefused, statement } from "../../../kernel/db/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import { addressOf } from "../rules.ts";
import { accessToken, newSession, type Tokens } from "../service.ts";
import type { User } from "../table.ts";
import type { LoggedIn, Login } from "./contract.ts";

const ALWAYS = statement("1");

/** Two D1 calls. @throws credentials_invalid: unknown, unfinished and wrong password alike, after the same time */
export async function login(ctx: PublicContext, input: z.output<typeof Login>): Promise<z.output<typeof LoggedIn>> {
  const { user_input, password } = input;
  const finding = statement(
    "SELECT * FROM users WHERE (address = ? OR lower(username) = lower(?)) AND auth_status = 'done'",
    addressOf(user_input)?.address ?? "",
    user_input,
  );
  const user = unsafeCast<User | undefined>((await ctx.identity.all(finding))[0]);
  const hash = user?.passwordHash ?? null;
  if (!(await passwordMatches(ctx.env, password, hash)) || !user || hash === null) throw wrongCredentials();
  const session = await newSession(ctx, null, statement("?", String(user.id)), ALWAYS);
  await ctx.identity.batch([requirePassword(user.id, hash), session.insert]).catch((error) => {
    throw isRefused(error) ? wrongCredentials() : error;
  });
  return { ...(await session.tokens(user.id)), auth_status: "done" };
}

/** New tokens for an old refresh token, with the session's own scope. One D1 call. @throws token_invalid on `refresh` */
export async function refresh(ctx: PublicContext, token: string): Promise<Tokens> {
  const { refreshToken, ...subject } = await namingRefresh(rotateRefreshToken(ctx, token));
  return { access: await accessToken(ctx, subject), refresh: refreshToken };
}

/** Ends the token's session at once. @throws token_invalid on `refresh` */
export async function logout(ctx: PublicContext, token: string): Promise<{ message: string }> {
  await namingRefresh(endSessionOf(ctx, token));
  return { message: "Tizimdan chiqdingiz" };
}

/** Clients tell from the reply which of their two tokens is no good. */
async function namingRefresh<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isToken = error instanceof AppError && (error.code === "token_invalid" || error.code === "token_expired");
    if (!isToken) throw error;
    throw new AppError("token_invalid", { details: [{ field: "refresh", message: "Token is invalid or expired" }] });
  }
}

const wrongCredentials = () => new AppError("credentials_invalid");
