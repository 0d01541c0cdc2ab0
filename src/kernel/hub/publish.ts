import { afterCommit } from "../after-commit.ts";
import type { UserEvent } from "../change.ts";
import type { Context } from "../context.ts";
import type { HubNotice } from "./protocol.ts";

/** What can send a notice to one user's sockets: a hub's client, or the hub itself. */
interface NoticeReceiver {
  publish(notice: HubNotice): Promise<void>;
}

type NoticeParts = Pick<HubNotice, "ended" | "quota">;

/** What wrote: a context, or a request that ended before it had one. */
export type Writer = Pick<Context, "requestId" | "userId" | "hub" | "hubOf" | "later" | "outcome">;

/**
 * Tells users' open sockets what the context's writes did (`ctx.outcome`). Call it once, after the commit, wherever the
 * write came from. Changes and the acting user's own events go to that user's hub in one call; other users' events take
 * one call to each user's hub, and nobody waits for those (`ctx.later`). Resolves when the acting user's hub has sent
 * them to its sockets.
 *
 * Never rejects: the write is committed, so a hub that does not answer must not make it look failed. The failure is
 * logged, and the user's devices catch up when they next pull.
 *
 * @param ended the id of the admitted write that has ended (`RowUse`); then the hub is told even if nothing changed
 * @param quota how what has a unit of a quota has ended; likewise
 * @param ownHub the acting user's hub; the hub passes itself, for a command that it ran
 */
export async function publishOutcome(
  ctx: Writer,
  { ended, quota, ownHub = ctx.hub }: NoticeParts & { ownHub?: NoticeReceiver } = {},
): Promise<void> {
  const eventsByUser = Map.groupBy(ctx.outcome.events, ({ userId }) => userId);
  const ownEvents = eventsByUser.get(ctx.userId) ?? [];
  eventsByUser.delete(ctx.userId);
  for (const [userId, events] of eventsByUser) {
    ctx.later(() => deliver(ctx, ctx.hubOf(userId), { changes: [], events: events.map(withoutUser) }));
  }
  const { changes, rev } = ctx.outcome;
  await deliver(ctx, ownHub, { changes, events: ownEvents.map(withoutUser), rev: rev ?? undefined, ended, quota });
}

async function deliver({ requestId }: Writer, hub: NoticeReceiver, notice: HubNotice): Promise<void> {
  const { changes, events, ended, quota } = notice;
  if (changes.length === 0 && events.length === 0 && ended === undefined && quota === undefined) return;
  await afterCommit(requestId, "publish", () => hub.publish(notice));
}

const withoutUser = ({ event, data }: UserEvent) => ({ event, data });
