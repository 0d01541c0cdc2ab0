import {
  type Context,
  type ContextParts,
  type PublicContext,
  publicContext,
  userContext,
} from "../../kernel/context.ts";
import type { Meter } from "../../kernel/db/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { publishOutcome } from "../../kernel/hub/publish.ts";
import { log } from "../../kernel/log.ts";
import type { Principal } from "../../kernel/principal.ts";

/** What it takes to act for a user without a request. */
export interface ScheduledWork {
  readonly parts: ContextParts;
  /** Who causes the writes. */
  readonly source: "cron" | "queue";
  /** Counts the calls made for all users. */
  readonly meter: Meter;
  /** Loads a user by the integer in their rows; null when there is none, or when the user's rows are in another database. */
  loadPrincipal(ctx: PublicContext, owner: number): Promise<Principal | null>;
}

/**
 * Runs scheduled work for one user, and then publishes what it wrote to the user's sockets. A failure is logged and not
 * thrown, so that the caller can continue with other users. A user who no longer exists is skipped.
 * @param job for logs
 */
export async function runForUser(
  work: ScheduledWork,
  job: string,
  owner: number,
  run: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  try {
    await actForUser(work, owner, run);
  } catch (error) {
    // A user who is being moved is served by a later run.
    const isMoving = error instanceof AppError && error.code === "unavailable";
    log(isMoving ? "info" : "error", "scheduled work failed", { job, owner, error });
  }
}

/** The same for a caller that decides itself what follows from a failure: it throws what `run` throws. */
export async function actForUser(
  { parts, source, meter, loadPrincipal }: ScheduledWork,
  owner: number,
  run: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  const base = publicContext(parts);
  try {
    const user = await loadPrincipal(base, owner);
    if (!user) return;
    const { userId } = user;
    const actor = { userId, home: user, sessionId: "", source, idempotency: null, principal: async () => user };
    const ctx = userContext(base, actor);
    try {
      await run(ctx);
    } finally {
      // Writes that were committed before a failure are published too.
      await publishOutcome(ctx);
    }
  } finally {
    meter.d1 += base.meter.d1;
    meter.hub += base.meter.hub;
  }
}
