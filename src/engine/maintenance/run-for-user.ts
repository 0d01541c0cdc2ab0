import { type Context, type ContextParts, publicContext, userContext } from "../../kernel/context.ts";
import type { HubProduct } from "../../kernel/hub/product.ts";
import { publishOutcome } from "../../kernel/hub/publish.ts";
import { log } from "../../kernel/log.ts";

/** What scheduled work needs beside its code: the parts of a context, and how to load a user. */
export interface ScheduledWork {
  readonly parts: ContextParts;
  readonly loadPrincipal: HubProduct["loadPrincipal"];
}

/**
 * Runs scheduled work for one user, and then tells the sockets what was written. A failure is logged and holds up no
 * other user. A user who no longer exists is skipped.
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
    try {
      await run(ctx);
    } finally {
      // Some of its writes may be committed although a later one failed.
      await publishOutcome(ctx);
    }
  } catch (error) {
    log("error", "scheduled work failed", { job, userId, error });
  }
}
