import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../crypto.ts";

// Refresh tokens as text: `<session id>.<nonce>.<seal>`. The seal shows, without a D1 call, that we made the token. It
// grants no access: only the token whose hash is in the session's row may be used.

const FORMAT = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{22})$/;
const SEAL_LENGTH = 22;

/** The first refresh token of a session: its nonce is random. */
export const firstRefreshToken = (secret: string, sessionId: string): Promise<string> =>
  seal(secret, sessionId, randomToken());

/**
 * The token that replaces `token`. Its nonce is derived from the old token, so that concurrent and repeated requests
 * get the same successor.
 */
export const successorOf = async (secret: string, sessionId: string, token: string): Promise<string> =>
  seal(secret, sessionId, await hmacBase64Url(secret, `refresh-successor ${token}`));

/** The stored form of a refresh token. */
export const refreshTokenHash = (token: string): Promise<string> => sha256Hex(token);

/** The id of the session that a token was made for; null when we did not make the token. */
export async function sessionOfToken(secret: string, token: string): Promise<string | null> {
  const [, sessionId, nonce] = FORMAT.exec(token) ?? [];
  if (sessionId === undefined || nonce === undefined) return null;
  return (await constantTimeEqual(token, await seal(secret, sessionId, nonce))) ? sessionId : null;
}

async function seal(secret: string, sessionId: string, nonce: string): Promise<string> {
  const body = `${sessionId}.${nonce}`;
  return `${body}.${(await hmacBase64Url(secret, `refresh-seal ${body}`)).slice(0, SEAL_LENGTH)}`;
}
