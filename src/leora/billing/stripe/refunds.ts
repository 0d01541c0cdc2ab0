import type { PublicContext } from "../../../kernel/context.ts";
import { log } from "../../../kernel/log.ts";
import { isCurrency } from "../../../kernel/money.ts";
import type { HistoryEvent } from "../history-events.ts";
import type { Purchase } from "../purchase.ts";
import type { Subscription } from "../rows.ts";
import { purchaseOf, store } from "../store.ts";
import { askSeen, remember, wasSeen } from "../vendor-events.ts";
import { invoiceOfPayment, stripeCards } from "./calls.ts";
import type { StripeCharge, StripeEvent } from "./objects.ts";
import { boughtBy, paidBy } from "./payments.ts";

/**
 * A charge was refunded: in full, access ends now and nothing more is charged; in part, only history says so.
 * @returns false when the charge paid for nothing that we know
 */
export async function refundCharge(ctx: PublicContext, event: StripeEvent, charge: StripeCharge): Promise<boolean> {
  const name = await purchasePaidBy(ctx, charge);
  if (name === null) return false;
  const seen = { provider: "stripe", id: event.id } as const;
  let isKnown = false;
  const stored = await store(
    ctx,
    { ...purchaseOf({ provider: "stripe", providerSubscriptionId: name }, null), alsoRead: [askSeen(seen)] },
    async ({ row, answers }) => {
      isKnown = wasSeen(answers[0]);
      if (isKnown || !row) return undefined;
      const isFull = charge.amount_refunded >= charge.amount;
      return {
        row,
        purchase: isFull ? await refunded(ctx, row, event.created * 1000) : row,
        facts: refundOf(event, charge),
        alsoWrite: () => remember(seen, ctx.now),
      };
    },
  );
  return stored !== undefined || isKnown;
}

async function refunded(ctx: PublicContext, row: Subscription, at: number): Promise<Purchase> {
  const refundedAt = Math.min(row.refundedAt ?? at, at);
  if (row.interval === "lifetime") return { ...row, status: "canceled", canceledAt: row.canceledAt ?? at, refundedAt };
  const ended = await stripeCards.end(ctx, row);
  return { ...(ended?.purchase ?? { ...row, status: "canceled" as const }), refundedAt };
}

function refundOf({ data }: StripeEvent, { id, amount_refunded: total, currency }: StripeCharge): HistoryEvent[] {
  const code = currency.toUpperCase();
  return isCurrency(code)
    ? [
        {
          event: "refunded",
          key: `refund:${id}:${total}`,
          amount: total - (data.previous_attributes?.amount_refunded ?? 0),
          currency: code,
        },
      ]
    : [];
}

/** The purchase that a charge paid for, as Stripe calls it. Up to three D1 calls, and one to Stripe. */
async function purchasePaidBy(ctx: PublicContext, charge: StripeCharge): Promise<string | null> {
  const find = async (references: readonly (string | null)[]): Promise<string | null> => {
    const [found] = await ctx.identity.all(paidBy(references));
    return found ? String(found.providerSubscriptionId) : null;
  };
  const known = await find([charge.id, charge.invoice, charge.payment_intent]);
  if (known !== null) return known;
  const invoice = charge.payment_intent && (await invoiceOfPayment(ctx, charge.payment_intent));
  const byInvoice = invoice ? await find([invoice]) : null;
  if (byInvoice !== null) return byInvoice;
  // The invoice's own event may be still to come. Of several purchases of a customer none is taken by guess.
  const [only, another] = await ctx.identity.all(boughtBy(charge.customer));
  if (only && !another) return String(only.providerSubscriptionId);
  if (only) log("warn", "stripe: a refund of an unknown payment", { purchases: "several" });
  return null;
}
