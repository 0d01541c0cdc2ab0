import { isCurrency } from "../../../kernel/money.ts";
import { periodEnd } from "../periods.ts";
import { planById, priceOf, type SoldPlan } from "../plans.ts";
import type { Purchase, SubscriptionStatus, VendorPurchase } from "../purchase.ts";
import { STRIPE_GRACE_MS } from "../rules.ts";
import type { StripeSession, StripeSubscription } from "./objects.ts";

// Stripe's objects in our words.

/** Our plans by the ids of Stripe's prices. */
export type Prices = Readonly<Record<string, string>>;

/** Where we keep what Stripe has no field for. */
export const METADATA = {
  userId: "userId",
  planId: "planId",
  pendingPlanId: "pendingPlanId",
  trialNotDue: "trialNotDue",
} as const;

const STATUSES: Readonly<Record<string, SubscriptionStatus>> = {
  active: "active",
  trialing: "trialing",
  past_due: "past_due",
  canceled: "canceled",
  unpaid: "unpaid",
  incomplete: "incomplete",
  incomplete_expired: "expired",
  paused: "unpaid",
};

interface Asked {
  readonly prices: Prices;
  /** When Stripe was asked (UTC ms). */
  readonly now: number;
  /** Since when a payment is known to be late (UTC ms); null: that is not known, and it counts from the start of the period. */
  readonly lateSince: number | null;
}

/**
 * A subscription of Stripe as a purchase; null: of a product that is not ours.
 */
export function purchaseOfSubscription(
  subscription: StripeSubscription,
  { prices, now, lateSince }: Asked,
): VendorPurchase | null {
  const [item] = subscription.items.data;
  const { metadata } = subscription;
  const status = STATUSES[subscription.status];
  // The price tells the plan; a price that was replaced by a dearer one is still the plan that the checkout named.
  const plan = planById((item && prices[item.price.id]) ?? metadata[METADATA.planId]);
  if (!item || !plan || !status) return null;
  const currency = (subscription.currency ?? item.price.currency).toUpperCase();
  if (!isCurrency(currency)) return null;
  const start = ms(item.current_period_start ?? subscription.current_period_start ?? subscription.start_date) ?? now;
  // Without an end a plan would be one for good.
  const end = ms(item.current_period_end ?? subscription.current_period_end) ?? periodEnd(start, plan.interval);
  const endedAt = ms(subscription.ended_at);
  const cancels = subscription.cancel_at_period_end === true || (subscription.cancel_at ?? null) !== null;
  const pending = planById(metadata[METADATA.pendingPlanId]);
  const hadTrial = metadata[METADATA.trialNotDue] === undefined;
  const purchase: Purchase = {
    provider: "stripe",
    providerSubscriptionId: subscription.id,
    providerCustomerId: subscription.customer,
    productId: plan.id,
    priceId: item.price.id,
    planId: plan.id,
    tier: plan.tier,
    status,
    currency,
    amount: amountOf(item.price, plan, currency),
    interval: plan.interval,
    currentPeriodStart: start,
    currentPeriodEnd: status === "canceled" && endedAt !== null ? Math.min(endedAt, end ?? endedAt) : end,
    cancelAtPeriodEnd: cancels,
    canceledAt: ms(subscription.canceled_at),
    trialStart: hadTrial ? ms(subscription.trial_start) : null,
    trialEnd: hadTrial ? ms(subscription.trial_end) : null,
    pendingPlanId: pending && pending.id !== plan.id && !cancels ? pending.id : null,
    // Further failures, also of later periods, give no more days.
    graceUntil: status === "past_due" ? (lateSince ?? start) + STRIPE_GRACE_MS : null,
    refundedAt: null,
    asOf: now,
    replaces: null,
  };
  return { purchase, userId: metadata[METADATA.userId] ?? null };
}

/** What is paid for a period; a price in several currencies states only one of its amounts. */
const amountOf = (
  price: { currency: string; unit_amount?: number | null | undefined },
  plan: SoldPlan,
  currency: string,
) => (price.currency.toUpperCase() === currency ? price.unit_amount : undefined) ?? priceOf(plan, currency) ?? 0;

/** A completed checkout of what is paid once, as a purchase; null: it is not paid, or not ours. */
export function purchaseOfSession(session: StripeSession, prices: Prices): VendorPurchase | null {
  const plan = planById(session.metadata[METADATA.planId]);
  if (session.mode !== "payment" || session.payment_status !== "paid" || plan?.interval !== "lifetime") return null;
  const currency = (session.currency ?? "usd").toUpperCase();
  if (!isCurrency(currency)) return null;
  const start = session.created * 1000;
  const purchase: Purchase = {
    provider: "stripe",
    providerSubscriptionId: session.id,
    providerCustomerId: session.customer,
    productId: plan.id,
    priceId: Object.entries(prices).find(([, id]) => id === plan.id)?.[0] ?? null,
    planId: plan.id,
    tier: plan.tier,
    status: "active",
    currency,
    amount: session.amount_total ?? priceOf(plan, currency) ?? 0,
    interval: "lifetime",
    currentPeriodStart: start,
    currentPeriodEnd: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    trialStart: null,
    trialEnd: null,
    pendingPlanId: null,
    graceUntil: null,
    refundedAt: null,
    asOf: start,
    replaces: null,
  };
  return { purchase, userId: session.metadata[METADATA.userId] ?? session.client_reference_id ?? null };
}

const ms = (seconds: number | null | undefined): number | null => (seconds == null ? null : seconds * 1000);
