import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { type RawRow, type Statement, statement } from "./database.ts";

/**
 * Lets a batch insert a row at most once per idempotency key, for tables that are no synced entities. The batch runs
 * `stored`, then the insert behind the condition `isFirst`, then `keep`; `replay` reads what `stored` answered.
 * Without a key nothing is stored and nothing found.
 */
export function once(ctx: Context) {
  const { userId, now } = ctx;
  const { key = null, fingerprint = null } = ctx.idempotency ?? {};
  const stored = statement("SELECT fingerprint, body FROM idempotency WHERE userId = ? AND key = ?", userId, key);
  const isFirst = statement("NOT EXISTS (SELECT 1 FROM idempotency WHERE userId = ? AND key = ?)", userId, key);
  /** `row` is SQL for a JSON object with the row at `last_insert_rowid()`. */
  const keep = (row: string): Statement =>
    statement(
      `INSERT INTO idempotency (userId, key, fingerprint, body, at)
        SELECT ?1, ?2, ?3, ${row}, ?4 WHERE ?2 IS NOT NULL AND changes() = 1`,
      userId,
      key,
      fingerprint,
      now,
    );
  /** The row of the first request with this key. @throws AppError idempotency_conflict when that was another one */
  const replay = ([found]: readonly RawRow[]): RawRow | undefined => {
    if (!found) return undefined;
    if (found.fingerprint !== fingerprint) {
      throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another request" });
    }
    ctx.outcome.replayed = true;
    return JSON.parse(String(found.body));
  };
  return { stored, isFirst, keep, replay };
}
