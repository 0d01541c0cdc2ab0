import type { SoldPlan } from "../plans.ts";
import type { SubscriptionStatus, VendorPurchase } from "../purchase.ts";
import { namedUser, type Price, planOfProduct, storePrice } from "../store-product.ts";
import type { AppleRenewal, AppleTransaction } from "./payloads.ts";

// A purchase in the App Store, in our words.

/** Apple's numbers for the state of a subscription that are not to be seen from its dates. */
const STATUS_ACTIVE = 1;
const STATUS_IN_GRACE_PERIOD = 4;
const STATUS_REVOKED = 5;
const INTRODUCTORY_OFFER = 1;
const RENEWS_NOT = 0;
const RENEWS = 1;

/** What Apple says of a purchase. */
export interface AppleState {
  readonly transaction: AppleTransaction;
  /** null: nothing was said of the next period. */
  readonly renewal: AppleRenewal | null;
  /** 1 active, 2 expired, 3 billing retry, 4 grace period, 5 revoked; null: it was not said. */
  readonly status: number | null;
  /** True when the notification is about a refund, or about family sharing that has ended. */
  readonly isRevoked: boolean;
}

/** What a signed transaction alone says. */
export const stateOf = (transaction: AppleTransaction): AppleState => ({
  transaction,
  renewal: null,
  status: null,
  isRevoked: false,
});

/**
 * Projects Apple's words.
 * @param now UTC milliseconds
 * @returns null when the product is none of ours
 */
export function projectApple(state: AppleState, now: number): VendorPurchase | null {
  const { transaction, renewal } = state;
  const plan = planOfProduct("appleProductId", transaction.productId);
  if (!plan) return null;
  const end = plan.interval === "lifetime" ? null : (transaction.expiresDate ?? transaction.purchaseDate);
  const isTrial = end !== null && isFreeTrial(transaction);
  const status = statusOf(state, end, isTrial, now);
  const isLate = status === "past_due" || status === "unpaid";
  return {
    userId: namedUser(transaction.appAccountToken ?? renewal?.appAccountToken),
    ...(renewal === null && end !== null && { isRenewalUntold: true }),
    purchase: {
      provider: "apple",
      providerSubscriptionId: transaction.originalTransactionId,
      providerCustomerId: null,
      productId: transaction.productId,
      priceId: null,
      planId: plan.id,
      tier: plan.tier,
      status,
      ...priceOf(state, isTrial, plan),
      interval: plan.interval,
      currentPeriodStart: transaction.purchaseDate,
      currentPeriodEnd: end,
      cancelAtPeriodEnd: end !== null && renewal?.autoRenewStatus === RENEWS_NOT,
      // Apple does not say when.
      canceledAt: null,
      trialStart: isTrial ? transaction.purchaseDate : null,
      trialEnd: isTrial ? end : null,
      pendingPlanId: pendingPlanOf(state, plan),
      graceUntil: isLate ? Math.max(renewal?.gracePeriodExpiresDate ?? 0, end ?? 0) : null,
      refundedAt: revokedAtOf(state),
      asOf: transaction.signedDate,
      replaces: null,
    },
  };
}

/**
 * True when a refund is of a period that was over, while the subscription goes on: it changes nothing now.
 */
export const isPastRefund = ({ transaction, status }: AppleState): boolean =>
  (status === STATUS_ACTIVE || status === STATUS_IN_GRACE_PERIOD) &&
  !!transaction.expiresDate &&
  transaction.expiresDate <= (transaction.revocationDate ?? transaction.signedDate);

/** Of two states of a purchase, the one that Apple signed later. */
export const newerOf = (one: AppleState, other: AppleState): AppleState =>
  other.transaction.signedDate >= one.transaction.signedDate ? other : one;

function statusOf(state: AppleState, end: number | null, isTrial: boolean, now: number): SubscriptionStatus {
  if (revokedAtOf(state) !== null) return "canceled";
  if (end === null) return "active";
  const { renewal, status } = state;
  const isCollecting = renewal?.isInBillingRetryPeriod === true;
  if ((renewal?.gracePeriodExpiresDate ?? 0) > Math.max(end, now)) return "past_due";
  // Apple begins to collect before the period ends: what was paid lasts until then.
  if (end > now) return isCollecting ? "past_due" : isTrial ? "trialing" : "active";
  if (isCollecting) return "unpaid";
  return status === STATUS_ACTIVE ? "active" : "expired";
}

const revokedAtOf = ({ transaction, status, isRevoked }: AppleState): number | null =>
  transaction.revocationDate ?? (isRevoked || status === STATUS_REVOKED ? transaction.signedDate : null);

/** Introductory offers may also be paid ones. Transactions from before 2024 do not say how they are paid. */
function isFreeTrial({ offerType, offerDiscountType, price }: AppleTransaction): boolean {
  if (offerType !== INTRODUCTORY_OFFER) return false;
  return offerDiscountType ? offerDiscountType === "FREE_TRIAL" : !price;
}

/** The price of a period: in a trial, which costs nothing, that of the next one. */
function priceOf({ transaction, renewal }: AppleState, isTrial: boolean, plan: SoldPlan): Price {
  const [thousandths, currency] = isTrial
    ? [renewal?.renewalPrice, renewal?.currency ?? transaction.currency]
    : [transaction.price, transaction.currency];
  return storePrice(typeof thousandths === "number" ? `${thousandths}e-3` : undefined, currency, plan);
}

function pendingPlanOf({ renewal }: AppleState, plan: SoldPlan): string | null {
  const next = planOfProduct("appleProductId", renewal?.autoRenewProductId);
  return next && next.id !== plan.id && renewal?.autoRenewStatus === RENEWS ? next.id : null;
}
