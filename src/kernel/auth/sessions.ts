import type { PublicContext } from "../context.ts";
import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../crypto.ts";
import { type Statement, statement } from "../db/database.ts";
import { AppError } from "../errors.ts";
import type { RetiredToken } from "./table.ts";
import type { TokenSubject } from "./token.ts";

/** How long after its replacement a refresh token still gets its successor: mobile clients retry lost replies. */
const GRACE_MS = 60_000;
const SEAL_LENGTH = 22;
const REFRESH_TOKEN = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{22})$/;

/** The stored form of a refresh token. */
export const refreshTokenHash = (token: string): Promise<string> => sha256Hex(token);

/** The first refresh token of a session: random, and sealed so that forgeries are told apart without asking D1. */
export const newRefreshToken = (secret: string, sessionId: string): Promise<string> =>
  seal(secret, sessionId, randomToken());

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
