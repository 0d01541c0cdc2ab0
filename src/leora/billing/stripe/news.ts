import type { PublicContext } from "../../../kernel/context.ts";
import type { HistoryEvent } from "../history-events.ts";
import { endRunningCards } from "../lifetime.ts";
import { purchaseOf, type Stored, store } from "../store.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "../vendor-events.ts";
import { lateSinceOf, loadPurchase } from "./calls.ts";
import { pricesOf } from "./client.ts";
import type { StripeSession } from "./objects.ts";
import { keepPayments } from "./payments.ts";
import { purchaseOfSession } from "./projection.ts";

// What Stripe's news of a purchase lead to.

/** Stores what was bought once; it ends what is paid by the month. @returns false when it is nobody's, or not ours */
export async function storeLifetime(ctx: PublicContext, seen: VendorEvent, session: StripeSession): Promise<boolean> {
  const bought = purchaseOfSession(session, pricesOf(ctx.env));
  if (!bought) return false;
  const { purchase, userId } = bought;
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
  const memory = remember(seen, ctx.now);
  if (memory.length > 0) await ctx.identity.batch(memory);
  return true;
}

/** What an event says of a subscription beside its name. */
interface Hint {
  /** When Stripe told it (UTC ms). */
  readonly toldAt: number;
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
export async function storeFetched(ctx: PublicContext, seen: VendorEvent, hint: Hint): Promise<boolean> {
  let [isKnown, named]: [boolean, string | null] = [false, null];
  const storeFor = (claimed: string | null): Promise<Stored | undefined> =>
    store(
      ctx,
      { ...purchaseOf({ provider: "stripe", providerSubscriptionId: hint.id }, claimed), alsoRead: [askSeen(seen)] },
      async ({ row, userId, answers }) => {
        isKnown = wasSeen(answers[0]);
        if (isKnown) return undefined;
        const lateSince = earliest((row && lateSinceOf(row)) ?? null, hint.lateSince ?? null) ?? hint.toldAt;
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
