import { jsonChunks, statement } from "../../kernel/db/database.ts";
import { AppError, notFound } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import type { EntityRow } from "../columns.ts";
import type { Lookup } from "../read-plan.ts";
import { createRow, removeRow, updateRow } from "../rows.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { type Change, copyOf, ignored } from "./changes.ts";
import { storeConflicts, type Waiting } from "./conflicts.ts";
import { type Base, type History, rowKey } from "./history.ts";
import { threeWay } from "./rules.ts";
import type { SyncOutcome } from "./table.ts";

/** The final answer to a change. A replay tells the first answer's status as `original`; a refusal frees the key. */
export interface Outcome extends Omit<SyncOutcome, "status"> {
  status: SyncOutcome["status"] | "duplicate" | "rejected";
  original?: SyncOutcome["status"];
  error?: AppError<string>;
}

interface Answered {
  fingerprint: string;
  outcome: SyncOutcome;
  /** The write that gave the answer. */
  rev: number;
}

/** What this push writes is newer than any write of the log. */
const THIS_PUSH = Number.POSITIVE_INFINITY;

/** Final answers that earlier pushes gave, by key. */
export const keysSeen: Lookup<string, Map<string, Answered>> = {
  name: "answered changes",
  statement: (userId, keys) =>
    statement(
      "SELECT key, fingerprint, outcome, rev FROM syncKeys WHERE userId = ?1 AND key IN (SELECT value FROM json_each(?2))",
      userId,
      JSON.stringify(keys),
    ),
  parse: (rows) =>
    new Map(
      rows.map(({ key, fingerprint, outcome, rev }) => [
        String(key),
        { fingerprint: String(fingerprint), outcome: JSON.parse(String(outcome)), rev: Number(rev) },
      ]),
    ),
};

/** Applies the changes of one push in order, each by the entity's own rules; a refused one leaves no trace. */
export class Application {
  private readonly answered: Map<string, Answered>;
  private readonly fresh: [key: string, fingerprint: string, outcome: string][] = [];
  private readonly waiting: Waiting[] = [];
  /** By row and field: this device's newest write that came with this push. */
  private readonly settled = new Map<string, Map<string, number>>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly history: History,
  ) {
    this.answered = new Map(work.answer(keysSeen));
  }

  /** @throws AppError when the change is refused */
  apply(change: Change): Outcome {
    const { key, fingerprint } = change;
    const seen = this.answered.get(key);
    if (seen) return this.replay(change, seen);
    const decided = this.work.withSavepoint(() => {
      const answer = this.decide(change);
      this.work.requireExact();
      return answer;
    });
    const outcome = { ...decided, ...ignored(change) };
    this.answered.set(key, { fingerprint, outcome, rev: THIS_PUSH });
    this.fresh.push([key, fingerprint, JSON.stringify(outcome)]);
    return outcome;
  }

  /** Adds the answers and the waiting changes to the commit. */
  close(): void {
    const { userId } = this.work.user;
    for (const chunk of jsonChunks(this.fresh)) {
      this.work.addStatement(
        statement(
          `INSERT INTO syncKeys (userId, key, fingerprint, outcome, rev, at)
             SELECT ?1, j.value ->> 0, j.value ->> 1, j.value ->> 2, c.rev, ?3
             FROM clocks c CROSS JOIN json_each(?2) j WHERE c.userId = ?1`,
          userId,
          chunk,
          this.work.now,
        ),
      );
    }
    storeConflicts(this.work, this.waiting);
  }

  private decide(change: Change): SyncOutcome {
    const { entity, id, operation, input, key } = change;
    if (input instanceof AppError) throw input;
    if (operation === "create") {
      createRow(this.work, entity, { ...input, idempotencyKey: key });
      return { status: "applied" };
    }
    const row: EntityRow | undefined = this.work.find(entity.table, id);
    if (!row) throw notFound();
    const base = this.history.baseOf(this.work, change, row, this.settledOf(change));
    return operation === "delete" ? this.remove(change, row, base) : this.update(change, input, row, base);
  }

  private remove(change: Change, row: EntityRow, base: Base<EntityRow>): SyncOutcome {
    if (row.showStatus === "deleted") return { status: "applied" };
    if (!base.isCurrent) return this.wait(change, base);
    removeRow(this.work, change.entity, change.id);
    return { status: "applied" };
  }

  private update(change: Change, input: Record<string, unknown>, row: EntityRow, base: Base<EntityRow>): SyncOutcome {
    const { entity, id } = change;
    if (row.showStatus === "deleted") return this.wait(change, base);
    if (base.isCurrent) {
      updateRow(this.work, entity, id, input);
      this.settle(change, Object.keys(input), THIS_PUSH);
      return { status: "applied" };
    }
    const copy = (one: EntityRow) => copyOf(entity, one, this.work.at);
    const { accepted, clashes } = threeWay(input, base.isKnown ? copy(base.row) : null, copy(row));
    if (clashes.length > 0) return this.wait(change, base);
    // What this push wrote to the row before took what others had done into account.
    const status = this.settledOf(change).size > 0 ? "applied" : "merged";
    updateRow(this.work, entity, id, accepted);
    this.settle(change, Object.keys(accepted), THIS_PUSH);
    return { status };
  }

  /** The server's row stands; both copies are kept until a person decides. */
  private wait({ entity, id, operation, local, localUpdatedAt }: Change, base: Base<EntityRow>): SyncOutcome {
    const conflictId = newId(this.work.now);
    this.waiting.push({
      conflictId,
      entity: entity.name,
      id,
      operation: operation === "delete" ? "delete" : "update",
      local,
      base: entity.view(base.row as never, this.work.at),
      localUpdatedAt,
      createdAt: this.work.now,
    });
    return { status: "conflict", conflictId };
  }

  /** The same answer again. What it once wrote is part of the base of what this push still brings for the row. */
  private replay(change: Change, { fingerprint, outcome, rev }: Answered): Outcome {
    if (fingerprint !== change.fingerprint) {
      throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another change" });
    }
    const { status: original, ...rest } = outcome;
    if (rev !== THIS_PUSH) this.settle(change, this.history.fieldsAt(this.work, change, rev), rev);
    return { ...rest, status: "duplicate", original };
  }

  private settledOf({ entity, id }: Change): ReadonlyMap<string, number> {
    return this.settled.get(rowKey(entity.name, id)) ?? new Map();
  }

  private settle(change: Change, fields: readonly string[], rev: number): void {
    const settled = new Map(this.settledOf(change));
    for (const field of fields) settled.set(field, Math.max(rev, settled.get(field) ?? 0));
    this.settled.set(rowKey(change.entity.name, change.id), settled);
  }
}
