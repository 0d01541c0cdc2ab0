import type { Context } from "../kernel/context.ts";
import type { RawRow, Statement } from "../kernel/db/database.ts";
import { AppError } from "../kernel/errors.ts";
import type { Principal } from "../kernel/principal.ts";
import { UserMoment } from "../kernel/time.ts";
import { commit, LostRace } from "./commit.ts";
import type { Loaded } from "./loaded.ts";
import { ReadPlan } from "./read-plan.ts";
import type { Registry } from "./registry.ts";
import { encodeReply, replayReply, storedReply, storeReply } from "./replies.ts";
import { UnitOfWork } from "./unit-of-work.ts";
import { stored } from "./usage.ts";

const MAX_ATTEMPTS = 8;
const MAX_JITTER_MS = 40;

/** The steps of a write. */
export interface WriteSteps<Result> {
  /** Declares what the write reads. */
  reads?(plan: ReadPlan): void;
  /** Changes rows in memory. It runs again after a lost race, so it must have no other effects. */
  apply(work: UnitOfWork): Result;
  /** Queries that run at the end of the write's batch, and so see what it wrote. */
  readBack?(work: UnitOfWork): Statement[];
}

/**
 * Runs a write: at most one batch of reads, the rules in memory, one batch of writes. A lost race is retried on fresh
 * state up to 8 times. With an idempotency key the reply is stored in the same batch; the same request again gets it
 * back and writes nothing (`ctx.outcome.replayed`): see `replies.ts`.
 * @throws AppError stale after the last attempt; idempotency_conflict when the key stands for another request
 */
export async function runUnitOfWork<Result>(
  ctx: Context,
  registry: Registry,
  steps: WriteSteps<Result>,
): Promise<Result> {
  return (await runUnitOfWorkAndReadBack(ctx, registry, steps)).result;
}

/** As `runUnitOfWork`, with the answers of `readBack` (undefined when nothing was written or the reply is a replay). */
export async function runUnitOfWorkAndReadBack<Result>(
  ctx: Context,
  registry: Registry,
  steps: WriteSteps<Result>,
): Promise<{ result: Result; readBack: RawRow[][] | undefined }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    // Each time, because a write that has taken long is admitted again by this.
    const user = await ctx.principal();
    const { loaded, earlier } = await load(ctx, registry, user, steps);
    const work = new UnitOfWork(user, ctx.now, registry, loaded);
    ctx.outcome.rev = work.answer(stored).rev;
    if (earlier) {
      const result = await replayReply<Result>(ctx, registry, earlier);
      ctx.outcome.replayed = true;
      return { result, readBack: undefined };
    }
    const result = steps.apply(work);
    const reply = ctx.idempotency ? encodeReply(result) : null;
    if (reply !== null) work.addStatement(storeReply(ctx, reply));
    if (work.isUnchanged) return { result, readBack: undefined };
    try {
      const committed = await commit(ctx, work, { reply, readBack: steps.readBack?.(work) });
      ctx.outcome.changes.push(...committed.changes);
      ctx.outcome.events.push(...work.events);
      ctx.outcome.rev = committed.rev;
      return { result, readBack: committed.readBack };
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      await scheduler.wait(Math.random() * MAX_JITTER_MS * attempt);
    }
  }
  throw new AppError("stale", { message: "Other writes kept changing the same data; try again" });
}

/** Plans limit what users ask for, and not what the server does by itself. */
const planLimitsFor = ({ source }: Context, { planLimits }: Registry) =>
  source === "rest" || source === "sync" ? planLimits : undefined;

async function load<Result>(
  ctx: Context,
  registry: Registry,
  user: Principal,
  steps: WriteSteps<Result>,
): Promise<{ loaded: Loaded; earlier: RawRow | undefined }> {
  const plan = new ReadPlan(user, new UserMoment(ctx.now, user), registry, planLimitsFor(ctx, registry));
  steps.reads?.(plan);
  plan.lookup(stored, null);
  const { questions, loaded } = plan.prepare();
  const key = ctx.idempotency ? [storedReply(ctx)] : [];
  const statements = [...key, ...questions.map((question) => question.statement)];
  const answers = await ctx.db.batch(statements);
  questions.forEach((question, index) => {
    question.read(answers[index + key.length] ?? [], loaded);
  });
  return { loaded, earlier: ctx.idempotency ? answers[0]?.[0] : undefined };
}
