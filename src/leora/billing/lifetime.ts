import type { PublicContext } from "../../kernel/context.ts";
import { cardsOf } from "./card-vendors.ts";
import type { Subscription } from "./rows.ts";
import { hasAccess } from "./rules.ts";
import { purchaseOf, type Stored, store } from "./store.ts";

/** True for the lifetime plan while it gives access: whoever has it pays for no other one. */
export const isForLife = (row: Pick<Subscription, "interval" | "accessUntil">, now: number): boolean =>
  row.interval === "lifetime" && hasAccess(row, now);

/**
 * Ends the running plans that are paid by card of whoever has bought the lifetime plan, in whatever shop. Whatever else was bought
 * ends none. May be called again: what has ended is left alone.
 * @throws unavailable while Stripe does not answer
 */
export async function endRunningCards(ctx: PublicContext, { row: bought, subscriptions }: Stored): Promise<void> {
  if (!isForLife(bought, ctx.now)) return;
  const running = subscriptions.filter(
    ({ id, provider, interval, status }) =>
      id !== bought.id &&
      provider === "stripe" &&
      interval !== "lifetime" &&
      status !== "canceled" &&
      status !== "expired",
  );
  for (const one of running) {
    await store(ctx, purchaseOf(one, null), async ({ row }) => {
      const ended = row && (await cardsOf(row).end(ctx, row));
      return ended ? { row, purchase: ended.purchase } : undefined;
    });
  }
}
