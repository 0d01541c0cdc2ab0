import type { PublicContext } from "../../../kernel/context.ts";
import { isCurrency } from "../../../kernel/money.ts";
import type { HistoryEvent } from "../history-events.ts";
import { endRunningCards } from "../lifetime.ts";
import { purchaseOf, type Stored, store } from "../store.ts";
import type { WebhookRequest } from "../vendor.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "../vendor-events.ts";
import { lateSinceOf, loadPurchase } from "./calls.ts";
import { pricesOf } from "./client.ts";
import { StripeCharge, type StripeEvent, StripeInvoice, StripeSession, StripeSubscription } from "./objects.ts";
import { keepPayments } from "./payments.ts";
import { METADATA, purchaseOfSession } from "./projection.ts";
import { refundCharge } from "./refunds.ts";
import { signedEvent } from "./signature.ts";

// Stripe's webhook. An event is a hint that something has changed: the subscription is fetched again, after its row was read, so that
// events in any order end in the same rows. Payments alone are told by their events, which name their invoice.

/**
 * Handles an event.
 * @returns false when it is about nothing of ours
 * @throws invalid_input for a bad signature; unavailable when Stripe does not answer, so that it sends the event again
 */
export async function handleStripe(ctx: PublicContext, request: WebhookRequest): Promise<boolean> {
  const event = await signedEvent(ctx, request);
  const { object } = event.data;
  switch (event.type) {
    case "checkout.session.completed":
      return checkoutCompleted(ctx, event, StripeSession.safeParse(object).data);
    case "invoice.paid":
    case "invoice.payment_failed":
      return invoiceChanged(ctx, event, StripeInvoice.safeParse(object).data);
    case "charge.refunded": {
      const charge = StripeCharge.safeParse(object).data;
      return charge !== undefined && refundCharge(ctx, event, charge);
    }
    default:
      if (!event.type.startsWith("customer.subscription.")) return false;
      return subscriptionChanged(ctx, event, StripeSubscription.safeParse(object).data);
  }
}

const nameOf = (event: StripeEvent): VendorEvent => ({ provider: "stripe", id: event.id });

async function subscriptionChanged(
  ctx: PublicContext,
  event: StripeEvent,
  subscription: StripeSubscription | undefined,
) {
  if (!subscription) return false;
  return storeFetched(ctx, event, { id: subscription.id, claimed: subscription.metadata[METADATA.userId] ?? null });
}

async function checkoutCompleted(ctx: PublicContext, event: StripeEvent, session: StripeSession | undefined) {
  if (!session) return false;
  const claimed = session.metadata[METADATA.userId] ?? session.client_reference_id ?? null;
  if (session.subscription !== null) return storeFetched(ctx, event, { id: session.subscription, claimed });
  const bought = purchaseOfSession(session, pricesOf(ctx.env));
  return bought !== null && storeLifetime(ctx, event, session, bought);
}

/** What was bought once ends what is paid by the month. */
async function storeLifetime(
  ctx: PublicContext,
  event: StripeEvent,
  session: StripeSession,
  { purchase, userId }: NonNullable<ReturnType<typeof purchaseOfSession>>,
): Promise<boolean> {
  const seen = nameOf(event);
  let isKnown = false;
  const stored = await store(
    ctx,
    { ...purchaseOf(purchase, userId), alsoRead: [askSeen(seen)] },
    ({ row, userId: owner, answers }) => {
      isKnown = wasSeen(answers[0]);
      if (isKnown || owner === null) return undefined;
      return {
        row,
        // Only a refund changes it afterwards.
        purchase: row ?? purchase,
        alsoWrite: ({ id }) => keepPayments(id, [session.payment_intent]),
      };
    },
  );
  if (!stored) return isKnown;
  await endRunningCards(ctx, stored);
  // Only now: an event that fails before is sent again.
  await ctx.identity.batch(remember(seen, ctx.now));
  return true;
}

async function invoiceChanged(ctx: PublicContext, event: StripeEvent, invoice: StripeInvoice | undefined) {
  const details = invoice?.parent?.subscription_details;
  const id = invoice?.subscription ?? details?.subscription;
  if (!invoice || !id) return false;
  return storeFetched(ctx, event, {
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

/** What an event says of a subscription beside its name. */
interface Hint {
  readonly id: string;
  /** The user whom it is for; null: Stripe's object says. */
  readonly claimed: string | null;
  readonly facts?: readonly HistoryEvent[];
  /** References that a refund may name. */
  readonly payments?: readonly (string | null)[];
  /** When a payment failed (UTC ms). */
  readonly lateSince?: number;
}

/** Fetches a subscription and stores it. @returns false when it is nobody's, or not ours */
async function storeFetched(ctx: PublicContext, event: StripeEvent, hint: Hint): Promise<boolean> {
  const seen = nameOf(event);
  let [isKnown, named]: [boolean, string | null] = [false, null];
  const storeFor = (claimed: string | null): Promise<Stored | undefined> =>
    store(
      ctx,
      { ...purchaseOf({ provider: "stripe", providerSubscriptionId: hint.id }, claimed), alsoRead: [askSeen(seen)] },
      async ({ row, userId, answers }) => {
        isKnown = wasSeen(answers[0]);
        if (isKnown) return undefined;
        const lateSince = earliest((row && lateSinceOf(row)) ?? null, hint.lateSince ?? null) ?? event.created * 1000;
        const news = await loadPurchase(ctx, hint.id, lateSince);
        named = news?.userId ?? null;
        if (!news || userId === null) return undefined;
        return {
          row,
          purchase: { ...news.purchase, refundedAt: row?.refundedAt ?? null },
          facts: hint.facts ?? [],
          alsoWrite: ({ id }) => [...keepPayments(id, hint.payments ?? []), ...remember(seen, ctx.now)],
        };
      },
    );
  const stored = await storeFor(hint.claimed);
  if (stored || isKnown) return true;
  // An invoice does not say whose it is: its subscription does.
  return named !== null && named !== hint.claimed && (await storeFor(named)) !== undefined;
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
