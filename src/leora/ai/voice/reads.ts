import { render, sql } from "../../../engine/sql.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import type { VoiceAccount } from "./own.ts";

/**
 * The user's active accounts in a currency, and when each was used last. Transactions are numbered in the order of their
 * creation, and the index of an account's transactions ends with that number, so that the last use is one look into the
 * index. Deleted transactions count: the account was used.
 */
export const voiceAccounts = (owner: number, currency: string): Statement =>
  render(sql`
    SELECT id, currency, name, createdAt,
      (SELECT max(t.seq) FROM transactions t WHERE t.owner = ${owner} AND t.accountId = a.id) AS lastUse
    FROM accounts a
    WHERE owner = ${owner} AND showStatus = 'active' AND currency = ${currency}`);

/** Reads the answer to `voiceAccounts`. */
export const readVoiceAccounts = (rows: readonly RawRow[]): VoiceAccount[] =>
  rows.map(({ id, currency, name, lastUse, createdAt }) => ({
    id: idOfStored(String(id)),
    currency: String(currency),
    name: String(name),
    lastUse: lastUse === null ? null : Number(lastUse),
    createdAt: Number(createdAt),
  }));
