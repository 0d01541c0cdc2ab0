import { type Statement, statement } from "../db/database.ts";
import { deleteExpired, EXPIRED_ROWS_MAX } from "../db/expired.ts";
import { DAY_MS } from "../time.ts";

// Statements for scheduled work that delete expired codes, counts of attempts and sessions. They are safe to run twice. `now` is UTC
// milliseconds.

const CODES_KEPT_MS = DAY_MS;
const SESSIONS_KEPT_MS = 30 * DAY_MS;

/** Deletes one-time codes a day after they were made: at most `EXPIRED_ROWS_MAX` in one run. */
export const deleteExpiredCodes = (now: number): Statement =>
  deleteExpired("otpCodes", now - CODES_KEPT_MS, "createdAt");

/** Deletes counts of attempts when their day is over: at most `EXPIRED_ROWS_MAX` in one run. */
export const deleteExpiredTallies = (now: number): Statement => deleteExpired("tallies", now - DAY_MS, "since");

/**
 * Selects the ids of sessions that expired at least 30 days ago: those that `deleteExpiredSessions` deletes. Rows that
 * refer to them must be deleted first.
 */
export const expiredSessionIds = (now: number): Statement =>
  statement(
    "SELECT id FROM userSessions WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?",
    now - SESSIONS_KEPT_MS,
    EXPIRED_ROWS_MAX,
  );

/** Deletes sessions 30 days after they expired: at most `EXPIRED_ROWS_MAX` in one run. */
export function deleteExpiredSessions(now: number): Statement {
  const { sql, params } = expiredSessionIds(now);
  return statement(`DELETE FROM userSessions WHERE id IN (${sql})`, ...params);
}
