import type { Lookup } from "../../../engine/read-plan.ts";
import { clockStatements } from "../../../engine/side-write.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../../kernel/db/stored-id.ts";
import { dayOf } from "../../../kernel/time.ts";
import { completedUsage, type UsageOutcome } from "../../ai/usage.ts";
import type { InsightCategory, InsightPeriod, InsightScope } from "../finding.ts";
import { generateInsights } from "../generation/generate.ts";
import type { Words } from "../generation/words.ts";
import type { JobState } from "../generation/write.ts";
import { lastPeriod } from "../periods.ts";
import { channelOf } from "./service.ts";

/** A job that is not finished. */
interface OpenJob {
  readonly id: string;
  readonly scope: InsightScope;
  readonly period: InsightPeriod;
  readonly categories: readonly InsightCategory[];
  readonly unit: string;
  readonly createdAt: number;
}

const isOpen: Lookup<string, boolean> = {
  name: "open job",
  statement: (owner, [id = ""]) =>
    statement("SELECT 1 FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL", owner, storedId(id)),
  parse: (rows) => rows.length > 0,
};

/** The user's job, unless it is finished or unknown. One D1 call. */
export async function openJob(ctx: Context, jobId: string): Promise<OpenJob | null> {
  const [row] = await ctx.db.all(
    statement(
      "SELECT * FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL",
      ctx.owner,
      storedId(jobId),
    ),
  );
  if (!row) return null;
  const { timezone } = await ctx.principal();
  return jobOf(row, timezone, ctx.now);
}

function jobOf(row: RawRow, timezone: string, now: number): OpenJob {
  const scope = row.scope as InsightScope;
  const period =
    scope === "custom"
      ? { scope, from: String(row.dateFrom), to: String(row.dateTo) }
      : lastPeriod(scope, dayOf(now, timezone));
  return {
    id: idOfStored(String(row.id)),
    scope,
    period,
    categories: JSON.parse(String(row.categories)) as InsightCategory[],
    unit: String(row.unit),
    createdAt: Number(row.createdAt),
  };
}

/**
 * Does a job: five D1 calls, the one that found it included. It is finished in the write that stores its insights, so that whoever does
 * it again changes nothing.
 * @returns the unit of the quota that the job gives back, because a vendor failed
 */
export async function runJob(ctx: Context, job: OpenJob): Promise<string | undefined> {
  const run = { periods: [job.period], categories: job.categories, isAutomatic: false };
  const { words } = await generateInsights(ctx, run, (used) => finishedBy(ctx, job, used));
  return words.errorCode === null ? undefined : job.unit;
}

function finishedBy(ctx: Context, job: OpenJob, words: Words): JobState {
  return {
    reads: (plan) => plan.lookup(isOpen, job.id),
    isDone: (work) => !work.answer(isOpen),
    finish(work, { created, updated }) {
      const { owner, userId } = work.user;
      work.guardCondition("job", {
        sql: "EXISTS (SELECT 1 FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL)",
        params: [owner, storedId(job.id)],
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
          storedId(job.id),
        ),
      );
      for (const usage of usageOf(owner, job, ctx.now, words)) work.addStatement(usage);
      work.notifyUser(userId, "job:updated", { kind: "insights", id: job.id, status: "completed" });
    },
  };
}

/**
 * Gives a job up after our own failures: whoever waits for it learns of it. One D1 call.
 * @returns the unit of the quota that it gives back; undefined when it was finished meanwhile
 */
export async function failJob(ctx: Context, job: OpenJob): Promise<string | undefined> {
  const { owner, userId } = ctx;
  const words = { tokensUsed: null, model: null, errorCode: "internal" };
  const [, failed = []] = await ctx.db.batch([
    ...clockStatements(owner, 0),
    statement(
      `UPDATE insightJobs SET status = 'failed', error = 'internal', finishedAt = ?
        WHERE owner = ? AND id = ? AND finishedAt IS NULL RETURNING id`,
      ctx.now,
      owner,
      storedId(job.id),
    ),
    ...usageOf(owner, job, ctx.now, words),
  ]);
  if (failed.length === 0) return undefined;
  ctx.outcome.events.push({ userId, event: "job:updated", data: { kind: "insights", id: job.id, status: "failed" } });
  return job.unit;
}

function usageOf(
  owner: number,
  job: OpenJob,
  now: number,
  { tokensUsed, model, errorCode }: Pick<UsageOutcome, "tokensUsed" | "errorCode"> & Pick<Words, "model">,
): Statement[] {
  const metadata: Record<string, string> = { source: model === null ? "local" : "chatgpt", jobId: job.id };
  if (model !== null) metadata.model = model;
  return completedUsage(owner, {
    id: job.id,
    channel: channelOf(job),
    outcome: { tokensUsed, responseTime: now - job.createdAt, errorCode },
    metadata,
  });
}
