import { actForUser, type ScheduledWork } from "../../../engine/maintenance/run-for-user.ts";
import type { Context } from "../../../kernel/context.ts";
import { publishOutcome } from "../../../kernel/hub/publish.ts";
import { log } from "../../../kernel/log.ts";
import { runAutomatically } from "./automatic.ts";
import { InsightMessage } from "./messages.ts";
import { failJob, runJob, tellOfFailure } from "./run-job.ts";

/** How often a message is tried, the first time included; the queue's `maxRetries` is one less. */
export const INSIGHT_ATTEMPTS = 4;
const RETRY_SECONDS = 5;

/** Does the runs of a batch, one after the other; each message is acknowledged or retried on its own. */
export async function consumeInsights(batch: MessageBatch, work: ScheduledWork): Promise<void> {
  for (const message of batch.messages) await consume(message, work);
}

async function consume(message: Message, work: ScheduledWork): Promise<void> {
  const { success, data } = InsightMessage.safeParse(message.body);
  if (!success) {
    log("error", "malformed insight message", { id: message.id });
    return message.ack();
  }
  const isLast = message.attempts >= INSIGHT_ATTEMPTS;
  try {
    await actForUser(work, data.owner, (ctx) => run(ctx, data, isLast));
    message.ack();
  } catch (error) {
    log(isLast ? "error" : "warn", "insights failed", { owner: data.owner, attempts: message.attempts, error });
    message.retry({ delaySeconds: RETRY_SECONDS * 2 ** (message.attempts - 1) });
  }
}

async function run(ctx: Context, message: InsightMessage, isLast: boolean): Promise<void> {
  if (message.kind === "automatic") return runAutomatically(ctx, message.scopes);
  if (message.kind === "givenUp") {
    tellOfFailure(ctx, message);
    return giveBack(ctx, message.unit);
  }
  let unusedUnit: string | undefined;
  try {
    unusedUnit = await runJob(ctx, message);
  } catch (error) {
    if (!isLast) throw error;
    log("error", "insight job failed", { owner: ctx.owner, jobId: message.jobId, error });
    unusedUnit = await failJob(ctx, message);
  }
  // The hub learns of the unit and of what was written in one call.
  if (unusedUnit !== undefined) await giveBack(ctx, unusedUnit);
}

async function giveBack(ctx: Context, unit: string): Promise<void> {
  await publishOutcome(ctx, { quota: { unit, end: "failed" } });
  ctx.outcome.changes.length = 0;
  ctx.outcome.events.length = 0;
}
