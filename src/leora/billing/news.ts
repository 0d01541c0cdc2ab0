import { isDeepStrictEqual } from "node:util";
import { type PublicContext, publicContext } from "../../kernel/context.ts";
import { deliverNotices } from "./notices.ts";
import type { Subscription } from "./rows.ts";
import { summaryOf } from "./view.ts";

/** What a committed write did to the subscriptions of its users. */
export interface Outcome {
  readonly before: readonly Subscription[];
  readonly after: readonly Subscription[];
  readonly users: readonly string[];
  /** The clock had ended a plan before: only history says so now. */
  readonly hasExpired: boolean;
  /** Rows of history that ask for a notification. */
  readonly noticeIds: readonly string[];
}

/**
 * Tells of a committed write: the hubs drop what they know of the users' plans, before this resolves; then sockets get the event
 * `subscription:updated` when anything that it says has changed, and the user gets notifications. Never rejects.
 */
export async function announce(
  ctx: PublicContext,
  { before, after, users, hasExpired, noticeIds }: Outcome,
): Promise<void> {
  await Promise.all(users.map((userId) => ctx.hubOf(userId).refresh()));
  for (const userId of users) {
    const ownOf = (rows: readonly Subscription[]) => rows.filter((row) => row.userId === userId);
    const [was, is] = [summaryOf(ownOf(before), ctx.now), summaryOf(ownOf(after), ctx.now)];
    if (isDeepStrictEqual(was, is) && !hasExpired) continue;
    const events = [{ event: "subscription:updated", data: is }];
    ctx.later(() => ctx.hubOf(userId).publish({ changes: [], events }));
  }
  // What follows the reply counts for itself.
  const following = publicContext({ ...ctx, meter: { d1: 0, hub: 0 } });
  if (noticeIds.length > 0) ctx.later(() => deliverNotices(following, noticeIds));
}
