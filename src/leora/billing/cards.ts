import type { PublicContext } from "../../kernel/context.ts";
import type { Statement } from "../../kernel/db/database.ts";
import type { SoldPlan } from "./plans.ts";
import type { VendorPurchase } from "./purchase.ts";
import type { Subscription } from "./rows.ts";

/** A checkout that a user begins. */
export interface NewCheckout {
  readonly userId: string;
  readonly plan: SoldPlan;
  /** The trial that is due; 0: none. */
  readonly trialDays: number;
  readonly currency: string;
  /** What the vendor knows the user as, from an earlier purchase. */
  readonly customerId: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface OpenCheckout {
  readonly checkoutUrl: string;
  readonly sessionId: string;
  /** What is written with it. */
  readonly writes: readonly Statement[];
}

/**
 * Who charges cards: Stripe, or the checkout of development. Each verb returns the purchase as it is then; null: the vendor does not
 * know it, or cannot be asked.
 */
export interface CardVendor {
  checkout(ctx: PublicContext, wanted: NewCheckout): Promise<OpenCheckout>;
  cancel(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null>;
  resume(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null>;
  /** @param atOnce false: with the next period; then the running plan takes back what was asked for before */
  change(ctx: PublicContext, row: Subscription, planId: string, atOnce: boolean): Promise<VendorPurchase | null>;
  end(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null>;
  refetch(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null>;
}
