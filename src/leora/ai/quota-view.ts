import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { AppError } from "../../kernel/errors.ts";
import { type QuotaState, remainingOf } from "../../kernel/quota.ts";
import { toIso } from "../../kernel/time.ts";
import type { LeoraErrorCode } from "../errors.ts";
import type { QuotaView } from "./contract.ts";
import { type AiChannel, FEATURES_OF_CHANNELS } from "./quota.ts";

type View = z.output<typeof QuotaView>;

/** A quota as on the wire: without a limit, `limit` and `remaining` are -1. */
export const quotaView = (state: QuotaState): View => ({
  limit: state.limit ?? -1,
  used: state.used,
  remaining: remainingOf(state) ?? -1,
  resetsAt: toIso(state.resetsAt),
});

/** What a metered request says of its quota: the state at its admission, less its own unit when it gives that back. */
export const quotaAfter = ({ outcome }: Pick<Context, "outcome">, state: QuotaState): View =>
  quotaView(outcome.returnsUnit ? { ...state, used: Math.max(0, state.used - 1) } : state);

/** The state of one channel. */
export async function quotaOf(ctx: Context, channel: AiChannel): Promise<QuotaState> {
  const state = unsafeCast<Readonly<Record<string, QuotaState | undefined>>>((await ctx.quotas()).states)[channel];
  if (!state) throw new Error(`The endpoint does not declare the quota ${channel}`);
  return state;
}

/**
 * Refuses a metered request without a unit. Call it after a repeated request was answered, which needs none, and before anything is
 * written.
 * @throws quota_exceeded when the hub had no unit left
 */
export function requireUnit(
  { isTaken }: { isTaken: boolean },
  state: QuotaState,
  channel: AiChannel,
  now: number,
): void {
  if (isTaken) return;
  const { limit, used, resetsAt } = state;
  const message = `Your plan includes ${limit} a day`;
  throw new AppError<LeoraErrorCode>("quota_exceeded", {
    headers: { "Retry-After": String(Math.max(1, Math.ceil((resetsAt - now) / 1000))) },
    details: [
      {
        field: channel,
        message,
        channel,
        featureKey: FEATURES_OF_CHANNELS[channel],
        limit,
        used,
        resetsAt: toIso(resetsAt),
      },
    ],
  });
}
