import { DAY_MS } from "../time.ts";
import { type Statement, statement } from "./database.ts";

const REPLIES_KEPT_MS = 30 * DAY_MS;
/** Rows of one run: the next one goes on. */
const FORGET_MAX = 5_000;

/** Deletes the oldest rows of a table whose `column` is before a moment: a bounded number. Safe to run twice. */
export const forgetBefore = (table: string, before: number, column = "at"): Statement =>
  statement(
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT ?)`,
    before,
    FORGET_MAX,
  );

/** Deletes replies of POST requests whose idempotency keys are over. */
export const forgetReplies = (now: number): Statement => forgetBefore("idempotency", now - REPLIES_KEPT_MS);
