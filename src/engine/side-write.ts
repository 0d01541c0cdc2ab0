import type { Context } from "../kernel/context.ts";
import { isRefused, type RawRow, type Statement, statement, takenColumns } from "../kernel/db/database.ts";
import { abortIf } from "../kernel/db/guard.ts";
import { type AppError, limitReached } from "../kernel/errors.ts";
import { LIMITS } from "../limits.ts";
import { isFrozenClock, movingError } from "./commit.ts";
import type { Registry } from "./registry.ts";
import { encodeReply, replayReply, storedReply, storeReply } from "./replies.ts";
import { entryBytes } from "./usage.ts";

// Writes beside the synced rows: logs, jobs, answers. They need no unit of work, because no rule reads what others may change: they read
// in one call, may then wait for something slow, and write in one batch. The user's clock does not move, but it refuses the write while
// the user's rows are being moved, and counts its bytes.

/** What a side write came to. */
export interface SideResult<Result> {
  readonly result: Result;
  readonly statements: readonly Statement[];
  /** What the statements add to the user's data. */
  readonly bytes: number;
}

/** The steps of a side write. */
export interface SideSteps<Result> {
  readonly reads: readonly Statement[];
  /** Gets the answers to `reads`. It runs once: what it does is not repeated. */
  work(answers: RawRow[][]): Promise<SideResult<Result>>;
  /** Some statement found a unique value taken, or a guard of its own refused it: the error to throw. */
  refusal?(): AppError<string>;
}

/**
 * Runs a side write: at most two D1 calls, one when it reads nothing. With an idempotency key the reply is stored in the same batch;
 * the same request again gets it back and writes nothing (`ctx.outcome.replayed`).
 * @throws idempotency_conflict when the key stands for another request; limit_reached when the user's storage is full; unavailable
 * while the user's rows are being moved
 */
export async function runSideWrite<Result>(
  ctx: Context,
  registry: Registry,
  { reads, work, refusal }: SideSteps<Result>,
): Promise<Result> {
  const key = ctx.idempotency ? [storedReply(ctx)] : [];
  const questions = [...key, ...reads];
  const answers = questions.length === 0 ? [] : await ctx.db.batch(questions);
  const earlier = key.length > 0 ? answers[0]?.[0] : undefined;
  if (earlier) return replay(ctx, registry, earlier);
  const { result, statements, bytes } = await work(answers.slice(key.length));
  // A write that has taken long since its admission is admitted again by this.
  await ctx.principal();
  const reply = ctx.idempotency ? encodeReply(result) : null;
  try {
    await ctx.db.batch([
      ...clockStatements(ctx.owner, bytes + (reply === null ? 0 : entryBytes(reply))),
      ...(reply === null ? [] : [storeReply(ctx, reply)]),
      ...statements,
    ]);
  } catch (error) {
    if (isFrozenClock(error)) throw movingError();
    const taken = takenColumns(error);
    if (reply !== null && taken.includes("key")) {
      const [stored] = await ctx.db.all(storedReply(ctx));
      if (stored) return replay(ctx, registry, stored);
    }
    if (refusal && (taken.length > 0 || isRefused(error))) throw refusal();
    if (isRefused(error)) throw limitReached("The storage of one user is full: delete what is not needed");
    throw error;
  }
  return result;
}

async function replay<Result>(ctx: Context, registry: Registry, stored: RawRow): Promise<Result> {
  const result = await replayReply<Result>(ctx, registry, stored);
  ctx.outcome.replayed = true;
  return result;
}

/** Counts the bytes, and refuses them while the clock is frozen or when there is no room. */
export const clockStatements = (owner: number, bytes: number): Statement[] => [
  statement(
    `INSERT INTO clocks (owner, rev, bytes) VALUES (?1, 0, ?2)
      ON CONFLICT (owner) DO UPDATE SET rev = iif(frozen > 0, NULL, rev), bytes = bytes + ?2`,
    owner,
    bytes,
  ),
  ...(bytes > 0
    ? [abortIf(statement("(SELECT bytes FROM clocks WHERE owner = ?) > ?", owner, LIMITS.engine.userBytes))]
    : []),
];
