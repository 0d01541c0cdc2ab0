import { DAY_MS } from "../../../kernel/time.ts";
import type { HistoryEvent } from "../history-events.ts";
import { periodEnd } from "../periods.ts";
import { planById, priceOf, type SoldPlan } from "../plans.ts";
import type { Purchase } from "../purchase.ts";
import { STRIPE_GRACE_MS } from "../rules.ts";

// What the checkout of development does to a purchase, in the place of a vendor.

export const OUTCOMES = ["paid", "declined", "renewed", "payment_failed", "recovered", "refunded", "expired"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A checkout session of development. */
export interface DevCheckout {
  readonly id: string;
  readonly userId: string;
  readonly planId: string;
  readonly currency: string;
  readonly trialDays: number;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

const SESSION_PREFIX = "cs_dev_";
const PURCHASE_PREFIX = "sub_dev_";

export const newSessionId = (random: string): string => SESSION_PREFIX + random;

/** How the purchase of a session is called. */
export const purchaseIdOf = (sessionId: string): string => PURCHASE_PREFIX + sessionId.slice(SESSION_PREFIX.length);

/** True for a purchase that no vendor knows. */
export const isDevelopment = ({ providerSubscriptionId }: Pick<Purchase, "providerSubscriptionId">): boolean =>
  providerSubscriptionId.startsWith(PURCHASE_PREFIX);

/** What an outcome leads to. */
export interface Step {
  readonly purchase: Purchase;
  readonly facts: readonly HistoryEvent[];
}

/**
 * The purchase after an outcome.
 * @param before null: the checkout is still open
 * @returns null when the outcome is out of turn
 */
export function afterOutcome(
  session: DevCheckout,
  before: Purchase | null,
  outcome: Outcome,
  now: number,
): Step | null {
  if (before === null) return outcome === "paid" ? paid(session, now) : null;
  const isOver = before.refundedAt !== null || before.status === "expired" || before.status === "canceled";
  if (isOver) return null;
  switch (outcome) {
    case "paid":
    case "declined":
      return null;
    case "renewed":
      return before.status === "past_due" ? null : nextPeriod(before, now, "renewed");
    case "payment_failed":
      return before.status === "past_due" ? null : nextPeriod(before, now, "failed");
    case "recovered": {
      if (before.status !== "past_due") return null;
      const purchase = { ...before, status: "active", graceUntil: null, asOf: now } as const;
      return { purchase, facts: [payment(purchase)] };
    }
    case "refunded":
      return {
        purchase: { ...before, status: "canceled", canceledAt: before.canceledAt ?? now, refundedAt: now, asOf: now },
        facts: [{ event: "refunded", key: "refunded", amount: before.amount, currency: before.currency }],
      };
    case "expired":
      if (before.currentPeriodEnd === null) return null;
      return {
        purchase: {
          ...before,
          status: "expired",
          // Renewals of development begin before their time.
          currentPeriodStart: Math.min(before.currentPeriodStart, now),
          currentPeriodEnd: Math.min(before.currentPeriodEnd, now),
          asOf: now,
        },
        facts: [],
      };
  }
}

function paid(session: DevCheckout, now: number): Step | null {
  const plan = planById(session.planId);
  if (!plan) return null;
  const trialEnd = session.trialDays > 0 ? now + session.trialDays * DAY_MS : null;
  const purchase: Purchase = {
    provider: "stripe",
    providerSubscriptionId: purchaseIdOf(session.id),
    providerCustomerId: null,
    priceId: null,
    ...planFields(plan, session.currency),
    status: trialEnd === null ? "active" : "trialing",
    currency: session.currency,
    currentPeriodStart: now,
    currentPeriodEnd: trialEnd ?? periodEnd(now, plan.interval),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    trialStart: trialEnd === null ? null : now,
    trialEnd,
    pendingPlanId: null,
    graceUntil: null,
    refundedAt: null,
    asOf: now,
    replaces: null,
  };
  const hasInvoice = trialEnd === null && plan.interval !== "lifetime";
  return { purchase, facts: hasInvoice ? [payment(purchase)] : [] };
}

export const planFields = (plan: SoldPlan, currency: string) => ({
  productId: plan.id,
  planId: plan.id,
  tier: plan.tier,
  interval: plan.interval,
  amount: priceOf(plan, currency) ?? 0,
});

/** The next period, which begins with the end of this one, with the plan that was asked for. */
function nextPeriod(before: Purchase, now: number, result: "renewed" | "failed"): Step | null {
  const { currentPeriodEnd: start, cancelAtPeriodEnd, pendingPlanId, currency } = before;
  if (start === null || cancelAtPeriodEnd) return null;
  const plan = planById(pendingPlanId);
  const purchase: Purchase = {
    ...before,
    ...(plan && planFields(plan, currency)),
    pendingPlanId: null,
    currentPeriodStart: start,
    currentPeriodEnd: periodEnd(start, plan?.interval ?? before.interval),
    status: result === "renewed" ? "active" : "past_due",
    graceUntil: result === "renewed" ? null : now + STRIPE_GRACE_MS,
    asOf: now,
  };
  return { purchase, facts: [result === "renewed" ? payment(purchase) : failure(purchase)] };
}

const payment = ({ currentPeriodStart, amount, currency }: Purchase): HistoryEvent => ({
  event: "payment_succeeded",
  key: `paid:${currentPeriodStart}`,
  amount,
  currency,
});

const failure = ({ currentPeriodStart, amount, currency }: Purchase): HistoryEvent => ({
  event: "payment_failed",
  key: `failed:${currentPeriodStart}`,
  amount,
  currency,
});
