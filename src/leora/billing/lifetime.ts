import type { PublicContext } from "../../kernel/context.ts";
import { cardsOf } from "./card-vendors.ts";
import { purchaseOf, type Stored, store } from "./store.ts";

/** Ends the running plans that are paid by card of whoever has bought the lifetime plan. */
export async function endRunningCards(ctx: PublicContext, { row: bought, subscriptions }: Stored): Promise<void> {
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
