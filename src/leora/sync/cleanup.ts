import type { Database } from "../../kernel/db/database.ts";
import { forgetBefore, forgetReplies } from "../../kernel/db/forget.ts";
import { RETENTION_MS } from "./cursor.ts";

/** Forgets the oldest keys of pushed changes and of POST requests whose time is over: a bounded number, one D1 call. */
export async function forgetKeys(db: Database, now: number): Promise<void> {
  await db.batch([forgetBefore("syncKeys", now - RETENTION_MS), forgetReplies(now)]);
}
