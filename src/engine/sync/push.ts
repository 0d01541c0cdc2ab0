import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { AppError } from "../../kernel/errors.ts";
import { asAppError } from "../../kernel/http/respond.ts";
import type { ErrorFormat } from "../../kernel/http/wire.ts";
import { toIso, type UserMoment } from "../../kernel/time.ts";
import type { EntityRow } from "../columns.ts";
import { wireData } from "../commit.ts";
import type { AnyEntity } from "../entity.ts";
import type { ReadPlan } from "../read-plan.ts";
import type { Registry } from "../registry.ts";
import { runUnitOfWorkAndReadBack } from "../run.ts";
import { ShownBytes } from "../shown-bytes.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { answeredKeys, ChangeApplier, type Outcome } from "./apply.ts";
import { type Change, ignoredFieldsOf, type Received, receive } from "./changes.ts";
import type { minimalPushReply, minimalResult, PushBody } from "./contract.ts";
import { historyFrom } from "./cursor.ts";
import { History, rowKey } from "./history.ts";
import { isToldBySet, minimalReply, setOf } from "./minimal.ts";
import { waitingConflicts } from "./new-conflicts.ts";
import { type CommittedPush, pulledByPush, readBackStatements } from "./own-rows.ts";
import type { SyncProduct } from "./product.ts";
import { PAGE_DEFAULT, type PullPlan, pull, startOf } from "./pull.ts";

type Fields = Readonly<Record<string, unknown>>;
type Input = z.output<typeof PushBody>;
type Result = z.output<ReturnType<typeof minimalResult>>;
type MinimalReply = z.output<ReturnType<typeof minimalPushReply>>;
/** In the default form each result has `data`, and nothing is common. */
type PushReply = Omit<MinimalReply, "common"> | MinimalReply;

/** One element of a push with its answer and its row, as it is before D1 stamps it. */
interface Answered {
  received: Received;
  outcome: Outcome;
  row: EntityRow | undefined;
}

/**
 * Applies a device's changes in order, in one batch, and answers with what changed since its cursor (spec 6.2). Two D1
 * calls; one more for each lost race, and for another device's write in between. Every change gets a final answer of its own.
 * @throws invalid_input, cursor_expired for the envelope alone. A cursor ahead of the clock is detected only after the
 * write: the same push without it answers `duplicate`.
 */
export async function push({ registry, errorFormat }: SyncProduct, ctx: Context, input: Input): Promise<PushReply> {
  const plan = pullPlan(ctx, registry, input);
  const received = await receive(registry, input.changes);
  const history = new History(input.lastSyncedAt ?? null, ctx.now);
  const { result, readBack } = await runUnitOfWorkAndReadBack(ctx, registry, {
    reads: (plan) => planChanges(plan, registry, received, history),
    apply: (work) => ({ work, answered: applyAll(ctx, work, received, history) }),
    readBack: (work) => readBackStatements(plan, work),
  });
  const { work, answered } = result;
  const at = await momentOf(ctx);
  const written = new Map(ctx.outcome.changes.map((change) => [rowKey(change.entity, change.id), change]));
  const committed = { plan, work, rev: ctx.outcome.rev, written };
  const pulled = (readBack && pulledByPush(at, committed, readBack)) ?? (await pull(ctx, plan));
  const form = { at, errorFormat, isMinimal: ctx.client.prefersMinimal };
  const reply = { results: resultsOf(answered, written, form), ...pulled, serverTime: toIso(ctx.now) };
  return ctx.client.prefersMinimal ? minimalReply(reply, readBack ? ctx.outcome.rev : null) : reply;
}

/** Without a cursor, reading continues at `lastSyncedAt`; when tombstones since then may be gone, it starts over. */
function pullPlan(ctx: Context, registry: Registry, { cursor, lastSyncedAt }: Input): PullPlan {
  const from = historyFrom(ctx);
  const isKnown = lastSyncedAt !== null && lastSyncedAt !== undefined && lastSyncedAt >= from;
  const start = startOf({ cursor, since: isKnown ? lastSyncedAt : null }, from);
  return { start, entities: registry.entities, limit: PAGE_DEFAULT };
}

