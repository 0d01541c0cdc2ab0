import type { Env } from "../env.ts";
import { forgetCodes, forgetSessions } from "../kernel/auth/forget.ts";
import { Database, statement } from "../kernel/db/database.ts";
import { DAY_MS } from "../kernel/time.ts";

const KEYS_KEPT_MS = 30 * DAY_MS;
/** Rows of one run: the next one goes on. */
const FORGET_MAX = 5_000;

/** Koshelok's scheduled work: deletes what ran out. One D1 call; safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await new Database(env.KOSHELOK_DB, { d1: 0, hub: 0 }).batch([
    forgetCodes(now),
    forgetSessions(now),
    statement(
      "DELETE FROM passwordResets WHERE id IN (SELECT id FROM passwordResets WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?)",
      now,
      FORGET_MAX,
    ),
    statement(
      "DELETE FROM idempotency WHERE rowid IN (SELECT rowid FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)",
      now - KEYS_KEPT_MS,
      FORGET_MAX,
    ),
  ]);
}
