import { type Context, type ContextParts, publicContext, userContext } from "../../kernel/context.ts";
import type { HubProduct } from "../../kernel/hub/product.ts";
import { log } from "../../kernel/log.ts";

/** What scheduled work needs beside its code: the parts of a context, and how to load a user. */
export interface ScheduledWork {
  readonly parts: ContextParts;
  readonly loadPrincipal: HubProduct["loadPrincipal"];
}

/**
 * Runs work for a user whom nobody asked to; their sockets hear what changed. A failure is logged and holds up no other
 * user. A user who no longer exists is skipped.
 */
export async function runForUser(
  { parts, loadPrincipal }: ScheduledWork,
  job: string,
  userId: string,
  run: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  try {
    const base = publicContext(parts);
    const user = await loadPrincipal(base, userId);
    if (!user) return;
    const actor = { userId, sessionId: "", source: "cron" as const, idempotency: null, principal: async () => user };
    const ctx = userContext(base, actor);
    await run(ctx);
    if (ctx.outcome.changes.length > 0) await ctx.hub.publish(ctx.outcome.changes);
  } catch (error) {
    log("error", "scheduled work failed", { job, userId, error });
  }
}
