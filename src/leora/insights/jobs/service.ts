import type { z } from "zod";
import { runSideWrite } from "../../../engine/side-write.ts";
import { entryBytes } from "../../../engine/usage.ts";
import { afterCommit } from "../../../kernel/after-commit.ts";
import type { Context } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../../kernel/db/stored-id.ts";
import { notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { queueOf } from "../../../kernel/resources.ts";
import type { AiChannel } from "../../ai/quota.ts";
import { quotaAfter, quotaOf, requireUnit } from "../../ai/quota-view.ts";
import { jobMetadata, usageStatements } from "../../ai/usage.ts";
import { registry } from "../../registry.ts";
import type { Generate, JobView, QueuedJob } from "../contract.ts";
import { INSIGHT_CATEGORIES } from "../finding.ts";
import { INSIGHTS_QUEUE, type JobMessage } from "./messages.ts";

type Body = z.output<typeof Generate>;

/** Which quota a run of this scope costs: the day's own, or that of summaries. */
export const channelOf = ({ scope }: Pick<Body, "scope">): AiChannel => (scope === "daily" ? "daily" : "period");

/**
 * Accepts a run of the rules, which a queue does within seconds (spec 5, `POST /insights/generate`). Two D1 calls.
 * @throws quota_exceeded
 */
export async function generate(ctx: Context, body: Body): Promise<z.output<typeof QueuedJob>> {
  const channel = channelOf(body);
  const [answer, state] = [await ctx.quotas(), await quotaOf(ctx, channel)];
  const { scope } = body;
  const categories = [...new Set(body.categories ?? INSIGHT_CATEGORIES)];
  const [dateFrom, dateTo] = scope === "custom" ? [body.dateFrom ?? null, body.dateTo ?? null] : [null, null];
  const jobId = newId(ctx.now);
  const queued = await runSideWrite(ctx, registry, {
    reads: [],
    work: async () => {
      requireUnit(answer, state, channel, ctx.now);
      const usage = usageStatements(ctx.owner, ctx.now, {
        id: jobId,
        channel,
        requestType: `insights.${scope}`,
        outcome: { tokensUsed: null, responseTime: null, errorCode: null },
        metadata: jobMetadata(jobId, null),
      });
      const job = statement(
        `INSERT INTO insightJobs
            (owner, id, status, scope, categories, dateFrom, dateTo, unit, createdCount, updatedCount, insightIds, createdAt)
          VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, 0, 0, '[]', ?)`,
        ctx.owner,
        storedId(jobId),
        scope,
        JSON.stringify(categories),
        dateFrom,
        dateTo,
        answer.unit,
        ctx.now,
      );
      const result = { jobId, status: "queued" as const, scope, categories, quota: quotaAfter(ctx, state) };
      return { result, statements: [job, ...usage.statements], bytes: usage.bytes + entryBytes(answer.unit) };
    },
  });
  // A message that is not sent is sent by cron.
  const message: JobMessage = {
    kind: "job",
    owner: ctx.owner,
    jobId,
    scope,
    categories,
    dateFrom,
    dateTo,
    unit: answer.unit,
    createdAt: ctx.now,
  };
  if (!ctx.outcome.replayed) {
    await afterCommit(ctx.requestId, "insight job", () => queueOf(ctx.env, INSIGHTS_QUEUE).send(message));
  }
  return queued;
}

/** How far a run has come. One D1 call. @throws not_found also for another user's */
export async function job(ctx: Context, jobId: string): Promise<z.output<typeof JobView>> {
  const [row] = await ctx.db.all(
    statement("SELECT * FROM insightJobs WHERE owner = ? AND id = ?", ctx.owner, storedId(jobId)),
  );
  if (!row) throw notFound();
  return {
    jobId,
    status: row.status as "queued",
    scope: row.scope as Body["scope"],
    createdCount: Number(row.createdCount),
    updatedCount: Number(row.updatedCount),
    insightIds: (JSON.parse(String(row.insightIds)) as string[]).map(idOfStored),
    error: row.error === null ? null : String(row.error),
  };
}
