import { deleteExpiredSessions, deleteExpiredTallies } from "../kernel/auth/expired.ts";
import { type CronReport, runJobs } from "../kernel/cron.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import { deleteExpiredReplies, deleteRows } from "../kernel/db/expired.ts";
import type { Env } from "../kernel/env.ts";

/** CRM's scheduled work: deletes expired sessions, counts of attempts and stored replies. Safe to run twice. */
export async function runCron(env: Env, now: number): Promise<CronReport> {
  const meter = { d1: 0, hub: 0 };
  const db = new Database(identityDatabase(env, "crm"), meter);
  const cleanup = {
    name: "delete what has expired",
    run: () => deleteRows(db, [deleteExpiredSessions(now), deleteExpiredTallies(now), deleteExpiredReplies(now)]),
  };
  return runJobs("crm", [cleanup], meter, now);
}
