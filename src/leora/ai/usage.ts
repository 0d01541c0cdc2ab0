import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { entryBytes } from "../../engine/usage.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { storedId } from "../../kernel/db/stored-id.ts";
import type { AiChannel } from "./quota.ts";

/** One accepted request to AI (spec 15.1). `metadata` never holds what was asked or answered. */
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

/** Adds a request to the log and to the totals, in the write that accepts it. */
export function logUsage(work: UnitOfWork, { id, channel, requestType, outcome, metadata }: Usage): void {
  const { owner } = work.user;
  const { tokensUsed, responseTime, errorCode } = outcome;
  const text = JSON.stringify(metadata);
  work.noteEntry(entryBytes(text));
  work.addStatement(
    statement(
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
      work.now,
    ),
  );
  work.addStatement(addTotals(owner, channel, 1, tokensUsed ?? 0));
}

/** Completes the log of a request whose work was done later; its totals learn of the tokens. */
export function completeUsage(
  work: UnitOfWork,
  id: string,
  channel: AiChannel,
  { tokensUsed, responseTime, errorCode }: UsageOutcome,
  metadata: Readonly<Record<string, string>>,
): void {
  const { owner } = work.user;
  work.addStatement(
    statement(
      `UPDATE aiUsage SET tokensUsed = ?, responseTime = ?, success = ?, errorCode = ?, metadata = ?
        WHERE owner = ? AND id = ?`,
      tokensUsed,
      responseTime,
      Number(errorCode === null),
      errorCode,
      JSON.stringify(metadata),
      owner,
      storedId(id),
    ),
  );
  if (tokensUsed) work.addStatement(addTotals(owner, channel, 0, tokensUsed));
}

const addTotals = (owner: number, channel: AiChannel, requests: number, tokens: number): Statement =>
  statement(
    `INSERT INTO aiTotals (owner, channel, requests, tokens) VALUES (?, ?, ?, ?)
      ON CONFLICT (owner, channel) DO UPDATE SET requests = requests + excluded.requests, tokens = tokens + excluded.tokens`,
    owner,
    channel,
    requests,
    tokens,
  );
