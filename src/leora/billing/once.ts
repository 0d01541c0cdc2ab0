import { storedReply, storeReply } from "../../engine/replies.ts";
import type { Context } from "../../kernel/context.ts";
import type { RawRow, Statement } from "../../kernel/db/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Known, type Next, type Stored, store, type Target } from "./store.ts";

// Idempotency keys of what is written to the identity database: the reply is stored there, in the batch of its write.

/** The question whether the request's key was used before; none without a key. */
export const askEarlier = (ctx: Context): Statement[] => (ctx.idempotency ? [storedReply(ctx)] : []);

/** What stores the reply under the request's key; nothing without one. */
export const keepReply = (ctx: Context, reply: unknown): Statement[] =>
  ctx.idempotency ? [storeReply(ctx, JSON.stringify({ reply, updated: ctx.outcome.hasReplaced }))] : [];

/**
 * The reply to an earlier request with the same key; undefined when there was none.
 * @param row the answer to `askEarlier`
 * @throws idempotency_conflict when the key stands for another request
 */
export function replayOf<Reply>(ctx: Context, row: RawRow | undefined): Reply | undefined {
  if (!ctx.idempotency || !row) return undefined;
  if (row.fingerprint !== ctx.idempotency.fingerprint) {
    throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another request" });
  }
  const { reply, updated }: { reply: Reply; updated: boolean } = JSON.parse(String(row.body));
  ctx.outcome.replayed = true;
  ctx.outcome.hasReplaced = updated;
  return reply;
}

/**
 * `store` for a request of a user: at most once per idempotency key.
 * @param next returns a reply when there is nothing to store
 * @param replyOf the reply, of the row as it is stored
 */
export async function storeOnce<Reply>(
  ctx: Context,
  target: Target,
  next: (known: Known) => Promise<Next | { reply: Reply }>,
  replyOf: (row: Stored["row"]) => Reply,
): Promise<Reply> {
  let unchanged: { reply: Reply } | undefined;
  const stored = await store(ctx, { ...target, alsoRead: askEarlier(ctx) }, async (known) => {
    const earlier = replayOf<Reply>(ctx, known.answers[0]?.[0]);
    const wanted = earlier === undefined ? await next(known) : { reply: earlier };
    if ("reply" in wanted) {
      unchanged = wanted;
      return undefined;
    }
    return { ...wanted, alsoWrite: (row) => [...(wanted.alsoWrite?.(row) ?? []), ...keepReply(ctx, replyOf(row))] };
  });
  if (stored) return replyOf(stored.row);
  if (!unchanged) throw new Error("Nothing was stored, and there is no reply");
  return unchanged.reply;
}
