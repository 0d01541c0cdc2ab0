import type { PublicContext } from "../../kernel/context.ts";
import { AppError } from "../../kernel/errors.ts";
import { isForLife } from "./lifetime.ts";
import { afterStored, newestState } from "./receipts.ts";
import { purchaseOf, store } from "./store.ts";
import { storeVendor } from "./store-vendors.ts";
import { stripeUnavailable } from "./stripe/client.ts";
import { handleStripe } from "./stripe/webhook.ts";
import type { WebhookRequest } from "./vendor.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "./vendor-events.ts";

// What vendors send when something has changed. Nothing a stranger sends costs more than checking its signature.

interface Receipt {
  received: true;
  handled: boolean;
}

/**
 * An event of Stripe.
 * @throws invalid_input for a bad signature; unavailable when Stripe does not answer, so that it sends it again
 */
export const receiveStripe = async (ctx: PublicContext, request: WebhookRequest): Promise<Receipt> =>
  receipt(await sentAgain(handleStripe(ctx, request)));

/**
 * An event of a store for apps.
 * @throws invalid_input, token_invalid for a bad signature; unavailable when the store does not answer, so that it sends it again
 */
export const receiveStore = async (
  ctx: PublicContext,
  provider: "apple" | "google",
  request: WebhookRequest,
): Promise<Receipt> => receipt(await sentAgain(handleStore(ctx, provider, request)));

/** @returns false when the event is about nothing of ours */
async function handleStore(
  ctx: PublicContext,
  provider: "apple" | "google",
  request: WebhookRequest,
): Promise<boolean> {
  const vendor = await storeVendor(provider);
  const { eventId, state, handled } = await vendor.readWebhook(ctx, request);
  if (!state) return handled;
  const event: VendorEvent = { provider, id: eventId };
  let isKnown = false;
  const stored = await store(
    ctx,
    { ...purchaseOf(state.purchase, state.userId), alsoRead: [askSeen(event)] },
    async (known) => {
      isKnown = wasSeen(known.answers[0]);
      if (isKnown || known.userId === null) return undefined;
      const next = await newestState(ctx, vendor, known, state);
      return next && { ...next, alsoWrite: (row) => (isForLife(row, ctx.now) ? [] : remember(event, ctx.now)) };
    },
  );
  if (stored) await afterStored(ctx, vendor, stored);
  // The purchase was stored when the event first came, but the store may not have heard of it then.
  if (isKnown) await vendor.acknowledge?.(ctx, state.purchase);
  // A plan for life ends other plans: its event is remembered after that, so that one that fails before is handled again.
  if (stored && eventId !== null && isForLife(stored.row, ctx.now)) await ctx.identity.batch(remember(event, ctx.now));
  return handled && (stored !== undefined || isKnown);
}

/**
 * The result of handling an event. When Stripe refuses what we ask it, or we have no key to ask it with, the event is not at fault:
 * its vendor is to send it again.
 */
async function sentAgain(handling: Promise<boolean>): Promise<boolean> {
  try {
    return await handling;
  } catch (error) {
    throw error instanceof AppError && error.code === "invalid_state" ? stripeUnavailable() : error;
  }
}

const receipt = (handled: boolean): Receipt => ({ received: true, handled });
