import { z } from "zod";
import type { PublicContext } from "../../../kernel/context.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { CardVendor, NewCheckout, OpenCheckout } from "../cards.ts";
import { planById } from "../plans.ts";
import type { VendorPurchase } from "../purchase.ts";
import type { Subscription } from "../rows.ts";
import { DOWNGRADE_BEFORE_MS, STRIPE_GRACE_MS } from "../rules.ts";
import { callStripe, priceIdOf, pricesOf, refusedByStripe, stripeUnavailable } from "./client.ts";
import { StripeInvoice, StripeSession, StripeSubscription } from "./objects.ts";
import { METADATA, purchaseOfSubscription } from "./projection.ts";

// What we ask Stripe to do (https://docs.stripe.com/api/subscriptions). Each POST has a new idempotency key, because none is repeated by
// itself; what a person asks for twice, such as a cancel, Stripe does once.

const once = () => ({ idempotencyKey: crypto.randomUUID() });

/** Stripe, for what a user does with a plan that is paid by card. */
export const stripeCards: CardVendor = { checkout, cancel, resume, change, end, refetch };

async function checkout(ctx: PublicContext, wanted: NewCheckout): Promise<OpenCheckout> {
  const session = (await sessionOfCustomer(ctx, wanted)) ?? (await newSession(ctx, wanted, null));
  // It does not know the price: our configuration is at fault, and trying again helps nobody.
  if (!session) throw refusedByStripe();
  if (!session.url) throw stripeUnavailable();
  return { checkoutUrl: session.url, sessionId: session.id, writes: [] };
}

/**
 * A session of the customer whom Stripe knows from an earlier purchase; null: there is none, or Stripe refuses that customer, who may
 * have been deleted, or be bound to another currency. Whoever wants to pay then pays as a new customer.
 */
async function sessionOfCustomer(ctx: PublicContext, wanted: NewCheckout): Promise<StripeSession | null> {
  if (wanted.customerId === null) return null;
  try {
    return await newSession(ctx, wanted, wanted.customerId);
  } catch (error) {
    // Stripe does not always name what it refuses for; whatever is not the customer's fault it refuses once more.
    if (error instanceof AppError && error.code === "invalid_state") return null;
    throw error;
  }
}

function newSession(ctx: PublicContext, wanted: NewCheckout, customer: string | null): Promise<StripeSession | null> {
  const { plan, userId, trialDays, currency, successUrl, cancelUrl } = wanted;
  const metadata = { [METADATA.userId]: userId, [METADATA.planId]: plan.id };
  const isLifetime = plan.interval === "lifetime";
  return callStripe(ctx, StripeSession, (stripe) =>
    stripe.checkout.sessions.create(
      {
        mode: isLifetime ? "payment" : "subscription",
        line_items: [{ price: priceIdOf(ctx.env, plan.id), quantity: 1 }],
        currency: currency.toLowerCase(),
        client_reference_id: userId,
        metadata,
        success_url: successUrl,
        cancel_url: cancelUrl,
        ...(customer === null ? isLifetime && { customer_creation: "always" } : { customer }),
        ...(isLifetime
          ? { payment_intent_data: { metadata } }
          : { subscription_data: { metadata, ...(trialDays > 0 && { trial_period_days: trialDays }) } }),
      },
      once(),
    ),
  );
}

const update = (
  ctx: PublicContext,
  row: Subscription,
  fields: Parameters<import("stripe").default["subscriptions"]["update"]>[1],
): Promise<VendorPurchase | null> =>
  projected(
    ctx,
    row,
    callStripe(ctx, StripeSubscription, (stripe) =>
      stripe.subscriptions.update(row.providerSubscriptionId, fields, once()),
    ),
  );

