import type { PublicContext } from "../../kernel/context.ts";
import { isForLife } from "./lifetime.ts";
import { afterStored, newestState } from "./receipts.ts";
import { purchaseOf, store } from "./store.ts";
import { storeVendor } from "./store-vendors.ts";
import { handleStripe } from "./stripe/webhook.ts";
import type { WebhookRequest } from "./vendor.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "./vendor-events.ts";

// What vendors send when something has changed. Nothing a stranger sends costs more than checking its signature.

interface Receipt {
  received: true;
  handled: boolean;
}

export const receiveStripe = async (ctx: PublicContext, request: WebhookRequest): Promise<Receipt> =>
  receipt(await handleStripe(ctx, request));

/**
 * An event of a store for apps.
 * @throws invalid_input, token_invalid for a bad signature; unavailable when the store does not answer, so that it sends it again
 */
export async function receiveStore(
  ctx: PublicContext,
  provider: "apple" | "google",
  request: WebhookRequest,
): Promise<Receipt> {
  const vendor = await storeVendor(provider);
  const { eventId, state, handled } = await vendor.readWebhook(ctx, request);
  if (!state) return receipt(handled);
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
  // Only now: what a plan for life ends must be ended, and an event that fails before is sent again.
  if (stored && eventId !== null && isForLife(stored.row, ctx.now)) await ctx.identity.batch(remember(event, ctx.now));
  return receipt(handled && (stored !== undefined || isKnown));
}

const receipt = (handled: boolean): Receipt => ({ received: true, handled });
