import { errors, jwtVerify, SignJWT } from "jose";
import { LIMITS } from "../../limits.ts";
import { AppError } from "../errors.ts";
import { type Home, soleHome } from "../home.ts";

const ALGORITHM = "HS256";
/** The `typ` claim, so that a JWT signed with the same secret for another purpose is no access token. */
const TYPE = "access";

/** Whose token it is, which session it was issued for, and where the user's rows are: `sub`, `sid`, `db` and `own`. */
export interface TokenSubject {
  userId: string;
  sessionId: string;
  /** Absent in a product that has one database: it follows from the user's id. */
  home?: Home;
  /**
   * What a token without a user and a session allows, such as to reset a password: it may call the endpoints that name
   * this scope. The product says what `userId` and `sessionId` are then. No hub admits such a token, because whoever
   * asks for one gets it.
   */
  grant?: string;
}

/** What a token that was verified says. */
export type VerifiedSubject = TokenSubject & { home: Home };

interface Signer {
  key: Promise<CryptoKey>;
  /** Verified tokens by product and text, oldest first. Most requests carry a token that was verified before. */
  verified: Map<string, VerifiedSubject & { expiresAt: number }>;
}

/** An access token of one product, valid for `ttlSeconds` from `now` (UTC milliseconds). */
export async function signAccessToken(
  env: { TOKEN_SECRET: string },
  product: string,
  { userId, sessionId, home, grant }: TokenSubject,
  now: number,
  ttlSeconds: number,
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    sid: sessionId,
    typ: TYPE,
    ...(home && { db: home.database, own: home.owner }),
    ...(grant !== undefined && { grant }),
  };
  return new SignJWT(claims)
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
): Promise<VerifiedSubject> {
  const { key, verified } = signerOf(env.TOKEN_SECRET);
  const name = `${product} ${token}`;
  const known = verified.get(name) ?? (await verify(await key, product, token, now));
  if (known.expiresAt <= now) throw new AppError("token_expired");
  if (!verified.has(name)) cacheVerified(verified, name, known);
  const { expiresAt, ...subject } = known;
  return subject;
}

async function verify(
  key: CryptoKey,
  product: string,
  token: string,
  now: number,
): Promise<VerifiedSubject & { expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: product,
      requiredClaims: ["sub", "sid", "exp"],
      currentDate: new Date(now),
    });
    const { sub, sid, typ, exp, db, own, grant } = payload;
    if (typ === TYPE && typeof sub === "string" && typeof sid === "string" && exp !== undefined) {
      const isNamed = typeof db === "string" && typeof own === "number";
      const home = isNamed ? { database: db, owner: own } : soleHome(product, sub);
      return { userId: sub, sessionId: sid, home, expiresAt: exp * 1000, ...(typeof grant === "string" && { grant }) };
    }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AppError("token_expired");
  }
  throw new AppError("token_invalid");
}

function cacheVerified(
  verified: Signer["verified"],
  name: string,
  subject: VerifiedSubject & { expiresAt: number },
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
