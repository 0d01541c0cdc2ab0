import type { PublicContext } from "../../../kernel/context.ts";
import { invalid, invalidState } from "../../../kernel/errors.ts";
import { variables } from "../../variables.ts";
import type { Purchase, VendorPurchase } from "../purchase.ts";
import { storeUnavailable } from "../store-call.ts";
import { planOfProduct } from "../store-product.ts";
import type { KnownPurchase, ReceiptProof, StoreVendor, VendorNews, WebhookRequest } from "../vendor.ts";
import { GoogleApi, isPurchaseToken } from "./api.ts";
import {
  type GoogleNotification,
  type GoogleProduct,
  type GoogleSubscription,
  isTestPurchase,
  waitsForAcknowledgement,
} from "./payloads.ts";
import { pushedNotification, requirePubSub } from "./push.ts";
import { projectProduct, projectSubscription } from "./rules.ts";

const NOT_GENUINE = "No purchase of this app in Google Play";
/** The `productType` of a voided purchase that was bought once. */
const VOIDED_ONE_TIME = 2;
/** The `refundType` of a voided purchase of which only a part was given back. */
const VOIDED_IN_PART = 2;

/**
 * Tokens of purchases that Google waits to hear of. A purchase is fetched and acknowledged by the same isolate; what gets lost is
 * added again when the purchase is next fetched.
 */
const unacknowledged = new Set<string>();
const UNACKNOWLEDGED_MAX = 1000;

/** Google Play. */
export const google: StoreVendor = {
  async verifyReceipt(ctx: PublicContext, { purchaseToken, productId }: ReceiptProof): Promise<VendorPurchase> {
    const api = apiOf(ctx);
    if (!api) throw invalidState("Purchases in Google Play are not taken here", "provider");
    if (!purchaseToken) throw invalid("purchaseToken", "Required");
    if (!isPurchaseToken(purchaseToken)) throw invalid("purchaseToken", NOT_GENUINE);
    const isLifetime = planOfProduct("googleProductId", productId)?.interval === "lifetime";
    // The token does not tell of what kind it is.
    const found =
      (await fetchPurchase(ctx, api, purchaseToken, isLifetime)) ??
      (await fetchPurchase(ctx, api, purchaseToken, !isLifetime));
    if (!found) throw invalid("purchaseToken", NOT_GENUINE);
    if (typeof productId === "string" && productId !== found.purchase.productId) {
      throw invalid("productId", "The purchase is of another product");
    }
    return found;
  },

  async readWebhook(ctx: PublicContext, request: WebhookRequest): Promise<VendorNews> {
    const values = variables.valuesOf(ctx.env);
    await requirePubSub(request.header("Authorization"), values, ctx.now);
    const { messageId: eventId, notification } = pushedNotification(request.body);
    if (notification?.packageName !== values.GOOGLE_PLAY_PACKAGE) return { eventId, state: null, handled: false };
    if (notification.testNotification) return { eventId: null, state: null, handled: true };
    const subject = subjectOf(notification, ctx.now);
    if (!subject || !isPurchaseToken(subject.token)) return { eventId, state: null, handled: false };
    const api = apiOf(ctx);
    // Pub/Sub keeps the message until we can ask.
    if (!api) throw storeUnavailable();
    const state = await fetchPurchase(ctx, api, subject.token, subject.isOneTime, subject.voidedAt);
    return { eventId, state, handled: state !== null };
  },

  async refetch(ctx: PublicContext, known: KnownPurchase): Promise<VendorPurchase | null> {
    const api = apiOf(ctx);
    return api ? fetchPurchase(ctx, api, known.providerSubscriptionId, known.interval === "lifetime") : null;
  },

  async acknowledge(ctx: PublicContext, purchase: Purchase): Promise<void> {
    const { providerSubscriptionId: token, productId, interval } = purchase;
    const api = apiOf(ctx);
    if (!api || !unacknowledged.has(token)) return;
    await api.acknowledge(interval === "lifetime" ? "products" : "subscriptions", productId, token);
    unacknowledged.delete(token);
  },
};

const apiOf = ({ env, now }: PublicContext): GoogleApi | undefined => GoogleApi.of(variables.valuesOf(env), now);

/** null when Google knows no such purchase, its product is none of ours, or a tester made it where people pay. */
async function fetchPurchase(
  { env, now }: PublicContext,
  api: GoogleApi,
  token: string,
  isOneTime: boolean,
  voidedAt: number | null = null,
): Promise<VendorPurchase | null> {
  const fetched = { token, now, voidedAt };
  const isForeign = (resource: GoogleSubscription | GoogleProduct): boolean =>
    env.ENVIRONMENT === "production" && isTestPurchase(resource);
  if (isOneTime) {
    const resource = await api.product(token);
    return resource && !isForeign(resource) ? noted(resource, projectProduct(resource, fetched)) : null;
  }
  const resource = await api.subscription(token);
  return resource && !isForeign(resource) ? noted(resource, projectSubscription(resource, fetched)) : null;
}

/** Remembers what has to be acknowledged once it is stored: what was paid, and is waited for. */
function noted(resource: GoogleSubscription | GoogleProduct, found: VendorPurchase | null): VendorPurchase | null {
  const { status, providerSubscriptionId: token } = found?.purchase ?? {};
  const isPaid = status === "active" || status === "trialing" || status === "past_due";
  if (token === undefined || !isPaid || !waitsForAcknowledgement(resource)) return found;
  const [oldest] = unacknowledged;
  if (oldest !== undefined && unacknowledged.size >= UNACKNOWLEDGED_MAX) unacknowledged.delete(oldest);
  unacknowledged.add(token);
  return found;
}

interface Subject {
  readonly token: string;
  readonly isOneTime: boolean;
  /** UTC milliseconds. */
  readonly voidedAt: number | null;
}

/** The purchase that a notification is about; undefined: about none. */
function subjectOf(notification: GoogleNotification, now: number): Subject | undefined {
  const { subscriptionNotification, oneTimeProductNotification, voidedPurchaseNotification: voided } = notification;
  if (voided) {
    const voidedAt = voided.refundType === VOIDED_IN_PART ? null : Math.min(notification.eventTimeMillis ?? now, now);
    return { token: voided.purchaseToken, isOneTime: voided.productType === VOIDED_ONE_TIME, voidedAt };
  }
  if (subscriptionNotification) {
    return { token: subscriptionNotification.purchaseToken, isOneTime: false, voidedAt: null };
  }
  if (oneTimeProductNotification) {
    return { token: oneTimeProductNotification.purchaseToken, isOneTime: true, voidedAt: null };
  }
  return undefined;
}
