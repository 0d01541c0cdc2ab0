import type { Purchase, Tier } from "./purchase.ts";

/** A purchase as it is stored, which the user's hub hands out with every admission. Times are UTC milliseconds. */
export interface StoredSubscription extends Omit<Purchase, "replaces" | "graceUntil"> {
  readonly id: string;
  readonly userId: string;
  /** Access is granted before this moment; null: for good. */
  readonly accessUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What access depends on. */
type Granted = Pick<StoredSubscription, "tier" | "accessUntil">;

const endOf = ({ accessUntil }: Granted): number => accessUntil ?? Number.POSITIVE_INFINITY;

const RANKS: Readonly<Record<Tier, number>> = { free: 0, premium: 1, pro: 2 };

/**
 * The subscription that counts at `now`: of those with access the one of the highest tier, and of these the one that ends last
 * (growth page, "Subscriptions"). The clock decides, so that a plan ends without anybody writing it.
 */
export const countingAt = <Subscription extends Granted>(
  subscriptions: readonly Subscription[],
  now: number,
): Subscription | undefined =>
  subscriptions
    .filter((subscription) => endOf(subscription) > now)
    .toSorted((a, b) => RANKS[b.tier] - RANKS[a.tier] || (endOf(a) === endOf(b) ? 0 : endOf(b) - endOf(a)))[0];

/** What the user has at `now`. */
export const tierAt = (subscriptions: readonly Granted[], now: number): Tier =>
  countingAt(subscriptions, now)?.tier ?? "free";