function planChanges(plan: ReadPlan, registry: Registry, received: readonly Received[], history: History): void {
  const changes = received.map(({ change }) => change).filter(isChange);
  plan.lookup(answeredKeys, ...changes.map(({ key }) => key));
  plan.lookup(waitingConflicts, ...rowsOf(changes.filter(({ operation }) => operation !== "create")));
  history.planReads(plan, changes);
  for (const entity of registry.entities) {
    const ofEntity = received.filter((element) => element.entity === entity);
    const isCreation = ({ change }: Received) => isChange(change) && change.operation === "create";
    const [creations, others] = [ofEntity.filter(isCreation), ofEntity.filter((element) => !isCreation(element))];
    const inputs = changes.flatMap((change) =>
      change.entity === entity && !(change.input instanceof AppError) ? [change.input] : [],
    );
    plan.rows(entity.table, idsOf(creations));
    if (ofEntity.length > 0) plan.writesInputs(entity.table, idsOf(others), inputs);
  }
}

const rowsOf = (changes: readonly Change[]) => changes.map(({ entity, id }) => ({ entity: entity.name, id }));

const idsOf = (received: readonly Received[]): string[] => received.flatMap(({ id }) => id ?? []);

const isChange = (change: Change | AppError<string>): change is Change => !(change instanceof AppError);

function applyAll(ctx: Context, work: UnitOfWork, received: readonly Received[], history: History): Answered[] {
  const applier = new ChangeApplier(work, history);
  const answers = received.map((element) => ({ received: element, outcome: answer(ctx, applier, element.change) }));
  applier.close();
  return answers.map((answered) => {
    const { entity, id } = answered.received;
    return { ...answered, row: entity && id !== null ? work.find(entity.table, id) : undefined };
  });
}

function answer({ requestId }: Context, applier: ChangeApplier, change: Change | AppError<string>): Outcome {
  if (!isChange(change)) return { status: "rejected", error: change };
  try {
    return applier.apply(change);
  } catch (error) {
    // A bug that one change hits must not hold up the device's other changes for ever.
    return { status: "rejected", error: asAppError(error, requestId), ...ignoredFieldsOf(change) };
  }
}

/**
 * Rows that the push wrote are as D1 stamped them; the others as they were read. Once they take
 * `LIMITS.engine.resultBytes`, results have only the `rev`. With `Prefer: return=minimal`, see `minimal.ts`.
 */
function resultsOf(
  answered: readonly Answered[],
  written: CommittedPush["written"],
  { at, errorFormat, isMinimal }: { at: UserMoment; errorFormat: ErrorFormat; isMinimal: boolean },
): Result[] {
  const shown = new ShownBytes();
  const views = new Map<EntityRow, unknown>();
  const viewOf = (entity: AnyEntity, row: EntityRow) => {
    const view = views.get(row) ?? wireData(entity, unsafeCast(row), at);
    views.set(row, view);
    return view;
  };
  return answered.map(({ received: { entity, echo, change }, outcome: { error, ...outcome }, row }) => {
    const stamped = entity && row && written.get(rowKey(entity.name, row.id));
    const rev = stamped?.rev ?? row?.rev ?? null;
    const view = entity && row ? unsafeCast<Fields>(stamped?.data ?? viewOf(entity, row)) : null;
    if (view && isChange(change) && isMinimal && isToldBySet(outcome, view)) {
      const { status, original } = outcome;
      return { ...echo, status, ...(original && { original }), rev, set: shown.take(setOf(change, view)) ?? null };
    }
    return unsafeCast<Result>({
      ...echo,
      ...outcome,
      rev,
      data: view && (shown.take(view) ?? null),
      ...(error && { error: errorFormat.of(error) }),
    });
  });
}
