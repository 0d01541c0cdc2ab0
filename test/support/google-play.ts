import { Buffer } from "node:buffer";
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from "jose";
import { VendorAccount } from "./vendor-account.ts";

const PACKAGE = "com.leora.app";
const AUDIENCE = "https://api.leora.app/v1/subscriptions/webhook/google";
const PUSHER = "pubsub@leora.iam.gserviceaccount.com";
const ISSUER = "https://accounts.google.com";
const KEY_ID = "google-key-1";
const serviceKeys = await generateKeyPair("RS256", { extractable: true });
const signingKeys = await generateKeyPair("RS256", { extractable: true });

/** Google Play of one test: its purchases, its OAuth server, its keys, and what it pushes. */
export class GooglePlay {
  private readonly name = crypto.randomUUID();
  readonly api = new VendorAccount("google", this.name);
  readonly oauth = new VendorAccount("google", `${this.name}/oauth`);
  readonly certs = new VendorAccount("google", `${this.name}/certs`);

  static async open(): Promise<GooglePlay> {
    const play = new GooglePlay();
    await play.oauth.put("public-key", await exportJWK(serviceKeys.publicKey));
    await play.certs.put("jwks", {
      keys: [{ ...(await exportJWK(signingKeys.publicKey)), kid: KEY_ID, alg: "RS256", use: "sig" }],
    });
    return play;
  }

  /** The variables of an installation that asks this one. */
  async variables(): Promise<Record<string, string>> {
    const base = `${this.api.baseUrl}/${this.name}`;
    return {
      GOOGLE_API_BASE: base,
      GOOGLE_OAUTH_BASE: `${base}/oauth`,
      GOOGLE_CERTS_URL: `${base}/certs`,
      GOOGLE_PLAY_SERVICE_ACCOUNT: JSON.stringify({
        type: "service_account",
        client_email: "play@leora.iam.gserviceaccount.com",
        private_key: await exportPKCS8(serviceKeys.privateKey),
      }),
      GOOGLE_PUBSUB_AUDIENCE: AUDIENCE,
      GOOGLE_PUBSUB_SERVICE_ACCOUNT: PUSHER,
    };
  }

  /** Google has this purchase. */
  hasSubscription = (token: string, resource: object): Promise<void> =>
    this.api.put(`/androidpublisher/v3/applications/${PACKAGE}/purchases/subscriptionsv2/tokens/${token}`, resource);

  hasProduct = (token: string, resource: object): Promise<void> =>
    this.api.put(`/androidpublisher/v3/applications/${PACKAGE}/purchases/productsv2/tokens/${token}`, resource);

  /** The purchases that were asked for or acknowledged, as the paths below `purchases/`. */
  async asked(): Promise<string[]> {
    return (await this.api.calls()).map(({ path }) => path.replace(/^.*\/purchases\//, ""));
  }
}

/** The header with which Pub/Sub pushes; `claims` and `header` are a forger's. `now`: UTC milliseconds. */
export async function pubSubBearer(
  now: number,
  {
    claims = {},
    header = {},
    key = signingKeys.privateKey,
  }: { claims?: object; header?: object; key?: CryptoKey | Uint8Array } = {},
): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const token = new SignJWT({
    ...{ iss: ISSUER, aud: AUDIENCE, email: PUSHER, email_verified: true, sub: "1", azp: "1" },
    ...{ iat: issuedAt, exp: issuedAt + 3600 },
    ...claims,
  });
  return `Bearer ${await token.setProtectedHeader({ alg: "RS256", kid: KEY_ID, typ: "JWT", ...header }).sign(key)}`;
}

/** The body of a push with this notification. */
export const pushBody = (notification: object | string, messageId: string = crypto.randomUUID()): string => {
  const data =
    typeof notification === "string"
      ? notification
      : JSON.stringify({ version: "1.0", packageName: PACKAGE, ...notification });
  return JSON.stringify({
    message: {
      data: Buffer.from(data).toString("base64"),
      messageId,
      message_id: messageId,
      publishTime: "2026-06-15T12:00:00Z",
    },
    subscription: "projects/leora/subscriptions/play",
  });
};
