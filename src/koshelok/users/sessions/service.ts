import type { z } from "zod";
import { endSessionOfToken, rotateRefreshToken } from "../../../kernel/auth/sessions.ts";
import { type Claim, signIn } from "../../../kernel/auth/sign-in.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { PublicContext } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import { addressOf } from "../rules.ts";
import { accessToken, newSession, type Tokens } from "../service.ts";
import type { User } from "../table.ts";
import type { LoggedIn, Login } from "./contract.ts";

/**
 * Signs in by e-mail address, phone number or username. Two D1 calls.
 * @throws credentials_invalid for unknown users, unfinished ones and wrong passwords alike, after the same time;
 * rate_limited
 */
export async function login(ctx: PublicContext, input: z.output<typeof Login>): Promise<z.output<typeof LoggedIn>> {
  const { user_input, password } = input;
  const address = addressOf(user_input)?.address;
  const query = (columns: string) =>
    statement(
      `SELECT ${columns} FROM users WHERE (address = ? OR lower(username) = lower(?)) AND auth_status = 'done'`,
      address ?? "",
      user_input,
    );
  const id = query("CAST(id AS TEXT)");
  const claim: Claim<User> = {
    name: address ?? user_input.toLowerCase(),
    owner: { ...id, sql: `(${id.sql})` },
    find: query("*"),
    read: unsafeCast<User>,
  };
  const { opened } = await signIn(ctx, claim, password, async (user) => {
    const session = await newSession(ctx, null, String(user.id));
    return { statements: [session.insert, session.pushOut], tokens: await session.tokens(user.id) };
  });
  return { ...opened.tokens, auth_status: "done" };
}

/**
 * New tokens for an old refresh token, with the session's own scope. One D1 call.
 * @throws token_invalid on `refresh`
 */
export async function refresh(ctx: PublicContext, token: string): Promise<Tokens> {
  const { refreshToken, subject } = await refuseRefreshToken(rotateRefreshToken(ctx, token));
  return { access: await accessToken(ctx, subject), refresh: refreshToken };
}

/** Ends the token's session at once. @throws token_invalid on `refresh` */
export async function logout(ctx: PublicContext, token: string): Promise<{ message: string }> {
  await refuseRefreshToken(endSessionOfToken(ctx, token));
  return { message: "Tizimdan chiqdingiz" };
}

/**
 * The result of a call that takes a refresh token.
 * @throws token_invalid on `refresh` when the token is refused, so that clients can tell it from a refused access token
 */
async function refuseRefreshToken<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    const isToken = error instanceof AppError && (error.code === "token_invalid" || error.code === "token_expired");
    if (!isToken) throw error;
    throw new AppError("token_invalid", { details: [{ field: "refresh", message: "Token is invalid or expired" }] });
  }
}
