import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../crypto.ts";

/**
 * Refresh tokens as text: `<session id>.<nonce>.<seal>`. The seal tells forgeries apart without asking D1, and stands for
 * no right by itself: only the token whose hash the session's row holds may be used.
 */
const FORMAT = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{22})$/;
const SEAL_LENGTH = 22;

/** The first refresh token of a session: its nonce is random. */
export const firstRefreshToken = (secret: string, sessionId: string): Promise<string> =>
  seal(secret, sessionId, randomToken());

/** The one successor of a token: its nonce is derived from the token, so that twins and retries get the same one. */
export const successorOf = async (secret: string, sessionId: string, token: string): Promise<string> =>
  seal(secret, sessionId, await hmacBase64Url(secret, `refresh-successor ${token}`));

/** The stored form of a refresh token. */
export const refreshTokenHash = (token: string): Promise<string> => sha256Hex(token);

/** The session that a token was made for; null when we did not make it. */
export async function sessionOfToken(secret: string, token: string): Promise<string | null> {
  const [, sessionId, nonce] = FORMAT.exec(token) ?? [];
  if (sessionId === undefined || nonce === undefined) return null;
  return (await constantTimeEqual(token, await seal(secret, sessionId, nonce))) ? sessionId : null;
}

async function seal(secret: string, sessionId: string, nonce: string): Promise<string> {
  const body = `${sessionId}.${nonce}`;
  return `${body}.${(await hmacBase64Url(secret, `refresh-seal ${body}`)).slice(0, SEAL_LENGTH)}`;
}
