import { issueOtp } from "../../kernel/auth/otp.ts";
import { beginSession } from "../../kernel/auth/sessions.ts";
import { signAccessToken } from "../../kernel/auth/token.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context, PublicContext } from "../../kernel/context.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import { rateLimited } from "../../kernel/http/respond.ts";
import type { HubProduct } from "../../kernel/hub/product.ts";
import { sendMessage } from "../../kernel/outbound/message.ts";
import type { Principal } from "../../kernel/principal.ts";
import {
  ACCESS_TTL_SECONDS,
  type Address,
  codeMessage,
  DEFAULT_TIMEZONE,
  type LimitedScope,
  POLICY,
  RESET_SCOPE,
  SESSION_MS,
} from "./rules.ts";
import type { User } from "./table.ts";

const HOUR_MS = 3_600_000;

export interface Tokens {
  access: string;
  refresh: string;
}

/** The caller's own row; one D1 call. */
export async function currentUser({ identity, userId }: Context): Promise<User> {
  const [user] = await identity.all(statement("SELECT * FROM users WHERE id = ?", userId));
  if (!user) throw new AppError("token_invalid");
  return unsafeCast<User>(user);
}

/**
 * A new session, open once `insert` has run, which needs the positional condition `when` to hold. `userId` may be known
 * only after that.
 */
export async function newSession(ctx: PublicContext, scope: LimitedScope | null, userId: Statement, when: Statement) {
  const { row, refreshToken } = await beginSession(ctx, "", SESSION_MS);
  const insert = statement(
    `INSERT INTO userSessions (id, userId, tokenHash, retiredTokens, lifetimeMs, expiresAt, lastUsedAt, createdAt, scope)
      SELECT ?, ${userId.sql}, ?, '[]', ?, ?, ?, ?, ? WHERE ${when.sql}`,
    row.id,
    ...userId.params,
    row.tokenHash,
    row.lifetimeMs,
    row.expiresAt,
    row.lastUsedAt,
    row.createdAt,
    scope,
    ...when.params,
  );
  const tokens = async (ownerId: unknown): Promise<Tokens> => ({
    access: await accessToken(ctx, { userId: String(ownerId), sessionId: row.id }),
    refresh: refreshToken,
  });
  return { insert, tokens };
}

export const accessToken = ({ env, product, now }: PublicContext, subject: { userId: string; sessionId: string }) =>
  signAccessToken(env, product, subject, now, ACCESS_TTL_SECONDS);

/** A new code for an address: `insert` stores it (and answers with a row), `send` sends it after the reply. */
export async function prepareCode(ctx: PublicContext, purpose: "signup" | "reset", { address, auth_type }: Address) {
  const { code, insert } = await issueOtp(ctx.env.TOKEN_SECRET, POLICY, { purpose, address }, ctx.now);
  const channel = auth_type === "via_email" ? "email" : "sms";
  const send = () => ctx.later(sendMessage(ctx.env, { channel, to: address, ...codeMessage(purpose, code) }));
  return { insert, send };
}

export const wrongCode = () => invalid("code", "Wrong or expired code.");

/** The address had its codes for this hour. */
export const tooManyCodes = ({ now }: PublicContext) =>
  rateLimited({ limit: POLICY.perHour, remaining: 0, resetAt: now + HOUR_MS }, now);

/** A live session with its user, for the hub; one D1 call. */
export const loadSession: HubProduct["loadSession"] = async (ctx, userId, sessionId) => {
  const isUser = /^\d+$/.test(userId);
  const [found] = await ctx.identity.all(
    isUser
      ? statement(
          `SELECT s.expiresAt, s.scope, u.timezone FROM userSessions s JOIN users u ON u.id = s.userId
            WHERE s.id = ? AND s.userId = ? AND s.revokedAt IS NULL AND s.expiresAt > ?`,
          sessionId,
          userId,
          ctx.now,
        )
      : statement(
          `SELECT expiresAt, '${RESET_SCOPE}' AS scope, '${DEFAULT_TIMEZONE}' AS timezone FROM passwordResets
            WHERE id = ? AND expiresAt > ?`,
          userId,
          ctx.now,
        ),
  );
  if (!found) return null;
  const scope = found.scope === null ? {} : { scope: String(found.scope) };
  return { principal: { ...principalOf(userId, found.timezone), ...scope }, expiresAt: Number(found.expiresAt) };
};

/** A user alone, for the hub's own work; one D1 call. */
export const loadPrincipal: HubProduct["loadPrincipal"] = async (ctx, userId) => {
  const [user] = await ctx.identity.all(statement("SELECT timezone FROM users WHERE id = ?", userId));
  return user ? principalOf(userId, user.timezone) : null;
};

const principalOf = (userId: string, timezone: unknown): Principal => ({
  userId,
  role: "user",
  timezone: String(timezone),
  profile: {},
});
