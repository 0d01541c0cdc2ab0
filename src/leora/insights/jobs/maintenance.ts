import type { ScheduledWork } from "../../../engine/maintenance/run-for-user.ts";
import { deleteExpiredOf } from "../../../engine/sync/cleanup.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { CronJob } from "../../../kernel/cron.ts";
import { type Database, statement } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { queueOf } from "../../../kernel/resources.ts";
import { DAY_MS, MINUTE_MS } from "../../../kernel/time.ts";
import { USAGE_BYTES_SQL } from "../../ai/usage.ts";
import { INSIGHTS_QUEUE, type JobMessage } from "./messages.ts";

/** A job is done within seconds: one that waits for longer has lost its message. */
const LOST_MS = 5 * MINUTE_MS;
const RESENT_MAX = 100;
const JOBS_KEPT_MS = 30 * DAY_MS;
const USAGE_KEPT_MS = 400 * DAY_MS;

/** What cron does about jobs and the log of AI in one database. */
export const insightMaintenance = (db: Database, { parts }: Pick<ScheduledWork, "parts">): CronJob[] => [
  { name: "resend insight jobs", run: () => resendLostJobs(db, queueOf(parts.env, INSIGHTS_QUEUE), parts.now) },
  {
    name: "delete old AI usage",
    run: () =>
      deleteExpiredOf(db, {
        table: "aiUsage",
        before: parts.now - USAGE_KEPT_MS,
        column: "createdAt",
        key: "seq",
        bytes: USAGE_BYTES_SQL,
      }),
  },
  {
    name: "delete old insight jobs",
    run: () =>
      deleteExpiredOf(db, {
        table: "insightJobs",
        before: parts.now - JOBS_KEPT_MS,
        column: "createdAt",
        key: "owner, id",
        bytes: "200 + ifnull(octet_length(unit), 0)",
      }),
  },
];

/** Sends the messages of jobs again that nobody has finished; whoever gets one twice changes nothing more. One D1 call. */
async function resendLostJobs(db: Database, queue: Queue, now: number): Promise<boolean> {
  const rows = await db.all(
    statement(
      "SELECT * FROM insightJobs WHERE finishedAt IS NULL AND createdAt < ? ORDER BY createdAt LIMIT ?",
      now - LOST_MS,
      RESENT_MAX,
    ),
  );
  if (rows.length > 0) {
    const messages = rows.map(
      ({ owner, id, scope, categories, dateFrom, dateTo, unit, createdAt }): { body: JobMessage } => ({
        body: unsafeCast<JobMessage>({
          kind: "job",
          owner,
          jobId: idOfStored(String(id)),
          scope,
          categories: JSON.parse(String(categories)),
          dateFrom,
          dateTo,
          unit,
          createdAt,
        }),
      }),
    );
    await queue.sendBatch(messages);
  }
  return false;
}
