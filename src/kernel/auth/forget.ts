import { type Statement, statement } from "../db/database.ts";
import { forgetBefore } from "../db/forget.ts";
import { DAY_MS } from "../time.ts";

const CODES_KEPT_MS = DAY_MS;
const SESSIONS_KEPT_MS = 30 * DAY_MS;
/** Rows of one run: the next one goes on. */
const FORGET_MAX = 5_000;

/** Deletes codes that ran out long ago. Safe to run twice, as is `forgetSessions`. */
export const forgetCodes = (now: number): Statement => forgetBefore("otpCodes", now - CODES_KEPT_MS, "createdAt");

/** The ids of sessions that ran out long ago: what goes by them must be deleted before them. */
export const oldSessions = (now: number): Statement =>
  statement(
    "SELECT id FROM userSessions WHERE expiresAt < ? ORDER BY expiresAt LIMIT ?",
    now - SESSIONS_KEPT_MS,
    FORGET_MAX,
  );

export function forgetSessions(now: number): Statement {
  const { sql, params } = oldSessions(now);
  return statement(`DELETE FROM userSessions WHERE id IN (${sql})`, ...params);
}
