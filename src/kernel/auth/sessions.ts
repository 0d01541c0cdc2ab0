import type { PublicContext } from "../context.ts";
import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../crypto.ts";
import { type Statement, statement } from "../db/database.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import type { RetiredToken } from "./table.ts";
import type { TokenSubject } from "./token.ts";

/** How long after its replacement a refresh token still gets its successor: mobile clients retry lost replies. */
const GRACE_MS = 60_000;
const SEAL_LENGTH = 22;
const REFRESH_TOKEN = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{22})$/;

/** The stored form of a refresh token. */
const refreshTokenHash = (token: string): Promise<string> => sha256Hex(token);

/** The first refresh token of a session: random, and sealed so that forgeries are told apart without asking D1. */
const newRefreshToken = (secret: string, sessionId: string): Promise<string> => seal(secret, sessionId, randomToken());

/** A session that begins now, as `sessionColumns` has it, and its first refresh token. */
export async function beginSession({ env, now }: PublicContext, userId: string, lifetimeMs: number) {
  const id = newId(now);
  const refreshToken = await newRefreshToken(env.TOKEN_SECRET, id);
  const row = {
    id,
    userId,
    tokenHash: await refreshTokenHash(refreshToken),
    retiredTokens: [],
    lifetimeMs,
    expiresAt: now + lifetimeMs,
    lastUsedAt: now,
    createdAt: now,
  };
  return { row, refreshToken };
}

/**
 * Aborts its batch (`isRefused`) when the password is no longer the one that was checked: whatever changed it has
 * ended all sessions, and a new one must not survive it.
 */
export const requirePassword = (userId: string | number, passwordHash: string): Statement =>
  statement(
    "INSERT INTO guard (ok) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM users WHERE id = ? AND passwordHash = ?)",
    userId,
    passwordHash,
  );

/**
 * Ends the session that a refresh token, current or replaced, was made for. One D1 call.
 * @throws AppError token_invalid when it has ended or never was
 */
export async function endSessionOf(ctx: PublicContext, token: string): Promise<void> {
  const sessionId = await sealedSession(ctx.env.TOKEN_SECRET, token);
  const ending = statement(
    "UPDATE userSessions SET revokedAt = ?2 WHERE id = ?1 AND revokedAt IS NULL AND expiresAt > ?2 RETURNING userId",
    sessionId,
    ctx.now,
  );
  const [ended] = sessionId === null ? [] : await ctx.identity.all(ending);
  if (sessionId === null || !ended) throw new AppError("token_invalid", { message: "Invalid refresh token" });
  await ctx.hubOf(String(ended.userId)).revoke([sessionId]);
}

/**
 * Replaces a refresh token; call it with the product's `userSessions`. The successor is derived from the token itself,
 * so twins and retries within the grace get the same one, and no race can split the chain. Later reuse means that the
 * token was stolen: it ends the session. One D1 call, `alongside` included.
 * @throws AppError token_expired when the session has run out; token_invalid when it ended or never was
 */
export async function rotateRefreshToken(
  ctx: PublicContext,
  token: string,
  alongside: (sessionId: string) => Statement[] = () => [],
): Promise<TokenSubject & { refreshToken: string }> {
  const { identity, now } = ctx;
  const secret = ctx.env.TOKEN_SECRET;
  const sessionId = await sealedSession(secret, token);
  if (sessionId === null) throw new AppError("token_invalid", { message: "Invalid refresh token" });
  const successor = await seal(secret, sessionId, await hmacBase64Url(secret, `refresh-successor ${token}`));
  const [tokenHash, successorHash] = [await refreshTokenHash(token), await refreshTokenHash(successor)];

  const answers = await identity.batch([
    replacement(sessionId, tokenHash, successorHash, now),
    ...alongside(sessionId),
    statement("SELECT userId, retiredTokens, expiresAt, revokedAt FROM userSessions WHERE id = ?", sessionId),
  ]);
  const session = answers.at(-1)?.[0];
  if (!session || session.revokedAt !== null) {
    throw new AppError("token_invalid", { message: "This session has ended" });
  }
  if (Number(session.expiresAt) <= now) throw new AppError("token_expired", { message: "This session has expired" });
  const userId = String(session.userId);
  const retired: RetiredToken[] = JSON.parse(String(session.retiredTokens));
  const inGrace = retired.some(([hash, retiredAt]) => hash === tokenHash && now - retiredAt < GRACE_MS);
  if (inGrace) return { userId, sessionId, refreshToken: successor };

  await identity.batch([
    statement("UPDATE userSessions SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL", now, sessionId),
  ]);
  await ctx.hubOf(userId).revoke([sessionId]);
  throw new AppError("token_invalid", { message: "This refresh token was used before: the session has ended" });
}

/** Makes the successor current, if the token is; remembers which tokens were replaced within the grace. */
const replacement = (sessionId: string, tokenHash: string, successorHash: string, now: number): Statement =>
  statement(
    `UPDATE userSessions SET
      tokenHash = ?3,
      retiredTokens = (
        SELECT json_group_array(json(token)) FROM (
          SELECT value AS token FROM json_each(retiredTokens) WHERE value ->> 1 > ?4 - ?5
          UNION ALL SELECT json_array(?2, ?4))),
      expiresAt = ?4 + lifetimeMs,
      lastUsedAt = ?4
    WHERE id = ?1 AND tokenHash = ?2 AND revokedAt IS NULL AND expiresAt > ?4`,
    sessionId,
    tokenHash,
    successorHash,
    now,
    GRACE_MS,
  );

async function seal(secret: string, sessionId: string, nonce: string): Promise<string> {
  const body = `${sessionId}.${nonce}`;
  return `${body}.${(await hmacBase64Url(secret, `refresh-seal ${body}`)).slice(0, SEAL_LENGTH)}`;
}

/** The session that a token was made for; null when we did not make it. */
async function sealedSession(secret: string, token: string): Promise<string | null> {
  const [, sessionId, nonce] = REFRESH_TOKEN.exec(token) ?? [];
  if (sessionId === undefined || nonce === undefined) return null;
  return (await constantTimeEqual(token, await seal(secret, sessionId, nonce))) ? sessionId : null;
}
