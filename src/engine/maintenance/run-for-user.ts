import { type Context, type ContextParts, publicContext, userContext } from "../../kernel/context.ts";
import { log } from "../../kernel/log.ts";
import { loadPrincipal } from "../../leora/identity/service.ts";

/** Works for a user whom nobody asked to; their sockets hear what changed. A failure is logged and holds up nobody else. */
export async function visit(
  parts: ContextParts,
  job: string,
  userId: string,
  work: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  try {
    const base = publicContext(parts);
    const user = await loadPrincipal(base, userId);
    if (!user) return;
    const actor = { userId, sessionId: "", source: "cron" as const, idempotency: null, principal: async () => user };
    const ctx = userContext(base, actor);
    await work(ctx);
    if (ctx.outcome.changes.length > 0) await ctx.hub.publish(ctx.outcome.changes);
  } catch (error) {
    log("error", "scheduled work failed", { job, userId, error });
  }
}
