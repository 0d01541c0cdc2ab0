import { forgetSessions } from "../kernel/auth/forget.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import { forgetReplies } from "../kernel/db/forget.ts";
import type { Env } from "../kernel/env.ts";

/** CRM's scheduled work: deletes what ran out. One D1 call; safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await new Database(identityDatabase(env, "crm"), { d1: 0, hub: 0 }).batch([forgetSessions(now), forgetReplies(now)]);
}
