import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { statement, takenColumns } from "../../kernel/db/database.ts";
import { AppError, invalid, invalidState, notFound } from "../../kernel/errors.ts";
import { profileOf } from "../profile.ts";
import { cardsBy, cardsOf } from "./card-vendors.ts";
import type { OpenCheckout } from "./cards.ts";
import type { CancelBody, ChangeBody, CheckoutBody, CheckoutReply, SubscriptionView } from "./contract.ts";
import { hadSubscription, wasSubscribed } from "./history.ts";
import { askEarlier, keepReply, replayOf, storeOnce } from "./once.ts";
import { lengthening, planById, priceOf, type SoldPlan } from "./plans.ts";
import { type Subscription, subscriptionOf, subscriptionsOf } from "./rows.ts";
import { checkoutRefusal, meantPlan } from "./rules.ts";
import { type Next, userOf } from "./store.ts";
import { cardVendor, notConfigured } from "./stripe/client.ts";
import { subscriptionView } from "./view.ts";

// What users do with their plans: buying one, canceling it, taking that back, and changing to another one (spec 12.5).

type View = z.output<typeof SubscriptionView>;
type Checkout = z.output<typeof CheckoutBody>;
type CheckoutResult = z.output<typeof CheckoutReply>;

const SUCCESS_URL = "leora://subscription/success";
const CANCEL_URL = "leora://subscription/cancel";
/** Plans have a price in it whatever the user's currency is. */
const DEFAULT_CURRENCY = "USD";
/** What apps ask the stores for when a trial is due. */
const TRIAL_OFFER = "trial";

/** Where a plan of a store is canceled. */
const MANAGE_URL = {
  apple: "https://apps.apple.com/account/subscriptions",
  google: "https://play.google.com/store/account/subscriptions",
} as const;

/**
 * Begins a checkout. It gives no access: only news of a payment does. Two D1 calls.
 * @throws not_found for the plan; invalid_input for the currency; invalid_state; unavailable; idempotency_conflict
 */
export async function checkout(ctx: Context, body: Checkout): Promise<CheckoutResult> {
  const plan = soldPlan(body.planId);
  const { primaryCurrency } = profileOf(await ctx.principal());
  const currency = currencyOf(plan, body.currency ?? null, primaryCurrency);
  const [rows = [], had, [earlier] = []] = await ctx.identity.batch([
    subscriptionsOf(ctx.userId),
    hadSubscription(statement("?", ctx.userId)),
    ...askEarlier(ctx),
  ]);
  const replay = replayOf<CheckoutResult>(ctx, earlier);
  if (replay) return replay;
  const subscriptions = rows.map(subscriptionOf);
  const refusal = checkoutRefusal(subscriptions, plan.interval, ctx.now);
  if (refusal !== null) throw invalidState(refusal);
  const trialDays = wasSubscribed(had) ? 0 : plan.trialDays;
  const { writes, ...reply } = await openCheckout(ctx, body, plan, currency, trialDays, customerOf(subscriptions));
  const statements = [...writes, ...keepReply(ctx, reply)];
  try {
    if (statements.length > 0) await ctx.identity.batch(statements);
  } catch (error) {
    // A twin of this request was first.
    if (takenColumns(error).includes("key")) return checkout(ctx, body);
    throw error;
  }
  return reply;
}

async function openCheckout(
  ctx: Context,
  { provider, successUrl, cancelUrl }: Checkout,
  plan: SoldPlan,
  currency: string,
  trialDays: number,
  customerId: string | null,
): Promise<(OpenCheckout | Exclude<CheckoutResult, { sessionId: string }>) & { writes: OpenCheckout["writes"] }> {
  if (provider !== "stripe") {
    const productId = provider === "apple" ? plan.appleProductId : plan.googleProductId;
    return { productId, offerId: trialDays > 0 ? TRIAL_OFFER : null, appAccountToken: ctx.userId, writes: [] };
  }
  const vendor = cardVendor(ctx.env);
  if (vendor === null) throw notConfigured();
  return cardsBy[vendor].checkout(ctx, {
    userId: ctx.userId,
    plan,
    trialDays,
    currency,
    customerId,
    successUrl: successUrl ?? SUCCESS_URL,
    cancelUrl: cancelUrl ?? CANCEL_URL,
  });
}

function soldPlan(planId: string): SoldPlan {
  const plan = planById(planId);
  if (!plan) throw notFound("planId");
  return plan;
}

/** The currency that was asked for, else the user's, else one that each plan has a price in. */
function currencyOf(plan: SoldPlan, wanted: string | null, primary: string): string {
  if (wanted === null) return priceOf(plan, primary) === undefined ? DEFAULT_CURRENCY : primary;
  if (priceOf(plan, wanted) === undefined) throw invalid("currency", "The plan has no price in this currency");
  return wanted;
}

