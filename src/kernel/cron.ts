import { LIMITS } from "../limits.ts";
import type { Meter } from "./db/database.ts";
import { log } from "./log.ts";

/** The time between two runs (`triggers` in wrangler.toml). */
export const CRON_PERIOD_MS = 15 * 60_000;

/** A scheduled job of one product. */
export interface CronJob {
  /** For logs. */
  readonly name: string;
  /** Does one bounded part of the job, which must be safe to do twice. Resolves to true while more is due. */
  run(): Promise<boolean>;
}

/** What came of a product's jobs in one run, by their names. */
export interface CronReport {
  /** Still due: the next run continues with them. */
  readonly backlog: readonly string[];
  readonly failed: readonly string[];
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
): Promise<CronReport> {
  const failed: string[] = [];
  const isSpent = () => meter.d1 + meter.hub >= LIMITS.cron.calls || Date.now() - startedAt >= LIMITS.cron.wallMs;
  let due = [...jobs];
  while (due.length > 0) {
    const left: CronJob[] = [];
    for (const job of due) if (isSpent() || (await runPart(product, job, failed))) left.push(job);
    if (isSpent() && left.length > 0) {
      const backlog = left.map(({ name }) => name);
      log("warn", "cron backlog", { product, jobs: backlog });
      return { backlog, failed };
    }
    due = left;
  }
  return { backlog: [], failed };
}

async function runPart(product: string, job: CronJob, failed: string[]): Promise<boolean> {
  try {
    return await job.run();
  } catch (error) {
    log("error", "scheduled job failed", { product, job: job.name, error });
    failed.push(job.name);
    return false;
  }
}
