import type { ScheduledWork } from "../../../engine/maintenance/run-for-user.ts";
import { deleteExpiredOf } from "../../../engine/sync/cleanup.ts";
import { entryBytesSql } from "../../../engine/usage.ts";
import type { CronJob } from "../../../kernel/cron.ts";
import type { Database } from "../../../kernel/db/database.ts";
import { queueOf } from "../../../kernel/resources.ts";
import { DAY_MS } from "../../../kernel/time.ts";
import { USAGE_BYTES_SQL } from "../../ai/usage.ts";
import { giveUpOldJobs, resendLostJobs } from "./lost-jobs.ts";
import { INSIGHTS_QUEUE } from "./messages.ts";

const JOBS_KEPT_MS = 30 * DAY_MS;
const USAGE_KEPT_MS = 400 * DAY_MS;

/** What cron does about jobs and the log of AI in one database. */
export const insightMaintenance = (db: Database, { parts }: Pick<ScheduledWork, "parts">): CronJob[] => [
  { name: "give up insight jobs", run: () => giveUpOldJobs(db, queueOf(parts.env, INSIGHTS_QUEUE), parts.now) },
  { name: "resend insight jobs", run: resendLostJobs(db, queueOf(parts.env, INSIGHTS_QUEUE), parts.now) },
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
        bytes: entryBytesSql("unit"),
      }),
  },
];
