import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { statement } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { storedId } from "../../kernel/db/stored-id.ts";
import { AppError, invalid, invalidState, notFound } from "../../kernel/errors.ts";
import type { EntityRow } from "../columns.ts";
import { shownData } from "../commit.ts";
import type { AnyEntity } from "../entity.ts";
import { type Lookup, ReadPlan } from "../read-plan.ts";
import type { Registry } from "../registry.ts";
import { removeRow, restoreRow, updateRow } from "../rows.ts";
import { runUnitOfWork } from "../run.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { copyOf, readPatch, settable } from "./changes.ts";
import { type Conflict, closeConflicts, conflictsOfRow, conflictView } from "./conflicts.ts";
import type { ResolveBody, ResolveReply } from "./contract.ts";
import { laterWins, writtenAt } from "./rules.ts";

type Fields = Record<string, unknown>;
type Input = z.output<typeof ResolveBody>;
type Reply = z.output<typeof ResolveReply>;

/** The resolution needs rows that only the waiting changes name: their inputs must be read first. */
class FurtherReadsNeeded extends Error {
  constructor(readonly inputs: readonly Fields[]) {
    super("The waiting changes name rows that were not read");
  }
}

/**
 * Resolves the conflicts of a row (spec 6.2): two D1 calls, three when a waiting change links to further rows.
 * @throws not_found, invalid_state when nothing waits, stale with fresh copies when the row is newer than `expectedRev`;
 * whatever the entity's rules say against the chosen values
 */
export async function resolve(registry: Registry, ctx: Context, input: Input): Promise<Reply> {
  const entity = registry.byName(input.entity);
  if (!entity) throw invalid("entity", "No such entity");
  const overlay = input.resolution === "merge" && input.data ? readPatch(entity, input.data, "data.") : null;
  const attempt = async (inputs: readonly Fields[]): Promise<Reply> => {
    try {
      return await runUnitOfWork(ctx, registry, {
        reads(plan) {
          plan.writesInputs(entity.table, [input.id], inputs);
          plan.lookup(conflictsOfRow, { entity: entity.name, id: input.id });
          plan.lookup(timesOfEdits, { entity: entity.name, id: input.id });
          plan.lookup(clock, null);
        },
        apply: (work) => new Resolution(work, entity, input).resolve(overlay, inputs),
      });
    } catch (error) {
      if (error instanceof FurtherReadsNeeded) return attempt(error.inputs);
      throw error;
    }
  };
  return attempt(overlay ? [overlay] : []);
}

class Resolution {
  private readonly editTimes: Map<string, number>;

  constructor(
    private readonly work: UnitOfWork,
    private readonly entity: AnyEntity,
    private readonly input: Input,
  ) {
    this.editTimes = new Map(work.answer(timesOfEdits));
  }

  /** @param overlay fields to set on the server's row, instead of what the waiting changes say */
  resolve(overlay: Fields | null, inputs: readonly Fields[]): Reply {
    const before = this.row();
    const chosen = this.conflictsToResolve(before);
    const { resolution } = this.input;
    if (overlay) this.setFields(overlay);
    else if (resolution !== "use_server") this.applyLocal(chosen, inputs, resolution === "merge");
    closeConflicts(this.work, chosen);
    const row = this.row();
    const rev = row === before ? row.rev : this.nextRev();
    return { entity: this.entity.name, id: row.id, rev, data: unsafeCast(shownData(this.entity, row, this.work.at)) };
  }

  private row(): EntityRow & Fields {
    const row = this.work.find(this.entity.table, this.input.id);
    if (!row) throw notFound();
    return unsafeCast(row);
  }

  private conflictsToResolve(row: EntityRow & Fields): Conflict[] {
    const { conflictId, expectedRev } = this.input;
    const waiting = this.work.answer(conflictsOfRow);
    if (typeof expectedRev === "number" && (expectedRev < row.editRev || expectedRev > row.rev)) {
      throw this.staleError(row, waiting);
    }
    const chosen = conflictId ? waiting.filter((conflict) => conflict.conflictId === conflictId) : waiting;
    if (chosen.length > 0) return chosen;
    throw conflictId ? notFound("conflictId") : invalidState("No conflict waits on this row");
  }

