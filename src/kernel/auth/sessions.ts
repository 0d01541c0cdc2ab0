import { LIMITS } from "../../limits.ts";
import type { Context, PublicContext } from "../context.ts";
import { ALWAYS, allOf, type Condition } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { networkOf } from "../network.ts";
import { firstRefreshToken, refreshTokenHash, sessionOfToken, successorOf } from "./refresh-token.ts";
import type { RetiredToken } from "./table.ts";
import type { TokenSubject } from "./token.ts";

// Sessions of any product, in its table `userSessions` (`sessionColumns`, and columns of the product's own): opens
// them, replaces their refresh tokens and ends them. Outside of this folder no code writes that table. Functions that
// only return a statement are for products that run it in one batch with their own.

/**
 * How long after its replacement a refresh token still gets its successor: a mobile client that lost the reply sends
 * the old token again.
 */
const GRACE_MS = 60_000;

/** What `rotateRefreshToken` guarantees, for the OpenAPI document. */
export const REFRESH_DESCRIPTION =
  "Each refresh token is good for one use; within 60 seconds a retry gets the same successor, later reuse ends the session.";

/** A column's value, or SQL for it with positional parameters (`?`). */
type Value = string | number | null | Statement;

export interface NewSession {
  /** The user's id, or SQL for the id of a user that an earlier statement of the same batch creates. */
  userId: string | Statement;
  /** How long the session lives after each use, in milliseconds. */
  lifetimeMs: number;
  /** The session's own id, where other rows need it; by default a new one. */
  id?: string;
  /** Values of the columns that the product added to `userSessions`. */
  columns?: Readonly<Record<string, Value>>;
  /** The session opens only if this holds when the statement runs. */
  when?: Condition;
  /** False when whoever opens it has not proved to be the user: then its network does not count as one of the user's. */
  isProof?: boolean;
}

/** A new session and its first refresh token. */
export interface OpenedSession {
  id: string;
  refreshToken: string;
  /** Opens the session. */
  insert: Statement;
  /**
   * Deletes those rows of the user's sessions that are too many, ended ones first and then the least recently used: for
   * the same batch, after `insert`. Pass the answers of the batch to `closePushedOut`.
   */
  pushOut: Statement;
}

/** Prepares a new session, which is open once `insert` has run. */
export async function openSession(
  { env, client, now }: PublicContext,
  { userId, lifetimeMs, id = newId(now), columns = {}, when = ALWAYS, isProof = true }: NewSession,
): Promise<OpenedSession> {
  const refreshToken = await firstRefreshToken(env.TOKEN_SECRET, id);
  const row: Record<string, Value> = {
    id,
    userId,
    tokenHash: await refreshTokenHash(refreshToken),
    retiredTokens: "[]",
    lifetimeMs,
    expiresAt: now + lifetimeMs,
    network: isProof ? networkOf(client.ip) : null,
    lastUsedAt: now,
    createdAt: now,
    ...columns,
  };
  const values = Object.values(row).map(sqlOf);
  const insert = statement(
    `INSERT INTO userSessions (${Object.keys(row).join(", ")})
      SELECT ${values.map(({ sql }) => sql).join(", ")} WHERE ${when.sql}`,
    ...values.flatMap(({ params }) => params),
    ...when.params,
  );
  return { id, refreshToken, insert, pushOut: pushOutStatement(now, userId, id) };
}

/** The session `opened` stays, also when the clock that opened the others is ahead. */
function pushOutStatement(now: number, userId: string | Statement, opened: string): Statement {
  const owner = sqlOf(userId);
  return statement(
    `DELETE FROM userSessions
      WHERE userId = ${owner.sql} AND id NOT IN (
        SELECT id FROM userSessions WHERE userId = ${owner.sql}
        ORDER BY id = ? DESC, revokedAt IS NULL AND expiresAt > ? DESC, lastUsedAt DESC, rowid DESC LIMIT ?)
      RETURNING id AS pushedOut, userId`,
    ...owner.params,
    ...owner.params,
    opened,
    now,
    LIMITS.accounts.sessions,
  );
}

/**
 * Ends the sessions that a batch has pushed out, in the user's hub and with their sockets; makes no call when there are
 * none.
 * @param answers all answers of the batch
 */
export async function closePushedOut(ctx: PublicContext, answers: readonly RawRow[][]): Promise<void> {
  const gone = answers.flat().filter(({ pushedOut }) => pushedOut !== undefined);
  const [first] = gone;
  if (!first) return;
  await ctx.hubOf(String(first.userId)).revoke(gone.map(({ pushedOut }) => String(pushedOut)));
}

const sqlOf = (value: Value): Statement =>
  typeof value === "object" && value !== null ? value : statement("?", value);

/**
 * A statement that ends those of a user's sessions for which `which` holds, and returns their ids. Pass its rows to
 * `closeEndedSessions` after the batch. `now` is UTC milliseconds.
 */
export function endSessionsStatement(now: number, userId: string | Statement, which: Condition): Statement {
  const owner = sqlOf(userId);
  return statement(
    `UPDATE userSessions SET revokedAt = ?
      WHERE userId = ${owner.sql} AND revokedAt IS NULL AND ${which.sql}
      RETURNING id`,
    now,
    ...owner.params,
    ...which.params,
  );
}

/**
 * Tells the user's hub which sessions have ended, so that it refuses them and closes their sockets; without any it
 * makes no call. Call it after the batch that ended them: a hub that is evicted in between loads its sessions from D1.
 * @param ended the rows that `endSessionsStatement` returned
 * @returns the ids of the ended sessions
 */
