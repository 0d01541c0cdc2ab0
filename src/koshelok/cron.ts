import { deleteExpiredCodes, deleteExpiredSessions } from "../kernel/auth/expired.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import { deleteExpired, deleteExpiredReplies } from "../kernel/db/expired.ts";
import type { Env } from "../kernel/env.ts";

/**
 * Koshelok's scheduled work: deletes expired codes, sessions, password resets and stored replies. One D1 call; safe to
 * run twice.
 */
export async function runCron(env: Env, now: number): Promise<void> {
  await new Database(identityDatabase(env, "koshelok"), { d1: 0, hub: 0 }).batch([
    deleteExpiredCodes(now),
    deleteExpiredSessions(now),
    deleteExpired("passwordResets", now, "expiresAt"),
    deleteExpiredReplies(now),
  ]);
}
