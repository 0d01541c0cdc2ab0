import type { PublicContext } from "../../../kernel/context.ts";
import { isCurrency } from "../../../kernel/money.ts";
import type { HistoryEvent } from "../history-events.ts";
import type { WebhookRequest } from "../vendor.ts";
import type { VendorEvent } from "../vendor-events.ts";
import { storeFetched, storeLifetime } from "./news.ts";
import {
  readable,
  StripeCharge,
  type StripeEvent,
  StripeInvoice,
  StripeSession,
  StripeSubscription,
  subscriptionOfInvoice,
} from "./objects.ts";
import { METADATA } from "./projection.ts";
import { refundCharge } from "./refunds.ts";
import { signedEvent } from "./signature.ts";

// Stripe's webhook. An event is a hint that something has changed: the subscription is fetched again, after its row was read, so that
// events in any order end in the same rows. Payments alone are told by their events, which name their invoice.

/**
 * Handles an event.
 * @returns false when it is about nothing of ours, or cannot be read
 * @throws invalid_input for a bad signature; unavailable when Stripe does not answer, so that it sends the event again
 */
export async function handleStripe(ctx: PublicContext, request: WebhookRequest): Promise<boolean> {
  const event = await signedEvent(ctx, request);
  if (!event) return false;
  const { object } = event.data;
  switch (event.type) {
    case "checkout.session.completed":
      return checkoutCompleted(ctx, event, readable(StripeSession, object));
    case "invoice.paid":
    case "invoice.payment_failed":
      return invoiceChanged(ctx, event, readable(StripeInvoice, object));
    case "charge.refunded": {
      const charge = readable(StripeCharge, object);
      return charge !== undefined && refundCharge(ctx, event, charge);
    }
    default:
      if (!event.type.startsWith("customer.subscription.")) return false;
      return subscriptionChanged(ctx, event, readable(StripeSubscription, object));
  }
}

const nameOf = (event: StripeEvent): VendorEvent => ({ provider: "stripe", id: event.id });

async function subscriptionChanged(
  ctx: PublicContext,
  event: StripeEvent,
  subscription: StripeSubscription | undefined,
) {
  if (!subscription) return false;
  return storeFetched(ctx, nameOf(event), {
    toldAt: event.created * 1000,
    id: subscription.id,
    claimed: subscription.metadata[METADATA.userId] ?? null,
  });
}

async function checkoutCompleted(ctx: PublicContext, event: StripeEvent, session: StripeSession | undefined) {
  if (!session) return false;
  const claimed = session.metadata[METADATA.userId] ?? session.client_reference_id ?? null;
  if (session.subscription !== null)
    return storeFetched(ctx, nameOf(event), {
      toldAt: event.created * 1000,
      id: session.subscription,
      claimed,
    });
  return storeLifetime(ctx, nameOf(event), session);
}

async function invoiceChanged(ctx: PublicContext, event: StripeEvent, invoice: StripeInvoice | undefined) {
  const id = invoice && subscriptionOfInvoice(invoice);
  if (!invoice || !id) return false;
  return storeFetched(ctx, nameOf(event), {
    toldAt: event.created * 1000,
    id,
    claimed: null,
    facts: paymentOf(event, invoice),
    payments: [invoice.id, invoice.payment_intent, invoice.charge],
    ...(event.type === "invoice.payment_failed" && { lateSince: event.created * 1000 }),
  });
}

function paymentOf({ type }: StripeEvent, { id, amount_paid, amount_due, currency }: StripeInvoice): HistoryEvent[] {
  const code = currency.toUpperCase();
  if (!isCurrency(code)) return [];
  if (type === "invoice.payment_failed") {
    return [{ event: "payment_failed", key: `invoice:${id}:failed`, amount: amount_due, currency: code }];
  }
  if (amount_paid <= 0) return [];
  return [{ event: "payment_succeeded", key: `invoice:${id}:paid`, amount: amount_paid, currency: code }];
}
