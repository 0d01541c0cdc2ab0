import type { Lookup } from "../../../engine/read-plan.ts";
import { clockStatements } from "../../../engine/side-write.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import type { Day } from "../../../kernel/time.ts";
import { completedUsage, type UsageOutcome } from "../../ai/usage.ts";
import type { InsightPeriod } from "../finding.ts";
import { generateInsights } from "../generation/generate.ts";
import type { Words } from "../generation/words.ts";
import type { JobState } from "../generation/write.ts";
import { lastPeriod } from "../periods.ts";
import type { JobMessage } from "./messages.ts";
import { channelOf } from "./service.ts";

const isOpen: Lookup<string, boolean> = {
  name: "open job",
  statement: (owner, [id = ""]) =>
    statement("SELECT 1 FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL", owner, storedId(id)),
  parse: (rows) => rows.length > 0,
};

/**
 * Does a job: four D1 calls. It is finished in the write that stores its insights, so that whoever does it again changes nothing.
 * @returns the unit of the quota that the job gives back, because a vendor failed
 */
export async function runJob(ctx: Context, job: JobMessage): Promise<string | undefined> {
  const { today } = await momentOf(ctx);
  const run = { periods: [periodOf(job, today)], categories: job.categories, isAutomatic: false };
  const { words } = await generateInsights(ctx, run, (used) => finishedBy(ctx, job, used));
  return words.errorCode === null ? undefined : job.unit;
}

const periodOf = ({ scope, dateFrom, dateTo }: JobMessage, today: Day): InsightPeriod =>
  scope === "custom" ? { scope, from: dateFrom ?? today, to: dateTo ?? today } : lastPeriod(scope, today);

function finishedBy(ctx: Context, job: JobMessage, words: Words): JobState {
  return {
    reads: (plan) => plan.lookup(isOpen, job.jobId),
    isDone: (work) => !work.answer(isOpen),
    finish(work, { created, updated }) {
      const { owner, userId } = work.user;
      work.guardCondition("job", {
        sql: "EXISTS (SELECT 1 FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL)",
        params: [owner, storedId(job.jobId)],
      });
      const ids = [...created, ...updated].map(storedId);
      work.addStatement(
        statement(
          `UPDATE insightJobs SET status = 'completed', createdCount = ?, updatedCount = ?, insightIds = ?, finishedAt = ?
            WHERE owner = ? AND id = ?`,
          created.length,
          updated.length,
          JSON.stringify(ids),
          ctx.now,
          owner,
          storedId(job.jobId),
        ),
      );
      for (const usage of usageOf(owner, job, ctx.now, words)) work.addStatement(usage);
      work.notifyUser(userId, "job:updated", { kind: "insights", id: job.jobId, status: "completed" });
    },
  };
}

/**
 * Gives a job up after our own failures: whoever waits for it learns of it. One D1 call.
 * @returns the unit of the quota that it gives back; undefined when it was finished meanwhile
 */
export async function failJob(ctx: Context, job: JobMessage): Promise<string | undefined> {
  const { owner, userId } = ctx;
  const words = { tokensUsed: null, model: null, errorCode: "internal" };
  const [, failed = []] = await ctx.db.batch([
    ...clockStatements(owner, 0),
    statement(
      `UPDATE insightJobs SET status = 'failed', error = 'internal', finishedAt = ?
        WHERE owner = ? AND id = ? AND finishedAt IS NULL RETURNING id`,
      ctx.now,
      owner,
      storedId(job.jobId),
    ),
    ...usageOf(owner, job, ctx.now, words),
  ]);
  if (failed.length === 0) return undefined;
  ctx.outcome.events.push({
    userId,
    event: "job:updated",
    data: { kind: "insights", id: job.jobId, status: "failed" },
  });
  return job.unit;
}

function usageOf(
  owner: number,
  job: JobMessage,
  now: number,
  { tokensUsed, model, errorCode }: Pick<UsageOutcome, "tokensUsed" | "errorCode"> & Pick<Words, "model">,
): Statement[] {
  const metadata: Record<string, string> = { source: model === null ? "local" : "chatgpt", jobId: job.jobId };
  if (model !== null) metadata.model = model;
  return completedUsage(owner, {
    id: job.jobId,
    channel: channelOf(job),
    outcome: { tokensUsed, responseTime: now - job.createdAt, errorCode },
    metadata,
  });
}
