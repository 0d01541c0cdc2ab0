import type { PublicContext } from "../../../kernel/context.ts";
import { log } from "../../../kernel/log.ts";
import { isCurrency } from "../../../kernel/money.ts";
import type { HistoryEvent } from "../history-events.ts";
import type { Purchase } from "../purchase.ts";
import type { Subscription } from "../rows.ts";
import { purchaseOf, store, type Target } from "../store.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "../vendor-events.ts";
import { invoiceOfPayment, loadInvoice, sessionOfPayment, stripeCards } from "./calls.ts";
import { storeFetched, storeLifetime } from "./news.ts";
import { type StripeCharge, type StripeEvent, subscriptionOfInvoice } from "./objects.ts";
import { boughtBy, paidBy } from "./payments.ts";

/**
 * A charge was refunded: in full, access ends now and nothing more is charged; in part, only history says so.
 * @returns false when the charge paid for nothing of ours
 */
export async function refundCharge(ctx: PublicContext, event: StripeEvent, charge: StripeCharge): Promise<boolean> {
  const name = (await purchasePaidBy(ctx, charge)) ?? (await unheardOf(ctx, event, charge));
  if (name === null) return false;
  const seen: VendorEvent = { provider: "stripe", id: event.id };
  const target = {
    ...purchaseOf({ provider: "stripe", providerSubscriptionId: name }, null),
    alsoRead: [askSeen(seen)],
  };
  const isFull = charge.amount_refunded >= charge.amount;
  let isKnown = false;
  const refunded = await store(ctx, target, ({ row, answers }) => {
    isKnown = wasSeen(answers[0]);
    if (isKnown || !row) return undefined;
    const facts = refundOf(event, charge);
    // Before Stripe ends it: the news of that end must find that it was a refund.
    if (isFull) return { row, purchase: refundedAt(row, event.created * 1000), facts };
    return { row, purchase: row, facts, alsoWrite: () => remember(seen, ctx.now) };
  });
  if (refunded && isFull) await endRefunded(ctx, target, seen);
  return refunded !== undefined || isKnown;
}

function refundedAt(row: Subscription, at: number): Purchase {
  const refund = { refundedAt: Math.min(row.refundedAt ?? at, at) };
  if (row.interval !== "lifetime") return { ...row, ...refund };
  return { ...row, ...refund, status: "canceled", canceledAt: row.canceledAt ?? at };
}

/** Ends a refunded subscription at Stripe, and only then remembers the event: one that fails before is sent again. */
async function endRefunded(ctx: PublicContext, target: Target, seen: VendorEvent): Promise<void> {
  await store(ctx, target, async ({ row }) => {
    if (!row) return undefined;
    const ended = row.interval === "lifetime" ? null : await stripeCards.end(ctx, row);
    return { row, purchase: ended?.purchase ?? row, alsoWrite: () => remember(seen, ctx.now) };
  });
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

/**
 * A refund may come before all news of what it gives back the money for: Stripe is asked what that was, and it is stored first.
 * @returns what Stripe calls it; null when it is nothing of ours
 */
async function unheardOf(ctx: PublicContext, event: StripeEvent, charge: StripeCharge): Promise<string | null> {
  const unnamed: VendorEvent = { provider: "stripe", id: null };
  const invoiceId = charge.invoice ?? (charge.payment_intent && (await invoiceOfPayment(ctx, charge.payment_intent)));
  if (invoiceId) {
    const invoice = await loadInvoice(ctx, invoiceId);
    const id = invoice && subscriptionOfInvoice(invoice);
    if (!id) return null;
    const hint = { id, claimed: null, toldAt: event.created * 1000, payments: [invoiceId, charge.payment_intent] };
    return (await storeFetched(ctx, unnamed, hint)) ? id : null;
  }
  const session = charge.payment_intent && (await sessionOfPayment(ctx, charge.payment_intent));
  return session && (await storeLifetime(ctx, unnamed, session)) ? session.id : null;
}