const customerOf = (subscriptions: readonly Subscription[]): string | null =>
  subscriptions.find(({ provider, providerCustomerId }) => provider === "stripe" && providerCustomerId !== null)
    ?.providerCustomerId ?? null;

/**
 * Cancels the plan for the end of its period; again: nothing changes. Two D1 calls.
 * @throws invalid_state without a plan that renews, and for plans of the stores; unavailable
 */
export const cancel = (ctx: Context, { reason, feedback }: z.output<typeof CancelBody>): Promise<View> =>
  storeOnce(
    ctx,
    userOf(ctx.userId),
    async ({ subscriptions }): Promise<Next | { reply: View }> => {
      const row = runningPlan(subscriptions, "cancel", ctx.now);
      if (row.provider === "apple" || row.provider === "google") throw onlyInStore(row.provider);
      if (row.cancelAtPeriodEnd) return { reply: subscriptionView(row, ctx.now) };
      const metadata = { ...(reason && { reason }), ...(feedback && { feedback }) };
      return {
        row,
        purchase:
          row.provider === "manual"
            ? { ...row, cancelAtPeriodEnd: true, canceledAt: ctx.now, asOf: ctx.now }
            : await answered(cardsOf(row).cancel(ctx, row)),
        remark: { event: "canceled", metadata: Object.keys(metadata).length > 0 ? metadata : undefined },
      };
    },
    (row) => subscriptionView(row, ctx.now),
  );

/** Takes a cancel back before the period ends. Two D1 calls. @throws invalid_state; unavailable */
export const resume = (ctx: Context): Promise<View> =>
  storeOnce(
    ctx,
    userOf(ctx.userId),
    async ({ subscriptions }) => {
      const row = runningPlan(subscriptions, "resume", ctx.now);
      if (row.provider === "apple" || row.provider === "google") throw onlyInStore(row.provider);
      if (!row.cancelAtPeriodEnd) throw invalidState("Your plan is not canceled");
      const purchase =
        row.provider === "manual"
          ? { ...row, cancelAtPeriodEnd: false, canceledAt: null, asOf: ctx.now }
          : await answered(cardsOf(row).resume(ctx, row));
      return { row, purchase };
    },
    (row) => subscriptionView(row, ctx.now),
  );

/**
 * Changes to another plan: to a longer interval at once, to a shorter one with the next period. Two D1 calls.
 * @throws not_found for the plan; invalid_state; unavailable
 */
export async function change(ctx: Context, { planId }: z.output<typeof ChangeBody>): Promise<View> {
  const plan = soldPlan(planId);
  return storeOnce(
    ctx,
    userOf(ctx.userId),
    async ({ subscriptions }) => {
      const row = runningPlan(subscriptions, "change", ctx.now);
      if (row.provider !== "stripe")
        throw invalidState("Only plans that are paid by card can be changed here", "provider");
      if (plan.interval === "lifetime") throw invalidState("Buy the lifetime plan by a checkout", "planId");
      if (row.cancelAtPeriodEnd) throw invalidState("Your plan is canceled; resume it first");
      if (plan.id === row.planId && row.pendingPlanId === null) throw invalidState("You have this plan", "planId");
      if (plan.id === row.pendingPlanId) return { reply: subscriptionView(row, ctx.now) };
      const atOnce = lengthening(row.interval, plan.interval) > 0;
      return { row, purchase: await answered(cardsOf(row).change(ctx, row, plan.id, atOnce)) };
    },
    (row) => subscriptionView(row, ctx.now),
  );
}

/** The plan that is meant. @throws invalid_state when there is none, or it never ends */
function runningPlan(
  subscriptions: readonly Subscription[],
  verb: Parameters<typeof meantPlan>[1],
  now: number,
): Subscription {
  const row = meantPlan(subscriptions, verb, now);
  if (!row) throw invalidState("You have no plan");
  if (row.currentPeriodEnd === null) throw invalidState("The lifetime plan does not end");
  return row;
}

/** Only the store can end or resume what was bought there. */
const onlyInStore = (provider: keyof typeof MANAGE_URL): AppError =>
  new AppError("invalid_state", {
    message: "This plan is managed in the store where it was bought",
    details: [{ field: "provider", message: "Managed in the store", manageUrl: MANAGE_URL[provider] }],
  });

/** What a vendor answered. @throws invalid_state when it does not know the plan */
async function answered<Answer extends { purchase: Next["purchase"] }>(pending: Promise<Answer | null>) {
  const answer = await pending;
  if (!answer) throw invalidState("The payment service does not know this plan");
  return answer.purchase;
}
