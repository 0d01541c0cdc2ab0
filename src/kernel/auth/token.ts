import { errors, jwtVerify, SignJWT } from "jose";
import { LIMITS } from "../../limits.ts";
import { AppError } from "../errors.ts";

const ALGORITHM = "HS256";
/** The `typ` claim, so that a JWT signed with the same secret for another purpose is no access token. */
const TYPE = "access";

/** Whose token it is, and which session it was issued for: the claims `sub` and `sid`. */
export interface TokenSubject {
  userId: string;
  sessionId: string;
  /**
   * What a token without a user and a session allows, such as to reset a password: it may call the endpoints that name
   * this scope. The product says what `userId` and `sessionId` are then. No hub admits such a token, because whoever
   * asks for one gets it.
   */
  grant?: string;
}

interface Signer {
  key: Promise<CryptoKey>;
  /** Verified tokens by product and text, oldest first. Most requests carry a token that was verified before. */
  verified: Map<string, TokenSubject & { expiresAt: number }>;
}

/** An access token of one product, valid for `ttlSeconds` from `now` (UTC milliseconds). */
export async function signAccessToken(
  env: { TOKEN_SECRET: string },
  product: string,
  { userId, sessionId, grant }: TokenSubject,
  now: number,
  ttlSeconds: number,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ sid: sessionId, typ: TYPE, ...(grant !== undefined && { grant }) })
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
    .setSubject(userId)
    .setAudience(product)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(await signerOf(env.TOKEN_SECRET).key);
}

/**
 * The user and the session of an access token. Whether the session is still live is not checked here: the user's hub
 * does that. `now` is UTC milliseconds.
 * @throws token_expired; token_invalid for anything else, tokens of other products included
 */
export async function verifyAccessToken(
  env: { TOKEN_SECRET: string },
  product: string,
  token: string,
  now: number,
): Promise<TokenSubject> {
  const { key, verified } = signerOf(env.TOKEN_SECRET);
  const name = `${product} ${token}`;
  const known = verified.get(name) ?? (await verify(await key, product, token, now));
  if (known.expiresAt <= now) throw new AppError("token_expired");
  if (!verified.has(name)) cacheVerified(verified, name, known);
  const { expiresAt, ...subject } = known;
  return subject;
}

async function verify(key: CryptoKey, product: string, token: string, now: number) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: product,
      requiredClaims: ["sub", "sid", "exp"],
      currentDate: new Date(now),
    });
    const { sub, sid, typ, exp, grant } = payload;
    if (typ === TYPE && typeof sub === "string" && typeof sid === "string" && exp !== undefined) {
      return { userId: sub, sessionId: sid, expiresAt: exp * 1000, ...(typeof grant === "string" && { grant }) };
    }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AppError("token_expired");
  }
  throw new AppError("token_invalid");
}

function cacheVerified(
  verified: Signer["verified"],
  name: string,
  subject: TokenSubject & { expiresAt: number },
): void {
  const [oldest] = verified.size < LIMITS.accounts.verifiedTokens ? [] : verified.keys();
  if (oldest !== undefined) verified.delete(oldest);
  verified.set(name, subject);
}

const signers = new Map<string, Signer>();

/** The imported key of a secret. It is kept as long as the isolate, because importing costs as much as verifying. */
function signerOf(secret: string): Signer {
  const known = signers.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign", "verify"]);
  const signer: Signer = { key, verified: new Map() };
  signers.set(secret, signer);
  return signer;
}
