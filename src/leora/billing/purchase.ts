import type { MinorUnits } from "../../kernel/db/columns.ts";

// What a vendor says of one purchase, in our words. Each vendor's folder projects its own objects to it; the rest of billing knows
// no vendor.

export const PROVIDERS = ["apple", "google", "stripe", "manual"] as const;
export type Provider = (typeof PROVIDERS)[number];

export const TIERS = ["free", "premium", "pro"] as const;
export type Tier = (typeof TIERS)[number];

export const SUBSCRIPTION_STATUSES = [
  "active",
  "trialing",
  "past_due",
  "canceled",
  "unpaid",
  "incomplete",
  "expired",
] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const INTERVALS = ["monthly", "yearly", "lifetime"] as const;
export type Interval = (typeof INTERVALS)[number];

/** The present state of a purchase. Times are UTC milliseconds. */
export interface Purchase {
  readonly provider: Provider;
  /** What names it at its vendor for good: Stripe's subscription or session, Apple's original transaction, Google's token. */
  readonly providerSubscriptionId: string;
  readonly providerCustomerId: string | null;
  readonly productId: string;
  /** Stripe's price. */
  readonly priceId: string | null;
  readonly planId: string | null;
  readonly tier: Exclude<Tier, "free">;
  readonly status: SubscriptionStatus;
  readonly currency: string;
  readonly amount: MinorUnits;
  readonly interval: Interval;
  readonly currentPeriodStart: number;
  /** null: lifetime. */
  readonly currentPeriodEnd: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
  /** The plan that begins with the next period, after a downgrade. */
  readonly pendingPlanId: string | null;
  /**
   * Until when a payment that is late is waited for, which may be past: the end of the store's grace period, or seven days after Stripe's
   * first failure. null: no payment is late.
   */
  readonly graceUntil: number | null;
  readonly refundedAt: number | null;
  /** When the vendor made this state (UTC ms); of two states of a purchase the newer counts. */
  readonly asOf: number;
  /** The `providerSubscriptionId` of the purchase that this one replaces (Google's `linkedPurchaseToken`). */
  readonly replaces: string | null;
}

/** What a vendor says of whose purchase it is: the id that the app gave it at checkout, if any. */
export interface VendorPurchase {
  readonly purchase: Purchase;
  readonly userId: string | null;
  /** The proof was not signed, so that anybody could have made it: it proves the purchase only to the user whom the vendor names. */
  readonly isForNamedUserOnly?: true;
  /** The vendor did not say whether another period follows: what is known of that stands. */
  readonly isRenewalUntold?: true;
}
