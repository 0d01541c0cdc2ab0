import type { z } from "zod";
import { callStore, type StoreReply, storeUnavailable, unreadableReply } from "../store-call.ts";
import { accessToken, forgetAccessToken } from "./access-token.ts";
import { GoogleProduct, GoogleSubscription } from "./payloads.ts";
import type { GoogleVariables, ServiceAccount } from "./variables.ts";

// The Google Play Developer API.

const UNAUTHORIZED = 401;
/** Google knows no such token, or it ended too long ago. */
const UNKNOWN_STATUSES = [400, 404, 410];
/** Visible ASCII, which is more than Google uses. Dots alone would climb out of the path. */
const PURCHASE_TOKEN = /^(?!\.+$)[\x21-\x7e]{1,1000}$/;

export const isPurchaseToken = (text: string): boolean => PURCHASE_TOKEN.test(text);

/** The API with the credentials of this installation. */
export class GoogleApi {
  private constructor(
    private readonly account: ServiceAccount,
    private readonly variables: GoogleVariables,
    private readonly now: number,
  ) {}

  /** Undefined when there are no credentials. */
  static of(variables: GoogleVariables, now: number): GoogleApi | undefined {
    const { GOOGLE_PLAY_SERVICE_ACCOUNT: account } = variables;
    return account && new GoogleApi(account, variables, now);
  }

  /** @returns undefined when it is no token of a subscription. @throws unavailable */
  subscription = (token: string): Promise<GoogleSubscription | undefined> =>
    this.get(`subscriptionsv2/tokens/${encodeURIComponent(token)}`, GoogleSubscription);

  /** @returns undefined when it is no token of what was bought once. @throws unavailable */
  product = (token: string): Promise<GoogleProduct | undefined> =>
    this.get(`productsv2/tokens/${encodeURIComponent(token)}`, GoogleProduct);

  /** Tells Google that a purchase has arrived. @throws unavailable */
  async acknowledge(kind: "subscriptions" | "products", productId: string, token: string): Promise<void> {
    const path = `${kind}/${encodeURIComponent(productId)}/tokens/${encodeURIComponent(token)}:acknowledge`;
    const init = { method: "POST", body: "{}", headers: { "Content-Type": "application/json" } };
    await this.call(path, init, []);
  }

  private async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    const reply = await this.call(path, {}, UNKNOWN_STATUSES);
    if (UNKNOWN_STATUSES.includes(reply.status)) return undefined;
    const resource = schema.safeParse(reply.body);
    if (!resource.success) throw unreadableReply("google", "resource");
    return resource.data;
  }

  /** A token that was kept may have been revoked: then another one is asked for, once. */
  private async call(path: string, init: RequestInit, understood: readonly number[]): Promise<StoreReply> {
    const reply = await this.callOnce(path, init, understood);
    if (reply.status !== UNAUTHORIZED) return reply;
    const again = await this.callOnce(path, init, understood);
    if (again.status === UNAUTHORIZED) throw storeUnavailable();
    return again;
  }

  private async callOnce(path: string, init: RequestInit, understood: readonly number[]): Promise<StoreReply> {
    const { GOOGLE_API_BASE, GOOGLE_OAUTH_BASE, GOOGLE_PLAY_PACKAGE } = this.variables;
    const bearer = await accessToken(this.account, GOOGLE_OAUTH_BASE, this.now);
    const reply = await callStore(
      "google",
      GOOGLE_API_BASE,
      `/androidpublisher/v3/applications/${encodeURIComponent(GOOGLE_PLAY_PACKAGE)}/purchases/${path}`,
      { ...init, headers: { ...init.headers, Authorization: `Bearer ${bearer}` } },
      [...understood, UNAUTHORIZED],
    );
    if (reply.status === UNAUTHORIZED) forgetAccessToken(bearer);
    return reply;
  }
}
