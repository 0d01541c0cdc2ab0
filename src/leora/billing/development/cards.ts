import type { PublicContext } from "../../../kernel/context.ts";
import { randomToken } from "../../../kernel/crypto.ts";
import { statement } from "../../../kernel/db/database.ts";
import type { CardVendor } from "../cards.ts";
import { periodEnd } from "../periods.ts";
import { planById } from "../plans.ts";
import type { Purchase } from "../purchase.ts";
import type { Subscription } from "../rows.ts";
import { newSessionId, planFields } from "./outcomes.ts";

// Development without an account at Stripe: checkouts are rows, and what a user does with a plan needs no call.

/** A row with some fields changed. It has no more to tell than it has. */
const changed = async ({ userId, ...row }: Subscription, fields: Partial<Purchase>) => ({
  userId,
  purchase: { ...row, ...fields },
});

export const developmentCards: CardVendor = {
  async checkout({ now, client }, { userId, plan, currency, trialDays, successUrl, cancelUrl }) {
    const sessionId = newSessionId(randomToken(18));
    return {
      checkoutUrl: `${new URL(client.baseUrl).origin}/dev/checkout/${sessionId}`,
      sessionId,
      writes: [
        statement(
          `INSERT INTO devCheckouts (id, userId, planId, currency, trialDays, successUrl, cancelUrl, createdAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          sessionId,
          userId,
          plan.id,
          currency,
          trialDays,
          successUrl,
          cancelUrl,
          now,
        ),
      ],
    };
  },

  cancel: (ctx: PublicContext, row) => changed(row, { cancelAtPeriodEnd: true, canceledAt: ctx.now, asOf: ctx.now }),

  resume: (ctx, row) => changed(row, { cancelAtPeriodEnd: false, canceledAt: null, asOf: ctx.now }),

  async change(ctx, row, planId, atOnce) {
    const plan = planById(planId);
    if (!plan) return null;
    if (!atOnce) return changed(row, { pendingPlanId: planId === row.planId ? null : planId, asOf: ctx.now });
    const fields = { ...planFields(plan, row.currency), pendingPlanId: null, asOf: ctx.now };
    // A trial goes on with another plan.
    if (row.status === "trialing") return changed(row, fields);
    return changed(row, {
      ...fields,
      currentPeriodStart: ctx.now,
      currentPeriodEnd: periodEnd(ctx.now, plan.interval),
    });
  },

  end: (ctx, row) =>
    changed(row, {
      status: "canceled",
      canceledAt: row.canceledAt ?? ctx.now,
      currentPeriodEnd: Math.min(row.currentPeriodEnd ?? ctx.now, ctx.now),
      asOf: ctx.now,
    }),

  refetch: async () => null,
};