export async function closeEndedSessions(
  ctx: PublicContext,
  userId: string,
  ended: readonly RawRow[],
): Promise<string[]> {
  const ids = ended.map(({ id }) => String(id));
  if (ids.length > 0) await ctx.hubOf(userId).revoke(ids);
  return ids;
}

/** Ends one of the caller's live sessions at once; false when it is not live any more. One D1 call. */
export const endSession = async (ctx: Context, sessionId: string): Promise<boolean> =>
  (await endLiveSessions(ctx, statement("id = ?", sessionId))).length > 0;

/** Ends all of the caller's live sessions at once, except the one that calls; returns their ids. One D1 call. */
export const endOtherSessions = (ctx: Context): Promise<string[]> =>
  endLiveSessions(ctx, statement("id <> ?", ctx.sessionId));

async function endLiveSessions(ctx: Context, which: Condition): Promise<string[]> {
  const live = allOf([statement("expiresAt > ?", ctx.now), which]);
  return closeEndedSessions(ctx, ctx.userId, await ctx.identity.all(endSessionsStatement(ctx.now, ctx.userId, live)));
}

/**
 * Ends the session that a refresh token, current or replaced, was made for. One D1 call.
 * @throws token_invalid when the session has ended, or the token is not ours
 */
export async function endSessionOfToken(ctx: PublicContext, token: string): Promise<void> {
  const sessionId = await sessionOfToken(ctx.env.TOKEN_SECRET, token);
  if (sessionId === null) throw invalidRefreshToken();
  const ended = await ctx.identity.all(
    statement(
      `UPDATE userSessions SET revokedAt = ?2
        WHERE id = ?1 AND revokedAt IS NULL AND expiresAt > ?2
        RETURNING id, userId`,
      sessionId,
      ctx.now,
    ),
  );
  const [session] = ended;
  if (!session) throw invalidRefreshToken();
  await closeEndedSessions(ctx, String(session.userId), ended);
}

/**
 * Replaces a refresh token by its successor. The successor is derived from the token itself, so that concurrent
 * requests, and retries within a minute, get the same one. Later use means that the token was stolen, and ends the
 * session. One D1 call, `alongside` included.
 * @param alongside statements of the product that run in the same batch, after the replacement
 * @returns also the answers of those statements
 * @throws token_expired when the session has expired; token_invalid when it has ended, or the token is not ours
 */
export async function rotateRefreshToken(
  ctx: PublicContext,
  token: string,
  alongside: (sessionId: string) => Statement[] = () => [],
): Promise<{ subject: TokenSubject; refreshToken: string; answers: RawRow[][] }> {
  const { identity, now } = ctx;
  const secret = ctx.env.TOKEN_SECRET;
  const sessionId = await sessionOfToken(secret, token);
  if (sessionId === null) throw invalidRefreshToken();
  const successor = await successorOf(secret, sessionId, token);
  const [tokenHash, successorHash] = [await refreshTokenHash(token), await refreshTokenHash(successor)];

  const answers = await identity.batch([
    replacement(sessionId, tokenHash, successorHash, networkOf(ctx.client.ip), now),
    ...alongside(sessionId),
    statement("SELECT userId, retiredTokens, expiresAt, revokedAt FROM userSessions WHERE id = ?", sessionId),
  ]);
  const session = answers.at(-1)?.[0];
  if (!session || session.revokedAt !== null) {
    throw new AppError("token_invalid", { message: "This session has ended" });
  }
  if (Number(session.expiresAt) <= now) throw new AppError("token_expired", { message: "This session has expired" });
  const userId = String(session.userId);
  const retired: RetiredToken[] = JSON.parse(String(session.retiredTokens));
  const inGrace = retired.some(([hash, retiredAt]) => hash === tokenHash && now - retiredAt < GRACE_MS);
  if (inGrace) return { subject: { userId, sessionId }, refreshToken: successor, answers: answers.slice(1, -1) };

  await identity.batch([endSessionsStatement(now, userId, statement("id = ?", sessionId))]);
  await ctx.hubOf(userId).revoke([sessionId]);
  throw new AppError("token_invalid", { message: "This refresh token was used before: the session has ended" });
}

/**
 * Makes the successor the current token, if `tokenHash` is the current one. `retiredTokens` keeps the hashes and times
 * of tokens that were replaced within the last minute: a limited number of them, the newest.
 */
const replacement = (
  sessionId: string,
  tokenHash: string,
  successorHash: string,
  network: string,
  now: number,
): Statement =>
  statement(
    `UPDATE userSessions SET
      tokenHash = ?3,
      retiredTokens = (
        SELECT json_group_array(json(token)) FROM (
          SELECT json_array(?2, ?4) AS token
          UNION ALL SELECT * FROM (
            SELECT value FROM json_each(retiredTokens) WHERE value ->> 1 > ?4 - ?5 LIMIT ?7))),
      expiresAt = ?4 + lifetimeMs,
      network = CASE WHEN network IS NOT NULL THEN ?6 END,
      lastUsedAt = ?4
    WHERE id = ?1 AND tokenHash = ?2 AND revokedAt IS NULL AND expiresAt > ?4`,
    sessionId,
    tokenHash,
    successorHash,
    now,
    GRACE_MS,
    network,
    LIMITS.accounts.retiredTokens - 1,
  );

/** The error for a text that is no refresh token of ours, or whose session has ended. */
const invalidRefreshToken = () => new AppError("token_invalid", { message: "Invalid refresh token" });
