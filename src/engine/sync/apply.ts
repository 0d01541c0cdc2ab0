import { jsonChunks, statement } from "../../kernel/db/database.ts";
import { keyOfStored, storedKey } from "../../kernel/db/stored-id.ts";
import { AppError, notFound } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import { UserMoment } from "../../kernel/time.ts";
import type { EntityRow } from "../columns.ts";
import type { Lookup } from "../read-plan.ts";
import { createRow, removeRow, requireClientMade, updateRow } from "../rows.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { entryBytes } from "../usage.ts";
import { type Change, copyOf, ignoredFieldsOf } from "./changes.ts";
import type { Conflict } from "./conflicts.ts";
import { RETENTION_MS } from "./cursor.ts";
import { type Base, type History, rowKey } from "./history.ts";
import { NewConflicts } from "./new-conflicts.ts";
import { isSame, threeWay, writtenAt } from "./rules.ts";
import type { SyncOutcome } from "./table.ts";

/**
 * The final answer to a change. A change that was answered before is a `duplicate`, with the status of that answer in
 * `original`. A refused change does not use up its idempotency key.
 */
export interface Outcome extends Omit<SyncOutcome, "status"> {
  status: SyncOutcome["status"] | "duplicate" | "rejected";
  original?: SyncOutcome["status"];
  error?: AppError<string>;
}

/** An answer, the fields that were written for it, and what it makes wait: noted once nothing can refuse the change any more. */
interface Decision extends SyncOutcome {
  written?: readonly string[];
  conflict?: Conflict;
  /** The change has deleted a row: there is room for its answer even when the user has too much. */
  isRemoval?: boolean;
}

interface EarlierAnswer {
  fingerprint: string;
  outcome: SyncOutcome;
  /** The write that gave the answer. */
  rev: number;
}

/** The answer to most changes: it is stored as null. */
const APPLIED: SyncOutcome = { status: "applied" };

/** What this push writes is newer than any write of the log. */
const THIS_PUSH = Number.POSITIVE_INFINITY;

/** When a change was made (UTC ms), by the clock of its device unless that is wrong: no change waits longer than the log lasts. */
const madeAt = (localUpdatedAt: number, now: number): number =>
  localUpdatedAt < now - RETENTION_MS ? now : writtenAt(localUpdatedAt, now);

/** Final answers that earlier pushes gave, by key. */
export const answeredKeys: Lookup<string, Map<string, EarlierAnswer>> = {
  name: "answered changes",
  statement: (owner, keys) =>
    statement(
      "SELECT key, fingerprint, outcome, rev FROM syncKeys WHERE owner = ?1 AND key IN (SELECT value FROM json_each(?2))",
      owner,
      JSON.stringify(keys.map(storedKey)),
    ),
  parse: (rows) =>
    new Map(
      rows.map(({ key, fingerprint, outcome, rev }) => [
        keyOfStored(String(key)),
        {
          fingerprint: String(fingerprint),
          outcome: outcome === null ? APPLIED : JSON.parse(String(outcome)),
          rev: Number(rev),
        },
      ]),
    ),
};

/** Applies the changes of one push in order, each by the entity's own rules; a refused one leaves no trace. */
export class ChangeApplier {
  private readonly answered: Map<string, EarlierAnswer>;
  /** As they are stored. */
  private readonly newAnswers: [key: string, fingerprint: string, outcome: string | null][] = [];
  private readonly newConflicts: NewConflicts;
  /**
   * By row and field, the newest write that this device itself has made: by this push, or by an earlier one whose changes
   * this push repeats. Such writes are part of what the device based its further changes on.
   */
  private readonly knownWrites = new Map<string, Map<string, number>>();

  constructor(
    private readonly work: UnitOfWork,
    private readonly history: History,
  ) {
    this.answered = new Map(work.answer(answeredKeys));
    this.newConflicts = new NewConflicts(work);
  }

  /** @throws AppError when the change is refused */
  apply(change: Change): Outcome {
    const { key, fingerprint } = change;
    const seen = this.answered.get(key);
    if (seen) return this.replay(change, seen);
    this.work.madeAt = new UserMoment(madeAt(change.localUpdatedAt, this.work.now), this.work.user);
    const { outcome, text, written, conflict } = this.work.withSavepoint(() => {
      const { written = [], conflict, isRemoval = false, ...answer } = this.decide(change);
      this.work.requireExact();
      const outcome: SyncOutcome = { ...answer, ...ignoredFieldsOf(change) };
      const text = isSame(outcome, APPLIED) ? null : JSON.stringify(outcome);
      this.work.noteEntry(entryBytes(storedKey(key), text), !isRemoval);
      return { outcome, text, written, conflict };
    });
    this.noteKnownWrite(change, written, THIS_PUSH);
    if (conflict) this.newConflicts.add(conflict);
    this.answered.set(key, { fingerprint, outcome, rev: THIS_PUSH });
    this.newAnswers.push([storedKey(key), fingerprint, text]);
    return outcome;
  }

