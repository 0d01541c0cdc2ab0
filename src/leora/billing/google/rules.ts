import { DAY_MS } from "../../../kernel/time.ts";
import type { SoldPlan } from "../plans.ts";
import type { Interval, Purchase, SubscriptionStatus, VendorPurchase } from "../purchase.ts";
import { namedUser, type Price, planOfProduct, storePrice } from "../store-product.ts";
import type { GoogleLineItem, GoogleProduct, GoogleSubscription } from "./payloads.ts";

// A purchase in Google Play, in our words.

/** The offer with which checkout begins a trial. */
const TRIAL_OFFER = "trial";

/** When a resource was fetched, by which token, and since when it is void (UTC milliseconds). */
export interface Fetched {
  readonly token: string;
  readonly now: number;
  readonly voidedAt: number | null;
}

/** Projects a subscription; null: its product is none of ours. */
export function projectSubscription(resource: GoogleSubscription, fetched: Fetched): VendorPurchase | null {
  const sold = soldLine(resource);
  if (!sold) return null;
  const { line, plan } = sold;
  const { now, voidedAt, token } = fetched;
  const { subscriptionState: state } = resource;
  // Not so when it is paused: that is its user's choice, and no payment has failed.
  const isLate = voidedAt === null && (state === "IN_GRACE_PERIOD" || state === "ON_HOLD");
  const userCancellation = resource.canceledStateContext?.userInitiatedCancellation;
  // A pending purchase has neither: its period has not begun.
  const startedAt = resource.startTime ?? line.expiryTime ?? now;
  const end = line.expiryTime ?? startedAt;
  const isTrial = (state === "ACTIVE" || state === "CANCELED") && isFreeTrial(line, startedAt, end, plan);
  return {
    userId: namedUser(resource.externalAccountIdentifiers?.obfuscatedExternalAccountId),
    purchase: {
      ...identityOf(token, line.productId, plan),
      status: voidedAt === null ? statusOf(resource, end, isTrial, now) : "canceled",
      ...priceOf(line, plan),
      currentPeriodStart: Math.max(startedAt, periodStart(end, plan.interval)),
      currentPeriodEnd: end,
      cancelAtPeriodEnd:
        state === "CANCELED" ||
        !!userCancellation ||
        !!line.prepaidPlan ||
        line.autoRenewingPlan?.autoRenewEnabled === false,
      canceledAt: userCancellation?.cancelTime ?? null,
      trialStart: isTrial ? startedAt : null,
      trialEnd: isTrial ? end : null,
      pendingPlanId: planOfProduct("googleProductId", line.deferredItemReplacement?.productId)?.id ?? null,
      // While it is in its grace period, Google moves the expiry to the end of that.
      graceUntil: isLate ? end : null,
      refundedAt: voidedAt,
      asOf: now,
      replaces: resource.linkedPurchaseToken ?? null,
    },
  };
}

/** Projects what was bought once; null: it is none of ours. */
export function projectProduct(resource: GoogleProduct, { token, now, voidedAt }: Fetched): VendorPurchase | null {
  const lines = resource.productLineItem.flatMap(({ productId }) => {
    const plan = planOfProduct("googleProductId", productId);
    return plan?.interval === "lifetime" ? [{ plan, productId }] : [];
  });
  const [line] = lines;
  if (!line) return null;
  const { purchaseState } = resource.purchaseStateContext;
  const boughtAt = resource.purchaseCompletionTime ?? now;
  // Google does not say when it was given back; a moment that does not move keeps the row as it is.
  const refundedAt = voidedAt ?? (purchaseState === "CANCELED" || purchaseState === "CANCELLED" ? boughtAt : null);
  return {
    userId: namedUser(resource.obfuscatedExternalAccountId),
    purchase: {
      ...identityOf(token, line.productId, line.plan),
      status: refundedAt !== null ? "canceled" : purchaseState === "PENDING" ? "incomplete" : "active",
      ...storePrice(undefined, undefined, line.plan),
      currentPeriodStart: boughtAt,
      currentPeriodEnd: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      trialStart: null,
      trialEnd: null,
      pendingPlanId: null,
      graceUntil: null,
      refundedAt,
      asOf: now,
      replaces: null,
    },
  };
}

type Identity = Pick<
  Purchase,
  | "provider"
  | "providerSubscriptionId"
  | "providerCustomerId"
  | "productId"
  | "priceId"
  | "planId"
  | "tier"
  | "interval"
>;

const identityOf = (token: string, productId: string, plan: SoldPlan): Identity => ({
  provider: "google",
  providerSubscriptionId: token,
  providerCustomerId: null,
  productId,
  priceId: null,
  planId: plan.id,
  tier: plan.tier,
  interval: plan.interval,
});

/** The item of one of our plans; of several the one that ends last. */
function soldLine({ lineItems }: GoogleSubscription): { line: GoogleLineItem; plan: SoldPlan } | undefined {
  const sold = lineItems.flatMap((line) => {
    const plan = planOfProduct("googleProductId", line.productId);
    return plan && plan.interval !== "lifetime" ? [{ line, plan }] : [];
  });
  return sold.toSorted((one, other) => (other.line.expiryTime ?? 0) - (one.line.expiryTime ?? 0))[0];
}

function statusOf(
  { subscriptionState }: GoogleSubscription,
  end: number,
  isTrial: boolean,
  now: number,
): SubscriptionStatus {
  switch (subscriptionState) {
    case "ACTIVE":
      return isTrial ? "trialing" : "active";
    case "CANCELED":
      // It does not renew; what was paid lasts until its end.
      return end <= now ? "expired" : isTrial ? "trialing" : "active";
    case "IN_GRACE_PERIOD":
      return "past_due";
    case "ON_HOLD":
    case "PAUSED":
      return "unpaid";
    case "PENDING":
      return "incomplete";
    case "EXPIRED":
    case "PENDING_PURCHASE_CANCELED":
      return "expired";
  }
}

/** Google names the offer also after its trial: unless it names the phase, a trial is known by its length. */
function isFreeTrial(line: GoogleLineItem, startedAt: number, end: number, plan: SoldPlan): boolean {
  if (line.offerPhase) return !!line.offerPhase.freeTrial;
  const isShort = end - startedAt < (plan.trialDays + 1) * DAY_MS;
  return line.offerDetails?.offerId === TRIAL_OFFER && isShort;
}

function priceOf({ autoRenewingPlan }: GoogleLineItem, plan: SoldPlan): Price {
  const price = autoRenewingPlan?.recurringPrice;
  const decimal = price && `${price.units ?? 0}.${String(price.nanos ?? 0).padStart(9, "0")}`;
  return storePrice(decimal ?? undefined, price?.currencyCode, plan);
}

/** When the period began that ends at `end`: a calendar month or year before, in UTC. */
function periodStart(end: number, interval: Interval): number {
  const endDate = new Date(end);
  const start = new Date(end);
  start.setUTCMonth(endDate.getUTCMonth() - (interval === "yearly" ? 12 : 1));
  // The 31st of a month without one became a day of the next month.
  if (start.getUTCDate() !== endDate.getUTCDate()) start.setUTCDate(0);
  return start.getTime();
}
