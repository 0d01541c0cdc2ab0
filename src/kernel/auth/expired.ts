import { type Statement, statement } from "../db/database.ts";
import { deleteExpired, EXPIRED_ROWS_MAX } from "../db/expired.ts";
import { DAY_MS } from "../time.ts";

// Cleaning up codes and sessions, for scheduled work: statements that are safe to run twice. `now` is UTC milliseconds.

const CODES_KEPT_MS = DAY_MS;
const SESSIONS_KEPT_MS = 30 * DAY_MS;

/** Deletes one-time codes a day after they were made: a bounded number. */
export const deleteExpiredCodes = (now: number): Statement =>
  deleteExpired("otpCodes", now - CODES_KEPT_MS, "createdAt");

/**
 * Selects the ids of sessions that ran out at least 30 days ago: those that `deleteExpiredSessions` deletes. Rows that
 * refer to them must be deleted before them.
 */
export const expiredSessionIds = (now: number): Statement =>
  statement(
    "SELECT id FROM userSessions WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?",
    now - SESSIONS_KEPT_MS,
    EXPIRED_ROWS_MAX,
  );

/** Deletes sessions 30 days after they ran out: a bounded number. */
export function deleteExpiredSessions(now: number): Statement {
  const { sql, params } = expiredSessionIds(now);
  return statement(`DELETE FROM userSessions WHERE id IN (${sql})`, ...params);
}
