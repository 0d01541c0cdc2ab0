import { entryBytes, entryBytesSql } from "../../engine/usage.ts";
import type { Condition } from "../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { storedId } from "../../kernel/db/stored-id.ts";
import { LIMITS } from "../../limits.ts";
import type { AiChannel } from "./quota.ts";

// The log of requests to AI (spec 15.1) and their totals: statements for the write that accepts a request, or completes it.

/** One accepted request. `metadata` never holds what was asked or answered. */
export interface Usage {
  readonly id: string;
  readonly channel: AiChannel;
  /** `insights.daily`, `ask`, `voice`, … */
  readonly requestType: string;
  readonly outcome: UsageOutcome;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface UsageOutcome {
  /** null: the local engine answered. */
  readonly tokensUsed: number | null;
  /** Milliseconds; null while it is under way. */
  readonly responseTime: number | null;
  readonly errorCode: string | null;
}

/** Bytes of one entry, as SQL. */
export const USAGE_BYTES_SQL = entryBytesSql("metadata");

/** Adds a request to the log and to the totals. `bytes`: what it adds to the user's data. `now` in UTC milliseconds. */
export function usageStatements(
  owner: number,
  now: number,
  { id, channel, requestType, outcome, metadata }: Usage,
): { statements: Statement[]; bytes: number } {
  const { tokensUsed, responseTime, errorCode } = outcome;
  const text = JSON.stringify(metadata);
  const insert = statement(
    `INSERT INTO aiUsage (owner, id, channel, requestType, tokensUsed, responseTime, success, errorCode, metadata, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    owner,
    storedId(id),
    channel,
    requestType,
    tokensUsed,
    responseTime,
    Number(errorCode === null),
    errorCode,
    text,
    now,
  );
  return { statements: [insert, addTotals(owner, channel, 1, tokensUsed ?? 0)], bytes: entryBytes(text) };
}

/** `metadata` of a job, before and after its run. @param model that worded it; null: none did, or none has yet */
export const jobMetadata = (jobId: string, model: string | null): Usage["metadata"] => ({
  source: model === null ? "local" : "chatgpt",
  jobId,
  ...(model !== null && { model }),
});

/** Completes the log of a job, whose id its request has; its totals learn of the tokens. `bytes`: as of `usageStatements`. */
export function completedUsage(
  owner: number,
  { id, channel, outcome, model }: Pick<Usage, "id" | "channel" | "outcome"> & { readonly model: string | null },
): { statements: Statement[]; bytes: number } {
  const [before, text] = [JSON.stringify(jobMetadata(id, null)), JSON.stringify(jobMetadata(id, model))];
  const update = statement(
    "UPDATE aiUsage SET tokensUsed = ?, responseTime = ?, success = ?, errorCode = ?, metadata = ? WHERE owner = ? AND id = ?",
    outcome.tokensUsed,
    outcome.responseTime,
    Number(outcome.errorCode === null),
    outcome.errorCode,
    text,
    owner,
    storedId(id),
  );
  const totals = outcome.tokensUsed ? [addTotals(owner, channel, 0, outcome.tokensUsed)] : [];
  return { statements: [update, ...totals], bytes: entryBytes(text) - entryBytes(before) };
}

/** Notes that we failed to serve a request whose work was done later, if a condition still holds. */
export const failedUsage = (owner: number, id: string, responseTime: number, condition: Condition): Statement =>
  statement(
    `UPDATE aiUsage SET responseTime = ?, success = 0, errorCode = ? WHERE owner = ? AND id = ? AND ${condition.sql}`,
    responseTime,
    INTERNAL_ERROR,
    owner,
    storedId(id),
    ...condition.params,
  );

/** Counts the wordings of a vendor that have failed since a moment (UTC ms). What failed by itself is no vendor's failure. */
export const failedWordings = (owner: number, since: number): Statement =>
  statement(
    "SELECT count(*) AS failed FROM aiUsage WHERE owner = ? AND createdAt >= ? AND success = 0 AND errorCode <> ?",
    owner,
    since,
    INTERNAL_ERROR,
  );

/** Reads the answer to `failedWordings`: whether the vendor may be asked once more. */
export const mayAskVendor = ([row]: readonly RawRow[]): boolean =>
  Number(row?.failed ?? 0) < LIMITS.insights.failedWordings;

/** The `errorCode` of a request that we failed to serve ourselves. */
export const INTERNAL_ERROR = "internal";

const addTotals = (owner: number, channel: AiChannel, requests: number, tokens: number): Statement =>
  statement(
    `INSERT INTO aiTotals (owner, channel, requests, tokens) VALUES (?, ?, ?, ?)
      ON CONFLICT (owner, channel) DO UPDATE SET requests = requests + excluded.requests, tokens = tokens + excluded.tokens`,
    owner,
    channel,
    requests,
    tokens,
  );
