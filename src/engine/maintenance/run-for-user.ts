import { type Context, type ContextParts, publicContext, userContext } from "../../kernel/context.ts";
import type { Meter } from "../../kernel/db/database.ts";
import type { HubProduct } from "../../kernel/hub/product.ts";
import { publishOutcome } from "../../kernel/hub/publish.ts";
import { log } from "../../kernel/log.ts";

/** What it takes to act for a user without a request. */
export interface ScheduledWork {
  readonly parts: ContextParts;
  /** Who causes the writes. */
  readonly source: "cron" | "queue";
  /** Counts the calls made for all users. */
  readonly meter: Meter;
  readonly loadPrincipal: HubProduct["loadPrincipal"];
}

/**
 * Runs scheduled work for one user, and then publishes what it wrote to the user's sockets. A failure is logged and not
 * thrown, so that the caller can continue with other users. A user who no longer exists is skipped.
 * @param job for logs
 */
export async function runForUser(
  { parts, source, meter, loadPrincipal }: ScheduledWork,
  job: string,
  userId: string,
  run: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  const base = publicContext(parts);
  try {
    const user = await loadPrincipal(base, userId);
    if (!user) return;
    const actor = { userId, sessionId: "", source, idempotency: null, principal: async () => user };
    const ctx = userContext(base, actor);
    try {
      await run(ctx);
    } finally {
      // Writes that were committed before a failure are published too.
      await publishOutcome(ctx);
    }
  } catch (error) {
    log("error", "scheduled work failed", { job, userId, error });
  } finally {
    meter.d1 += base.meter.d1;
    meter.hub += base.meter.hub;
  }
}
