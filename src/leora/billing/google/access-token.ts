import { importPKCS8, SignJWT } from "jose";
import { log } from "../../../kernel/log.ts";
import { callStore, storeUnavailable, unreadableReply } from "../store-call.ts";
import { GoogleToken } from "./payloads.ts";
import type { ServiceAccount } from "./variables.ts";

// The token by which we call Google Play as a service account: https://developers.google.com/identity/protocols/oauth2/service-account.

const SCOPE = "https://www.googleapis.com/auth/androidpublisher";
const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ASSERTION_SECONDS = 3600;
/** A token is not used any more so long before it expires. */
const SLACK_MS = 60_000;

interface Kept {
  readonly account: string;
  readonly token: string;
  /** UTC milliseconds. */
  readonly until: number;
}

/** The last token of this isolate: a token serves for an hour. */
let kept: Kept | undefined;

/**
 * A token for the account, kept until it is about to expire.
 * @param now UTC milliseconds
 * @throws unavailable when Google gives none
 */
export async function accessToken(account: ServiceAccount, oauthBase: string, now: number): Promise<string> {
  const key = `${oauthBase} ${account.client_email} ${account.private_key}`;
  if (kept?.account === key && now < kept.until) return kept.token;
  const body = new URLSearchParams({ grant_type: GRANT_TYPE, assertion: await assertionOf(account, oauthBase, now) });
  const reply = await callStore("google", oauthBase, "/token", { method: "POST", body });
  const granted = GoogleToken.safeParse(reply.body);
  if (!granted.success) throw unreadableReply("google", "token");
  const { access_token: token, expires_in: seconds } = granted.data;
  kept = { account: key, token, until: now + seconds * 1000 - SLACK_MS };
  return token;
}

/** Google takes the token no more. */
export function forgetAccessToken(token: string): void {
  if (kept?.token === token) kept = undefined;
}

async function assertionOf({ client_email, private_key }: ServiceAccount, base: string, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const assertion = new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(client_email)
    .setAudience(`${base.replace(/\/+$/, "")}/token`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_SECONDS);
  try {
    return await assertion.sign(await importPKCS8(private_key, "RS256"));
  } catch {
    log("error", "store.credentials", { store: "google" });
    throw storeUnavailable();
  }
}
