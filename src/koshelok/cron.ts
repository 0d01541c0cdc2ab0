import { deleteExpiredCodes, deleteExpiredSessions, deleteExpiredTallies } from "../kernel/auth/expired.ts";
import { type CronReport, runJobs } from "../kernel/cron.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import { deleteExpired, deleteExpiredReplies, deleteRows } from "../kernel/db/expired.ts";
import type { Env } from "../kernel/env.ts";

/**
 * Koshelok's scheduled work: deletes expired codes, sessions, counts of attempts and stored replies. Safe to run twice.
 */
export async function runCron(env: Env, now: number): Promise<CronReport> {
  const meter = { d1: 0, hub: 0 };
  const db = new Database(identityDatabase(env, "koshelok"), meter);
  const cleanup = {
    name: "delete what has expired",
    run: () =>
      deleteRows(db, [
        deleteExpiredCodes(now),
        deleteExpiredSessions(now),
        deleteExpiredTallies(now),
        deleteExpired("passwordResets", now, "expiresAt"),
        deleteExpiredReplies(now),
      ]),
  };
  return runJobs("koshelok", [cleanup], meter, now);
}
