import type { z } from "zod";
import { toDecimal } from "../../kernel/money.ts";
import { toIso } from "../../kernel/time.ts";
import type { CurrentSubscriptionView, SubscriptionView } from "./contract.ts";
import type { Subscription } from "./rows.ts";
import { shownOf, statusAt, tierAt } from "./rules.ts";

type View = z.output<typeof SubscriptionView>;
type CurrentView = z.output<typeof CurrentSubscriptionView>;

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : toIso(ms));

/** A subscription as clients see it (spec 12.1); tier and status are those of `now` (UTC ms). */
export const subscriptionView = (row: Subscription, now: number): View => ({
  id: row.id,
  userId: row.userId,
  tier: tierAt(row, now),
  status: statusAt(row, now),
  provider: row.provider,
  providerSubscriptionId: row.provider === "manual" ? null : row.providerSubscriptionId,
  providerCustomerId: row.providerCustomerId,
  productId: row.productId,
  priceId: row.priceId,
  planId: row.planId,
  pendingPlanId: row.pendingPlanId,
  currency: row.currency,
  amount: toDecimal(row.amount, row.currency),
  interval: row.interval,
  currentPeriodStart: toIso(row.currentPeriodStart),
  currentPeriodEnd: isoOrNull(row.currentPeriodEnd),
  accessUntil: isoOrNull(row.accessUntil),
  cancelAtPeriodEnd: row.cancelAtPeriodEnd,
  canceledAt: isoOrNull(row.canceledAt),
  trialStart: isoOrNull(row.trialStart),
  trialEnd: isoOrNull(row.trialEnd),
  createdAt: toIso(row.createdAt),
  updatedAt: toIso(row.updatedAt),
});

/** What a user without any subscription has. */
const FREE: CurrentView = {
  id: null,
  userId: null,
  tier: "free",
  status: "active",
  provider: null,
  providerSubscriptionId: null,
  providerCustomerId: null,
  productId: null,
  priceId: null,
  planId: null,
  pendingPlanId: null,
  currency: null,
  amount: null,
  interval: null,
  currentPeriodStart: null,
  currentPeriodEnd: null,
  accessUntil: null,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  trialStart: null,
  trialEnd: null,
  createdAt: null,
  updatedAt: null,
};

/** `subscription` of `GET /subscriptions/me`, from all subscriptions of the user: never null. */
export function currentView(subscriptions: readonly Subscription[], now: number): CurrentView {
  const shown = shownOf(subscriptions, now);
  return shown ? subscriptionView(shown, now) : FREE;
}

/** What the socket event `subscription:updated` says. */
export function summaryOf(subscriptions: readonly Subscription[], now: number) {
  const { tier, status, currentPeriodEnd, cancelAtPeriodEnd } = currentView(subscriptions, now);
  return { tier, status, currentPeriodEnd, cancelAtPeriodEnd };
}
