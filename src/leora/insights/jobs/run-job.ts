import type { Lookup } from "../../../engine/read-plan.ts";
import { clockStatements } from "../../../engine/side-write.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import type { Day } from "../../../kernel/time.ts";
import { completedUsage, failedUsage, INTERNAL_ERROR } from "../../ai/usage.ts";
import type { InsightPeriod } from "../finding.ts";
import { generateInsights } from "../generation/generate.ts";
import type { Words } from "../generation/words.ts";
import type { Written } from "../generation/write.ts";
import { lastPeriod } from "../periods.ts";
import type { JobMessage } from "./messages.ts";
import { channelOf } from "./service.ts";

/** The row of a job as long as nobody has finished it. */
const openJob = (owner: number, id: string): Statement =>
  statement("SELECT 1 FROM insightJobs WHERE owner = ? AND id = ? AND finishedAt IS NULL", owner, storedId(id));

/** The condition that it is there. */
const whileOpen = (owner: number, id: string): Statement => {
  const { sql, params } = openJob(owner, id);
  return { sql: `EXISTS (${sql})`, params };
};

const isOpen: Lookup<string, boolean> = {
  name: "open job",
  statement: (owner, [id = ""]) => openJob(owner, id),
  parse: (rows) => rows.length > 0,
};

/**
 * Does a job: four D1 calls. It is finished in the write that stores its insights, so that whoever does it again changes nothing.
 * @returns the unit of the quota that the job gives back, because a vendor failed; undefined also when another delivery did the job
 */
export async function runJob(ctx: Context, job: JobMessage): Promise<string | undefined> {
  const { today } = await momentOf(ctx);
  const run = { periods: [periodOf(job, today)], categories: job.categories, isAutomatic: false };
  let hasFinished = false;
  const { words } = await generateInsights(ctx, run, {
    open: openJob(ctx.owner, job.jobId),
    stateOf: (used) => ({
      reads: (plan) => plan.lookup(isOpen, job.jobId),
      isDone(work) {
        // The write begins again when another delivery was faster.
        hasFinished = work.answer(isOpen);
        return !hasFinished;
      },
      finish: (work, written) => finish(work, job, used, written),
    }),
  });
  return hasFinished && words.errorCode !== null ? job.unit : undefined;
}

const periodOf = ({ scope, dateFrom, dateTo }: JobMessage, today: Day): InsightPeriod =>
  scope === "custom" ? { scope, from: dateFrom ?? today, to: dateTo ?? today } : lastPeriod(scope, today);

function finish(work: UnitOfWork, job: JobMessage, words: Words, { created, updated }: Written): void {
  const { user, now } = work;
  const { owner, userId } = user;
  work.guardCondition("job", whileOpen(owner, job.jobId));
  work.addStatement(
    statement(
      `UPDATE insightJobs SET status = 'completed', createdCount = ?, updatedCount = ?, insightIds = ?, finishedAt = ?
        WHERE owner = ? AND id = ?`,
      created.length,
      updated.length,
      JSON.stringify([...created, ...updated].map(storedId)),
      now,
      owner,
      storedId(job.jobId),
    ),
  );
  const { tokensUsed, model, errorCode } = words;
  const usage = completedUsage(owner, {
    id: job.jobId,
    channel: channelOf(job),
    outcome: { tokensUsed, responseTime: now - job.createdAt, errorCode },
    model,
  });
  for (const each of usage.statements) work.addStatement(each);
  work.noteEntry(usage.bytes, false);
  work.notifyUser(userId, "job:updated", { kind: "insights", id: job.jobId, status: "completed" });
}

/**
 * Gives a job up after our own failures: whoever waits for it learns of it. One D1 call.
 * @returns the unit of the quota that it gives back; undefined when it was finished meanwhile
 */
export async function failJob(ctx: Context, job: JobMessage): Promise<string | undefined> {
  const { owner, now } = ctx;
  const failed = await ctx.db.batch([
    ...clockStatements(owner, 0),
    // Before the job is finished: its condition is that it is open.
    failedUsage(owner, job.jobId, now - job.createdAt, whileOpen(owner, job.jobId)),
    statement(
      `UPDATE insightJobs SET status = 'failed', error = ?, finishedAt = ?
        WHERE owner = ? AND id = ? AND finishedAt IS NULL RETURNING id`,
      INTERNAL_ERROR,
      now,
      owner,
      storedId(job.jobId),
    ),
  ]);
  if (failed.at(-1)?.length === 0) return undefined;
  tellOfFailure(ctx, job);
  return job.unit;
}

/** Tells the app that a job has failed. */
export const tellOfFailure = ({ userId, outcome }: Context, { jobId }: Pick<JobMessage, "jobId">): void => {
  outcome.events.push({ userId, event: "job:updated", data: { kind: "insights", id: jobId, status: "failed" } });
};
