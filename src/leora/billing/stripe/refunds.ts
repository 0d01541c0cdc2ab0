import type { PublicContext } from "../../../kernel/context.ts";
import { isCurrency } from "../../../kernel/money.ts";
import type { HistoryEvent } from "../history-events.ts";
import type { Purchase } from "../purchase.ts";
import type { Subscription } from "../rows.ts";
import { purchaseOf, store, type Target } from "../store.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "../vendor-events.ts";
import { invoiceOfPayment, loadInvoice, sessionOfPayment, stripeCards } from "./calls.ts";
import { storeFetched, storeLifetime } from "./news.ts";
import { type StripeCharge, type StripeEvent, subscriptionOfInvoice } from "./objects.ts";
import { paidBy } from "./payments.ts";

/** In the place of an event: a purchase that is stored for the sake of its refund was told by none. */
const UNNAMED: VendorEvent = { provider: "stripe", id: null };

/**
 * A charge was refunded: in full, access ends now and nothing more is charged; in part, only history says so.
 * @returns false when the charge paid for nothing of ours
 */
export async function refundCharge(ctx: PublicContext, event: StripeEvent, charge: StripeCharge): Promise<boolean> {
  const name = await purchasePaidBy(ctx, event, charge);
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
    // It is stored before Stripe is asked to end it, because the news of that end must find that it was a refund.
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
  const amount = total - (data.previous_attributes?.amount_refunded ?? 0);
  return isCurrency(code) && amount >= 0
    ? [{ event: "refunded", key: `refund:${id}:${total}`, amount, currency: code }]
    : [];
}

/**
 * The purchase that a charge paid for, as Stripe calls it; null: it is nothing of ours. By which payments a subscription was paid is
 * noted; of a payment that is not Stripe is asked, and what it paid for is stored first, because a refund may come before all other
 * news. Nothing is concluded from the customer, who may have bought something else.
 */
async function purchasePaidBy(ctx: PublicContext, event: StripeEvent, charge: StripeCharge): Promise<string | null> {
  const { id, invoice: named, payment_intent: intent } = charge;
  const noted = await notedPurchase(ctx, [id, named, intent]);
  if (noted !== null) return noted;
  const invoice = named ?? (intent && (await invoiceOfPayment(ctx, intent)));
  if (invoice) return (await notedPurchase(ctx, [invoice])) ?? subscriptionPaidBy(ctx, event, invoice, intent);
  const session = intent && (await sessionOfPayment(ctx, intent));
  return session && (await storeLifetime(ctx, UNNAMED, session)) ? session.id : null;
}

async function notedPurchase(ctx: PublicContext, references: readonly (string | null)[]): Promise<string | null> {
  const [found] = await ctx.identity.all(paidBy(references));
  return found ? String(found.providerSubscriptionId) : null;
}

async function subscriptionPaidBy(
  ctx: PublicContext,
  { created }: StripeEvent,
  invoiceId: string,
  intent: string | null,
): Promise<string | null> {
  const invoice = await loadInvoice(ctx, invoiceId);
  const id = invoice && subscriptionOfInvoice(invoice);
  if (!id) return null;
  const hint = { id, claimed: null, toldAt: created * 1000, payments: [invoiceId, intent] };
  return (await storeFetched(ctx, UNNAMED, hint)) ? id : null;
}
