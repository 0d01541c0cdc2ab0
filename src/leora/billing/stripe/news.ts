import type { PublicContext } from "../../../kernel/context.ts";
import { hadSubscription, refuseAnotherFirst, wasSubscribed } from "../history.ts";
import type { HistoryEvent } from "../history-events.ts";
import { endRunningCards } from "../lifetime.ts";
import { purchaseOf, type Stored, store } from "../store.ts";
import { askSeen, remember, type VendorEvent, wasSeen } from "../vendor-events.ts";
import { endTrial, lateSinceOf, loadPurchase } from "./calls.ts";
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
        alsoWrite: ({ id }) => keepPayments(id, [session.payment_intent], ctx.now),
      };
    },
  );
  if (!stored) return isKnown;
  await endRunningCards(ctx, stored);
  // The event is remembered last, so that one that fails before is handled again.
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
  const storeFor = (claimed: string | null): Promise<Stored | undefined> => {
    const target = purchaseOf({ provider: "stripe", providerSubscriptionId: hint.id }, claimed);
    return store(
      ctx,
      { ...target, alsoRead: [askSeen(seen), hadSubscription(target.owner)] },
      async ({ row, userId, answers: [seenBefore, had] }) => {
        isKnown = wasSeen(seenBefore);
        if (isKnown) return undefined;
        const lateSince = earliest((row && lateSinceOf(row)) ?? null, hint.lateSince ?? null) ?? hint.toldAt;
        const fetched = await loadPurchase(ctx, hint.id, lateSince);
        named = fetched?.userId ?? null;
        if (!fetched || userId === null) return undefined;
        const isFirstNews = !row?.grantedAt;
        const isTrial = fetched.purchase.status === "trialing";
        // Two checkouts may be opened while a trial is due, and both be paid for later.
        const news = isFirstNews && isTrial && wasSubscribed(had) ? await endTrial(ctx, hint.id) : fetched;
        if (!news) return undefined;
        return {
          row,
          purchase: { ...news.purchase, refundedAt: row?.refundedAt ?? null },
          facts: hint.facts ?? [],
          alsoWrite: (written) => [
            ...(isFirstNews && news.purchase.status === "trialing" ? [refuseAnotherFirst(written)] : []),
            ...keepPayments(written.id, hint.payments ?? [], ctx.now),
            ...remember(seen, ctx.now),
          ],
        };
      },
    );
  };
  const stored = await storeFor(hint.claimed);
  if (stored || isKnown) return true;
  // An invoice does not say whose it is: its subscription does.
  return named !== null && named !== hint.claimed && (await storeFor(named)) !== undefined;
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