  private staleError(row: EntityRow & Fields, waiting: readonly Conflict[]): AppError {
    const server = shownData(this.entity, row, this.work.at);
    return new AppError("stale", {
      message: "The row has changed since; decide on the fresh copies",
      data: {
        entity: this.entity.name,
        id: row.id,
        rev: row.rev,
        data: server,
        conflicts: waiting.map((conflict) => conflictView(conflict, server)),
      },
    });
  }

  private applyLocal(chosen: readonly Conflict[], inputs: readonly Fields[], isMerge: boolean): void {
    const changes = chosen.map((conflict) => ({
      ...conflict,
      patch: conflict.operation === "update" ? readPatch(this.entity, conflict.local, "") : null,
    }));
    const patches = changes.flatMap(({ patch }) => (patch ? [patch] : []));
    if (this.readsOf(patches) !== this.readsOf(inputs)) throw new FurtherReadsNeeded(patches);
    for (const { patch, base, localUpdatedAt, createdAt } of changes) {
      const time = isMerge ? writtenAt(localUpdatedAt, createdAt) : Number.POSITIVE_INFINITY;
      if (patch) this.mergeUpdate(patch, isMerge ? base : null, time);
      else if (this.row().showStatus !== "deleted" && time > this.lastEdit())
        removeRow(this.work, this.entity, this.input.id);
    }
  }

  /** Sets all fields of the patch or, when its base is given, those that `laterWins` accepts. */
  private mergeUpdate(patch: Fields, base: Fields | null, time: number): void {
    const row = this.row();
    if (row.showStatus === "deleted" && time <= this.timeOf("showStatus")) return;
    const server = copyOf(this.entity, row, this.work.at);
    const won =
      base === null
        ? patch
        : laterWins(patch, settable(this.entity, base), server, time, (field) => this.timeOf(field));
    this.setFields(won);
    for (const field of Object.keys(won)) this.editTimes.set(field, time);
  }

  private setFields(patch: Fields): void {
    const { id } = this.input;
    if (this.row().showStatus === "deleted") restoreRow(this.work, this.entity, id, patch);
    else updateRow(this.work, this.entity, id, patch);
  }

  private timeOf(field: string): number {
    return this.editTimes.get(field) ?? 0;
  }

  private lastEdit(): number {
    return Math.max(0, ...this.editTimes.values());
  }

  /** What these inputs make the unit read, as text. */
  private readsOf(inputs: readonly Fields[]): string {
    const plan = new ReadPlan(this.work.user, this.work.at, this.work.registry);
    plan.writesInputs(this.entity.table, [this.input.id], inputs);
    return JSON.stringify(plan.prepare().questions.map((question) => question.statement));
  }

  /** The number that the commit will give: it fails when another write takes it first. */
  private nextRev(): number {
    const rev = this.work.answer(clock) + 1;
    const params = [this.work.user.owner, rev];
    this.work.addStatement(abortIf({ sql: "EXISTS (SELECT 1 FROM clocks WHERE owner = ? AND rev <> ?)", params }));
    return rev;
  }
}

const clock: Lookup<null, number> = {
  name: "clock",
  statement: (owner) => statement("SELECT rev FROM clocks WHERE owner = ?1", owner),
  parse: ([row]) => Number(row?.rev ?? 0),
};

/** When each field of a row was last edited (UTC ms), as far back as the log reaches. */
const timesOfEdits: Lookup<{ entity: string; id: string }, Map<string, number>> = {
  name: "times of edits",
  statement: (owner, [row]) =>
    statement(
      `SELECT j.key AS field, max(c.at) AS at FROM revisions r
         JOIN commits c ON c.owner = r.owner AND c.rev = r.rev CROSS JOIN json_each(r.changes) j
       WHERE r.owner = ?1 AND r.entity = ?2 AND r.id = ?3 GROUP BY j.key`,
      owner,
      row?.entity,
      row && storedId(row.id),
    ),
  parse: (rows) => new Map(rows.map(({ field, at }) => [String(field), Number(at)])),
};
