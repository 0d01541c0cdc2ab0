import { LIMITS } from "../limits.ts";
import type { Meter } from "./db/database.ts";
import { log } from "./log.ts";

/** A scheduled job of one product. */
export interface CronJob {
  /** For logs. */
  readonly name: string;
  /** Does one bounded part of the job, which must be safe to do twice. Resolves to true while more is due. */
  run(): Promise<boolean>;
}

/** A job that does all it has to do in one part. */
export const onceARun = (name: string, run: () => Promise<unknown>): CronJob => ({
  name,
  run: async () => {
    await run();
    return false;
  },
});

/**
 * Runs a product's jobs in turn, part by part, until nothing is due or this invocation has used up its time or its calls
 * (`LIMITS.cron`). What is left then is logged as the backlog, and the next invocation continues with it. A job that fails is
 * logged and does not keep the others from running.
 * @param meter counts the calls of the jobs
 * @param startedAt when the invocation began, in UTC ms
 */
export async function runJobs(
  product: string,
  jobs: readonly CronJob[],
  meter: Readonly<Meter>,
  startedAt: number,
): Promise<void> {
  const isSpent = () => meter.d1 + meter.hub >= LIMITS.cron.calls || Date.now() - startedAt >= LIMITS.cron.wallMs;
  let due = [...jobs];
  while (due.length > 0) {
    const left: CronJob[] = [];
    for (const job of due) if (isSpent() || (await runPart(product, job))) left.push(job);
    if (isSpent() && left.length > 0) {
      log("warn", "cron backlog", { product, jobs: left.map(({ name }) => name) });
      return;
    }
    due = left;
  }
}

async function runPart(product: string, job: CronJob): Promise<boolean> {
  try {
    return await job.run();
  } catch (error) {
    log("error", "scheduled job failed", { product, job: job.name, error });
    return false;
  }
}
