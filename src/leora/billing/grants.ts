import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { statement } from "../../kernel/db/database.ts";
import { invalid, invalidState, notFound } from "../../kernel/errors.ts";
import type { GrantBody, RevokeBody, SubscriptionView } from "./contract.ts";
import { storeOnce } from "./once.ts";
import { periodEnd } from "./periods.ts";
import type { Purchase } from "./purchase.ts";
import type { Subscription } from "./rows.ts";
import type { Target } from "./store.ts";
import { subscriptionView } from "./view.ts";

// Plans that administrators give and take.

type View = z.output<typeof SubscriptionView>;
type Recipient = Pick<z.output<typeof RevokeBody>, "userId" | "email">;

const CURRENCY = "USD";

/**
 * Gives a user a plan; again: renews it (`ctx.outcome.hasReplaced`). Two D1 calls.
 * @throws not_found when there is no such user; invalid_input when the end is not in the future, or the plan has none
 */
export function grant(ctx: Context, body: z.output<typeof GrantBody>): Promise<View> {
  const { now } = ctx;
  if (body.interval === "lifetime" && body.currentPeriodEnd) {
    throw invalid("currentPeriodEnd", "The lifetime plan does not end");
  }
  const end = body.currentPeriodEnd ?? periodEnd(now, body.interval);
  if (end !== null && end <= now) throw invalid("currentPeriodEnd", "Expected a time in the future");
  const metadata = metadataOf(ctx, body.reason);
  return storeOnce(
    ctx,
    recipientOf(body),
    ({ userId, subscriptions }) => {
      if (userId === null) throw notFound(body.userId ? "userId" : "email");
      const row = manualOf(subscriptions);
      ctx.outcome.hasReplaced = row !== null;
      const purchase = manualPlan(userId, body, now, end);
      // What comparing states would say of it depends on what the plan was before; a grant is one event.
      const event = row?.grantedAt ? "renewed" : "created";
      const key = event === "created" ? "created" : `granted:${(row?.version ?? 0) + 1}`;
      return Promise.resolve({ row, purchase, history: [{ event, key, metadata }] });
    },
    (row) => subscriptionView(row, now),
  );
}

/**
 * Takes what was granted; access ends now. Two D1 calls.
 * @throws not_found when there is no such user; invalid_state when nothing is granted
 */
export function revoke(ctx: Context, body: z.output<typeof RevokeBody>): Promise<View> {
  const { now } = ctx;
  const metadata = metadataOf(ctx, body.reason);
  return storeOnce(
    ctx,
    recipientOf(body),
    async ({ userId, subscriptions }) => {
      if (userId === null) throw notFound(body.userId ? "userId" : "email");
      const row = manualOf(subscriptions);
      if (!row) throw invalidState("Nothing was granted to this user");
      if (row.endedAt !== null) return { reply: subscriptionView(row, now) };
      const purchase: Purchase = {
        ...row,
        status: "expired",
        currentPeriodEnd: Math.min(row.currentPeriodEnd ?? now, now),
        asOf: now,
      };
      return { row, purchase, remark: { event: "expired", metadata } };
    },
    (row) => subscriptionView(row, now),
  );
}

const recipientOf = ({ userId, email }: Recipient): Target => ({
  owner: email ? statement("(SELECT id FROM users WHERE email = ?)", email) : statement("?", userId),
});

const manualOf = (subscriptions: readonly Subscription[]): Subscription | null =>
  subscriptions.find(({ provider }) => provider === "manual") ?? null;

const metadataOf = (ctx: Context, reason: string | null | undefined) => ({
  grantedBy: ctx.userId,
  ...(reason && { reason }),
});

const manualPlan = (
  userId: string,
  { tier, interval }: Pick<z.output<typeof GrantBody>, "tier" | "interval">,
  now: number,
  end: number | null,
): Purchase => ({
  provider: "manual",
  providerSubscriptionId: userId,
  providerCustomerId: null,
  productId: "manual",
  priceId: null,
  planId: null,
  tier,
  status: "active",
  currency: CURRENCY,
  amount: 0,
  interval,
  currentPeriodStart: now,
  currentPeriodEnd: end,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  trialStart: null,
  trialEnd: null,
  pendingPlanId: null,
  graceUntil: null,
  refundedAt: null,
  asOf: now,
  replaces: null,
});
