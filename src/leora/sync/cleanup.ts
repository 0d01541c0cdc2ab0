import { type Database, statement } from "../../kernel/db/database.ts";
import { DAY_MS } from "../../kernel/time.ts";
import { RETENTION_MS } from "./cursor.ts";

const REPLIES_KEPT_MS = 30 * DAY_MS;
/** Rows per run and table: cron comes again. */
const FORGET_MAX = 5000;

/** Forgets the oldest keys of pushed changes and of POST requests whose time is over: a bounded number, one D1 call. */
export async function forgetKeys(db: Database, now: number): Promise<void> {
  const forget = (table: string, before: number) =>
    statement(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE at < ? ORDER BY at LIMIT ?)`,
      before,
      FORGET_MAX,
    );
  await db.batch([forget("syncKeys", now - RETENTION_MS), forget("idempotency", now - REPLIES_KEPT_MS)]);
}
