import { randomUUID } from "node:crypto";
import { decodeJwt, importJWK, type JWK, jwtVerify } from "jose";
import type { Vendor, VendorReply } from "./vendors.ts";

// The stores for apps. What they answer with, tests give them: an object's name is its path below the account's base URL.

const ACKNOWLEDGED = "ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED";

/**
 * https://developer.apple.com/documentation/appstoreserverapi at `<vendors>/apple/<account>`. The object `public-key` (JWK) belongs to
 * the key with which the account's tokens are signed.
 */
export function appleVendor(): Vendor {
  const refuse = (status: number, errorCode: number, errorMessage: string): VendorReply => ({
    status,
    body: { errorCode, errorMessage },
  });
  return {
    accountOf: ({ path }) => path.split("/")[1] ?? "",
    async answer({ path, bearer }, objects) {
      if (!(await isAppleToken(bearer, objects.get("public-key") as JWK | undefined))) {
        return { status: 401, headers: { "Content-Type": "text/plain" }, base64: btoa("Unauthenticated\n") };
      }
      const name = decodeURIComponent(path.replace(/^\/[^/]+/, ""));
      const object = objects.get(name);
      return object ? { status: 200, body: object } : refuse(404, 4040010, "Transaction id not found.");
    },
  };
}

async function isAppleToken(token: string, jwk: JWK | undefined): Promise<boolean> {
  if (!jwk) return false;
  const claims = { audience: "appstoreconnect-v1", requiredClaims: ["iss", "iat", "exp", "bid"] };
  try {
    const options = { algorithms: ["ES256"], ...claims, currentDate: issueOf(token) };
    const { payload, protectedHeader } = await jwtVerify(token, await importJWK(jwk, "ES256"), options);
    const { iat = 0, exp = 0, bid } = payload;
    return protectedHeader.typ === "JWT" && !!protectedHeader.kid && exp - iat <= 3600 && bid === "com.leora.app";
  } catch {
    return false;
  }
}

/**
 * https://developers.google.com/android-publisher/api-ref/rest/v3 at `<vendors>/google/<account>`, Google's OAuth server at
 * `<vendors>/google/<account>/oauth` (its own account: `<account>/oauth`), and its keys at `<vendors>/google/<account>/certs` (account
 * `<account>/certs`, object `jwks`). The object `public-key` (JWK) of `<account>/oauth` belongs to the service account's key.
 */
export function googleVendor(): Vendor {
  const tokens = new Map<string, string>();
  const refuse = (status: number, message: string): VendorReply => ({
    status,
    body: { error: { code: status, message, errors: [{ message, domain: "global", reason: "invalid" }] } },
  });
  return {
    accountOf({ path }) {
      const [, account = "", part = ""] = path.split("/");
      return part === "oauth" || part === "certs" ? `${account}/${part}` : account;
    },
    async answer({ path, bearer, body }, objects) {
      const [, account = "", part] = path.split("/");
      if (part === "certs") return { status: 200, body: objects.get("jwks") ?? { keys: [] } };
      if (part === "oauth") {
        const isGranted = await isAssertion(body, objects.get("public-key") as JWK | undefined, `/google${path}`);
        if (!isGranted) return { status: 400, body: { error: "invalid_grant", error_description: "Invalid JWT" } };
        const token = `ya29.${randomUUID()}`;
        tokens.set(token, account);
        return { status: 200, body: { access_token: token, expires_in: 3599, token_type: "Bearer" } };
      }
      if (tokens.get(bearer) !== account) return refuse(401, "Request had invalid authentication credentials.");
      const name = decodeURIComponent(path.replace(/^\/[^/]+/, ""));
      const [, kind, token] =
        /\/purchases\/(subscriptions|products)\/[^/]+\/tokens\/(.*):acknowledge$/.exec(name) ?? [];
      const acknowledged = kind && name.replace(/\/purchases\/.*$/, `/purchases/${kind}v2/tokens/${token}`);
      const object = objects.get(acknowledged ?? name);
      if (!object) return refuse(404, "The purchase token was not found.");
      if (!acknowledged) return { status: 200, body: object };
      objects.set(acknowledged, { ...object, acknowledgementState: ACKNOWLEDGED });
      return { status: 200 };
    },
  };
}

async function isAssertion(form: Record<string, unknown>, jwk: JWK | undefined, path: string): Promise<boolean> {
  if (!jwk || form.grant_type !== "urn:ietf:params:oauth:grant-type:jwt-bearer") return false;
  try {
    const assertion = String(form.assertion);
    const claims = { requiredClaims: ["iss", "iat", "exp", "aud"], currentDate: issueOf(assertion) };
    const options = { algorithms: ["RS256"], ...claims };
    const { payload } = await jwtVerify(assertion, await importJWK(jwk, "RS256"), options);
    const isScope = payload.scope === "https://www.googleapis.com/auth/androidpublisher";
    return isScope && String(payload.aud).endsWith(path);
  } catch {
    return false;
  }
}

/** The clock of the tests, which is not ours, is seen from when a token was issued. */
const issueOf = (token: string): Date => new Date((decodeJwt(token).iat ?? 0) * 1000);
