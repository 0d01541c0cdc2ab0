import { DAY_MS } from "../time.ts";
import { type Database, type Statement, statement } from "./database.ts";

// Cleaning up: statements that delete rows whose time is over, for scheduled work. Each is safe to run twice.

const REPLIES_KEPT_MS = 30 * DAY_MS;
/** Rows that one statement deletes at most: what is left is deleted by the next scheduled run. */
export const EXPIRED_ROWS_MAX = 5_000;

/**
 * Runs deletions in one D1 call.
 * @returns true when one of them deleted as many rows as it may, so that more may be left
 */
export async function deleteRows(db: Database, deletions: readonly Statement[]): Promise<boolean> {
  const answers = await db.batch(deletions.flatMap((deletion) => [deletion, statement("SELECT changes() AS deleted")]));
  return answers.some(([row]) => Number(row?.deleted ?? 0) >= EXPIRED_ROWS_MAX);
}

/**
 * Deletes the oldest rows of a table whose `column` is before a moment (UTC milliseconds): a bounded number of those that fulfil
 * the condition.
 * @param key its primary key, where the table has no rowid
 */
export const deleteExpired = (
  table: string,
  before: number,
  column = "at",
  { key = "rowid", condition = "1" }: { key?: string; condition?: string } = {},
): Statement =>
  statement(
    `DELETE FROM ${table}
      WHERE (${key}) IN (
        SELECT ${key} FROM ${table} WHERE ${column} < ? AND ${condition} ORDER BY ${column} LIMIT ?)`,
    before,
    EXPIRED_ROWS_MAX,
  );

/** Deletes the stored replies of POST requests whose idempotency keys are no longer honoured, after 30 days. */
export const deleteExpiredReplies = (now: number, condition = "1"): Statement =>
  deleteExpired("idempotency", now - REPLIES_KEPT_MS, "at", { key: "owner, key", condition });