async function cancel(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null> {
  return update(ctx, row, { cancel_at_period_end: true });
}

async function resume(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null> {
  return update(ctx, row, { cancel_at_period_end: false });
}

/**
 * Changes the plan: to a longer interval at once, in which what is left of the period is credited; to a shorter one with the next
 * period. Stripe cannot begin another interval with a period's end, so that we note the wish and carry it out just before.
 */
async function change(ctx: PublicContext, row: Subscription, planId: string, atOnce: boolean) {
  if (!atOnce) return update(ctx, row, { metadata: { [METADATA.pendingPlanId]: planId === row.planId ? "" : planId } });
  return switchPlan(ctx, row, planId, true);
}

async function switchPlan(ctx: PublicContext, row: Subscription, planId: string, prorates: boolean) {
  const current = await load(ctx, row.providerSubscriptionId);
  const [item] = current?.items.data ?? [];
  if (!item) return null;
  return update(ctx, row, {
    items: [{ id: item.id, price: priceIdOf(ctx.env, planId) }],
    proration_behavior: prorates ? "create_prorations" : "none",
    // A card that is declined leaves everything as it is.
    payment_behavior: "error_if_incomplete",
    metadata: { [METADATA.planId]: planId, [METADATA.pendingPlanId]: "" },
  });
}

/**
 * Ends a trial that is not due, because the user had a subscription before this one was paid for: the first period is charged now.
 * When that payment fails the subscription ends, so that a card that is declined gives no days of grace.
 */
export async function endTrial(ctx: PublicContext, id: string): Promise<VendorPurchase | null> {
  const present = { prices: pricesOf(ctx.env), now: ctx.now, lateSince: null };
  const charge = async (): Promise<StripeSubscription | null> => {
    try {
      return await callStripe(ctx, StripeSubscription, (stripe) =>
        stripe.subscriptions.update(
          id,
          {
            trial_end: "now",
            payment_behavior: "error_if_incomplete",
            metadata: { [METADATA.trialNotDue]: "true" },
          },
          once(),
        ),
      );
    } catch (error) {
      if (!(error instanceof AppError && error.code === "invalid_state")) throw error;
      return callStripe(ctx, StripeSubscription, (stripe) => stripe.subscriptions.cancel(id));
    }
  };
  const subscription = await charge();
  return subscription && purchaseOfSubscription(subscription, present);
}

/** Ends a subscription now, also one that has ended. */
async function end(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null> {
  const { providerSubscriptionId: id } = row;
  const ended = await callStripe(ctx, StripeSubscription, (stripe) => stripe.subscriptions.cancel(id));
  return projected(ctx, row, ended ? Promise.resolve(ended) : load(ctx, id));
}

/** The present state; a downgrade whose time has come is carried out. */
async function refetch(ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null> {
  // What was bought once is told by its session alone.
  if (row.interval === "lifetime") return null;
  const { pendingPlanId, currentPeriodEnd, cancelAtPeriodEnd } = row;
  const left = (currentPeriodEnd ?? Number.POSITIVE_INFINITY) - ctx.now;
  const isDue = planById(pendingPlanId) && !cancelAtPeriodEnd && left > 0 && left <= DOWNGRADE_BEFORE_MS;
  if (isDue && pendingPlanId) return switchPlan(ctx, row, pendingPlanId, false);
  return projected(ctx, row, load(ctx, row.providerSubscriptionId));
}

const load = (ctx: PublicContext, id: string) =>
  callStripe(ctx, StripeSubscription, (stripe) => stripe.subscriptions.retrieve(id));

/** The present state of a subscription of Stripe's. @param lateSince since when its payment is late, if it is (UTC ms) */
export async function loadPurchase(ctx: PublicContext, id: string, lateSince: number): Promise<VendorPurchase | null> {
  const subscription = await load(ctx, id);
  return subscription && purchaseOfSubscription(subscription, { prices: pricesOf(ctx.env), now: ctx.now, lateSince });
}

/** A known row with what Stripe says of it now. */
async function projected(
  ctx: PublicContext,
  row: Subscription,
  pending: Promise<StripeSubscription | null>,
): Promise<VendorPurchase | null> {
  const subscription = await pending;
  const lateSince = lateSinceOf(row);
  const news =
    subscription && purchaseOfSubscription(subscription, { prices: pricesOf(ctx.env), now: ctx.now, lateSince });
  return news && { ...news, purchase: { ...news.purchase, refundedAt: row.refundedAt } };
}

/** Since when a stored purchase is known to be late; null: it is not. */
export const lateSinceOf = ({ status, graceUntil }: Pick<Subscription, "status" | "graceUntil">): number | null =>
  status === "past_due" && graceUntil !== null ? graceUntil - STRIPE_GRACE_MS : null;

const InvoicePayments = z.object({
  data: z.array(z.object({ invoice: z.union([z.string(), z.object({ id: z.string() })]) })),
});

/** The invoice that a payment was for; newer versions of Stripe's charges do not name it. */
export async function invoiceOfPayment(ctx: PublicContext, paymentIntent: string): Promise<string | null> {
  const found = await callStripe(ctx, InvoicePayments, (stripe) =>
    stripe.invoicePayments.list({ payment: { type: "payment_intent", payment_intent: paymentIntent }, limit: 1 }),
  );
  const invoice = found?.data[0]?.invoice;
  return typeof invoice === "object" ? invoice.id : (invoice ?? null);
}

export const loadInvoice = (ctx: PublicContext, id: string) =>
  callStripe(ctx, StripeInvoice, (stripe) => stripe.invoices.retrieve(id));

const Sessions = z.object({ data: z.array(StripeSession) });

/** The checkout that a payment came from. */
export async function sessionOfPayment(ctx: PublicContext, paymentIntent: string): Promise<StripeSession | null> {
  const found = await callStripe(ctx, Sessions, (stripe) =>
    stripe.checkout.sessions.list({ payment_intent: paymentIntent, limit: 1 }),
  );
  return found?.data[0] ?? null;
}
