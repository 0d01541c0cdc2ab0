import { deleteExpiredSessions } from "../kernel/auth/expired.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import { deleteExpiredReplies } from "../kernel/db/expired.ts";
import type { Env } from "../kernel/env.ts";

/** CRM's scheduled work: deletes expired sessions and stored replies. One D1 call; safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await new Database(identityDatabase(env, "crm"), { d1: 0, hub: 0 }).batch([
    deleteExpiredSessions(now),
    deleteExpiredReplies(now),
  ]);
}