  /** Adds the answers and the waiting changes to the commit. */
  close(): void {
    const { owner } = this.work.user;
    for (const chunk of jsonChunks(this.newAnswers)) {
      this.work.addStatement(
        statement(
          `INSERT INTO syncKeys (owner, key, fingerprint, outcome, rev)
             SELECT ?1, j.value ->> 0, j.value ->> 1, j.value ->> 2, c.rev
             FROM clocks c CROSS JOIN json_each(?2) j WHERE c.owner = ?1`,
          owner,
          chunk,
        ),
      );
    }
    this.newConflicts.store();
  }

  private decide(change: Change): Decision {
    const { entity, id, operation, input, key } = change;
    if (input instanceof AppError) throw input;
    if (operation === "create") {
      createRow(this.work, entity, { ...input, idempotencyKey: key });
      return { status: "applied" };
    }
    const row: EntityRow | undefined = this.work.find(entity.table, id);
    if (!row) throw notFound();
    const base = this.history.baseOf(this.work, change, row, this.knownWritesOf(change));
    return operation === "delete" ? this.remove(change, row, base) : this.update(change, input, row, base);
  }

  private remove(change: Change, row: EntityRow, base: Base<EntityRow>): Decision {
    if (row.showStatus === "deleted") return { status: "applied" };
    requireClientMade(change.entity);
    if (!base.isCurrent) return this.keepConflict(change, base);
    removeRow(this.work, change.entity, change.id);
    return { status: "applied", isRemoval: true };
  }

  private update(change: Change, input: Record<string, unknown>, row: EntityRow, base: Base<EntityRow>): Decision {
    const { entity, id } = change;
    if (row.showStatus === "deleted") return this.keepConflict(change, base);
    if (base.isCurrent) {
      updateRow(this.work, entity, id, input);
      return { status: "applied", written: Object.keys(input) };
    }
    const copy = (stored: EntityRow) => copyOf(entity, stored, this.work.at);
    const { accepted, clashes } = threeWay(input, base.isKnown ? copy(base.row) : null, copy(row), entity.yields);
    if (clashes.length > 0) return this.keepConflict(change, base);
    // What this push wrote to the row before took what others had done into account.
    const status = this.knownWritesOf(change).size > 0 ? "applied" : "merged";
    updateRow(this.work, entity, id, accepted);
    return { status, written: Object.keys(accepted) };
  }

  /**
   * The server's row stays as it is; both copies are kept until a person decides.
   * @throws limit_reached when too many changes wait already
   */
  private keepConflict({ entity, id, operation, local, localUpdatedAt }: Change, base: Base<EntityRow>): Decision {
    const conflictId = newId(this.work.now);
    const conflict: Conflict = {
      conflictId,
      entity: entity.name,
      id,
      operation: operation === "delete" ? "delete" : "update",
      local,
      base: entity.wireView(base.row as never, this.work.at),
      localUpdatedAt,
      createdAt: this.work.now,
    };
    this.newConflicts.requireRoom(conflict);
    return { status: "conflict", conflictId, conflict };
  }

  /** The same answer again. What that change wrote is part of the base of the device's further changes to the row. */
  private replay(change: Change, { fingerprint, outcome, rev }: EarlierAnswer): Outcome {
    if (fingerprint !== change.fingerprint) {
      throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another change" });
    }
    const { status: original, ...rest } = outcome;
    if (rev !== THIS_PUSH) this.noteKnownWrite(change, this.history.fieldsAt(this.work, change, rev), rev);
    return { ...rest, status: "duplicate", original };
  }

  private knownWritesOf({ entity, id }: Change): ReadonlyMap<string, number> {
    return this.knownWrites.get(rowKey(entity.name, id)) ?? new Map();
  }

  private noteKnownWrite(change: Change, fields: readonly string[], rev: number): void {
    if (fields.length === 0) return;
    const writes = new Map(this.knownWritesOf(change));
    for (const field of fields) writes.set(field, Math.max(rev, writes.get(field) ?? 0));
    this.knownWrites.set(rowKey(change.entity.name, change.id), writes);
  }
}
