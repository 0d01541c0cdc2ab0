import { Buffer } from "node:buffer";
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify } from "jose";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { log } from "../../../kernel/log.ts";
import { fetchBounded } from "../../../kernel/outbound/bounded-fetch.ts";
import { jsonOf } from "../json.ts";
import { storeUnavailable } from "../store-call.ts";
import { GoogleNotification, GooglePush } from "./payloads.ts";
import type { GoogleVariables } from "./variables.ts";

// Pushes of Pub/Sub: who sends them is proved by a token of OpenID Connect
// (https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions).

const ISSUER = "https://accounts.google.com";
const ALGORITHM = "RS256";
const TOKEN_MAX = 8192;
const BODY_MAX = 98_304;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;
/** Keys are asked for again after an hour, and for the sake of an unknown one at most so often. */
const KEYS = {
  timeoutDuration: 10_000,
  cacheMaxAge: 3_600_000,
  cooldownDuration: 30_000,
  [customFetch]: (url: string, init: RequestInit) => fetchBounded(url, init),
};

/** Google's keys by the address that they come from, kept by the isolate. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/**
 * Checks who pushes. Tokens that are not meant for us are refused before Google's keys are fetched.
 * @param now UTC milliseconds
 * @throws token_invalid; unavailable when Google's keys cannot be fetched
 */
export async function requirePubSub(
  authorization: string | null,
  variables: GoogleVariables,
  now: number,
): Promise<void> {
  const { GOOGLE_PUBSUB_AUDIENCE: audience, GOOGLE_PUBSUB_SERVICE_ACCOUNT: email, GOOGLE_CERTS_URL } = variables;
  const token = authorization && authorization.length <= TOKEN_MAX ? BEARER.exec(authorization)?.[1] : undefined;
  if (!token || !audience || !email || !claimsToBe(token, { audience, email, now })) throw notPubSub();
  const options = { algorithms: [ALGORITHM], issuer: ISSUER, audience, currentDate: new Date(now) };
  try {
    const { payload } = await jwtVerify(token, keysAt(GOOGLE_CERTS_URL), { ...options, requiredClaims: ["exp"] });
    if (payload.email === email && payload.email_verified === true) return;
  } catch (error) {
    if (!isForged(error)) {
      log("warn", "store.keys", { store: "google", reason: error instanceof Error ? error.name : "unknown" });
      throw storeUnavailable();
    }
  }
  throw notPubSub();
}

/** What a push says. @throws invalid_input when it has not the form of Pub/Sub */
export function pushedNotification(body: string): { messageId: string; notification: GoogleNotification | undefined } {
  const push = body.length <= BODY_MAX ? GooglePush.safeParse(jsonOf(body)) : undefined;
  if (!push?.success) throw invalid("message", "No message of Pub/Sub");
  const { data, messageId } = push.data.message;
  const text = Buffer.from(data, "base64").toString();
  return { messageId, notification: GoogleNotification.safeParse(jsonOf(text)).data };
}

/** What the token says of itself, before its signature is checked. */
function claimsToBe(token: string, meant: { audience: string; email: string; now: number }): boolean {
  try {
    const { aud, email, exp = 0 } = decodeJwt(token);
    return aud === meant.audience && email === meant.email && exp * 1000 > meant.now;
  } catch {
    return false;
  }
}

function keysAt(url: string): ReturnType<typeof createRemoteJWKSet> {
  const known = keySets.get(url);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(url), KEYS);
  keySets.set(url, keys);
  return keys;
}

/** True when the token is at fault, and not the keys or the way to them. */
const isForged = (error: unknown): boolean =>
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;

const notPubSub = () => new AppError("token_invalid");
