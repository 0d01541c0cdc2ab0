import type { Env } from "../env.ts";
import { forgetSessions } from "../kernel/auth/forget.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";

/** What CRM does by the clock; safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await new Database(identityDatabase(env, "crm"), { d1: 0, hub: 0 }).batch([forgetSessions(now)]);
}
