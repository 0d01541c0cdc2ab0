import { unsafeCast } from "../kernel/cast.ts";
import type { UserEvent } from "../kernel/change.ts";
import type { Statement } from "../kernel/db/database.ts";
import { invalid, invalidState, notFound } from "../kernel/errors.ts";
import { newId } from "../kernel/id.ts";
import type { Principal } from "../kernel/principal.ts";
import { UserMoment } from "../kernel/time.ts";
import type { EntityTable, RowOf } from "./columns.ts";
import { CountedFeatures, countsOf } from "./counted.ts";
import type { EntityModels } from "./entity-models.ts";
import { ForgottenRead, type Loaded } from "./loaded.ts";
import type { Lookup } from "./lookup.ts";
import { type AnyOwnedTable, type OwnedRow, OwnedRows, type OwnedTable } from "./owned-table.ts";
import { RowStore } from "./row-store.ts";
import { changedSearch } from "./search.ts";
import { type AnyRow, sameValue, snapshotOf, type TrackedRow } from "./tracked-row.ts";
import { UndoLog } from "./undo-log.ts";
import { stored, Usage } from "./usage.ts";

const OUT_OF_RANGE = "Amount is out of range";

/**
 * The rows of one write, in memory: loaded before, committed after. Services, entities and reactions read and change them here, in any order,
 * and see their own changes. Nothing is stored until the unit of work commits everything in one batch, which fails
 * when a row that a rule relied upon has changed meanwhile.
 *
 * Only what the write's read plan asked for can be touched: a row that was asked for and is absent does not exist, and one
 * that nobody asked for throws `ForgottenRead`.
 */
export class UnitOfWork {
  private readonly rows: RowStore;
  private readonly statements: Statement[] = [];
  /** The rows that this unit adds to. Their sums are checked after each change of a push, so all rows would take too long. */
  private readonly addedTo = new Set<TrackedRow>();
  readonly events: UserEvent[] = [];
  /** What must still hold at the commit beside the rows that rules rely upon, by name; see `guardCondition`. */
  readonly guardedConditions = new Map<string, Statement>();
  /** The write's moment in its user's time zone. */
  readonly at: UserMoment;
  /** When the change at hand was made: earlier than `at` when a device made it offline. */
  madeAt: UserMoment;
  /** What this unit adds to its user's data. */
  readonly usage: Usage;
  /** What it does to what the user's plan limits. */
  readonly counted: CountedFeatures;
  /** How many rows' effects are running, one caused by the other; 0: whatever changes now is what was asked for. */
  private effectsDepth = 0;
  private readonly undo = new UndoLog();
  /** Tables of entities whose rows a statement of the commit may change, beside those in memory: see `addStatement`. */
  readonly changedBySql = new Set<EntityTable>();
  private readonly ownedRows = new Map<AnyOwnedTable, OwnedRows<OwnedRow>>();

  constructor(
    readonly user: Principal,
    readonly now: number,
    readonly registry: EntityModels,
    private readonly loaded: Loaded,
  ) {
    this.at = new UserMoment(now, user);
    this.madeAt = this.at;
    this.rows = new RowStore(loaded, (table) => registry.byTable(table));
    this.usage = new Usage(this.answer(stored));
    this.counted = new CountedFeatures(user, registry.planLimits, now, (feature) =>
      this.loaded.lookups.has(countsOf(feature)) ? this.answer(countsOf(feature)) : undefined,
    );
  }

  /** An id for a new row. */
  newId(): string {
    return this.asNewId(newId(this.now));
  }

  /** Marks an id as generated for this write, and returns it: no stored row can have it, so it need not be asked for. */
  asNewId(id: string): string {
    this.rows.noteGeneratedId(id);
    return id;
  }

  /**
   * The user's row, deleted ones included; undefined when there is none. The commit fails when its edited columns have
   * changed by then.
   */
  find<Table extends EntityTable>(table: Table, id: string): RowOf<Table> | undefined {
    const tracked = this.rows.find(table, id);
    if (!tracked) return undefined;
    tracked.isEditGuarded = true;
    return unsafeCast<RowOf<Table>>(tracked.row);
  }

  /** The user's row, unless deleted. @throws not_found */
  require<Table extends EntityTable>(table: Table, id: string, field?: string): RowOf<Table> {
    const row = this.find(table, id);
    if (!row || row.showStatus === "deleted") throw notFound(field);
    return row;
  }

  /** The row that a new link in `field` names. @throws not_found, or invalid_state when it is archived */
  requireActive<Table extends EntityTable>(table: Table, id: string, field: string): RowOf<Table> {
    const row = this.require(table, id, field);
    if (row.showStatus !== "active") throw invalidState("The linked resource is archived", field);
    return row;
  }

  /**
   * Like `require`, and derived columns must not change either until the commit: for rules on balances and counts.
   * @throws not_found
   */
  guardRow<Table extends EntityTable>(table: Table, id: string): RowOf<Table> {
    const row = this.require(table, id);
    const tracked = this.rows.find(table, id);
    if (tracked) tracked.isFullyGuarded = true;
    return row;
  }

  /**
   * For rules that rely on more than single rows, such as on the absence of other rows: the condition (with positional
   * parameters) must hold just before the commit writes, or the unit starts again on fresh state. A further condition
   * under the same name replaces the earlier one.
   */
  guardCondition(name: string, condition: Statement): void {
    const before = this.guardedConditions.get(name);
    this.guardedConditions.set(name, condition);
    this.undo.push(() => (before ? this.guardedConditions.set(name, before) : this.guardedConditions.delete(name)));
  }

  /** All rows of a table that were read or created, but those that are deleted. */
  all<Table extends EntityTable>(table: Table): RowOf<Table>[] {
    return unsafeCast<RowOf<Table>[]>(this.rows.all(table)).filter((row) => row.showStatus !== "deleted");
  }

  /** The deleted ones among the rows that were read. */
  deleted<Table extends EntityTable>(table: Table): RowOf<Table>[] {
    return unsafeCast<RowOf<Table>[]>(this.rows.all(table)).filter((row) => row.showStatus === "deleted");
  }

  /**
   * The rows that have these values, stored ones and those of this unit, deleted ones included. They must have been asked
   * for by the same columns (`ReadPlan.rowsBy`).
   * @example work.rowsBy(goalCheckIns, { sourceId: task.id })
   */
  rowsBy<Table extends EntityTable>(table: Table, values: Partial<RowOf<Table>>): RowOf<Table>[] {
    return unsafeCast<RowOf<Table>[]>(this.rows.by(table, values));
  }

  /** Those of `all` and `deleted` that have these values, found without looking through all rows. */
  allBy<Table extends EntityTable>(table: Table, values: Partial<RowOf<Table>>): RowOf<Table>[] {
    return unsafeCast<RowOf<Table>[]>(this.rows.allBy(table, values));
  }

  /** The answer to a question of the read plan. @throws ForgottenRead unless the plan asked it */
  answer<Result>(lookup: Lookup<never, Result>): Result {
    if (!this.loaded.lookups.has(lookup)) throw new ForgottenRead(`the answer "${lookup.name}"`);
    return this.loaded.lookups.get(lookup) as Result;
  }

  /** True when the read plan asked this question. Code that not every write plans for checks it before it calls `answer`. */
  hasAnswer(lookup: Lookup<never, unknown>): boolean {
    return this.loaded.lookups.has(lookup);
  }

  /** Adds a new row and runs its effects. @throws limit_reached without room for it; the product's refusal when a plan allows no more */
  insert<Table extends EntityTable>(table: Table, row: RowOf<Table>): void {
    const { created, undo } = this.rows.create(table, unsafeCast<AnyRow>(row));
    this.undo.push(undo);
    this.undo.push(this.usage.noteRow(created.entity, null, created.row));
    this.usage.requireRoom(this.undo.size);
    this.noteCounted(created, null);
    this.runEffects(created, null);
  }

  /**
   * Changes columns of a row, and what search finds it by, and runs its effects. Equal values change nothing.
   * @throws not_found, limit_reached when the user has no room for the new values; the product's refusal when the user's plan
   * does not allow the row to count again
   */
  update<Table extends EntityTable>(table: Table, id: string, patch: Partial<RowOf<Table>>): RowOf<Table> {
    const tracked = this.rows.find(table, id);
    if (!tracked) throw notFound();
    const columns = { ...patch, ...changedSearch(tracked.entity, tracked.row, patch) };
    const changed = Object.entries(columns).filter(([name, value]) => !sameValue(tracked.row[name], value));
    if (changed.length === 0) return unsafeCast<RowOf<Table>>(tracked.row);
    const previous = tracked.row;
    this.saveForUndo(tracked);
    this.rows.replace(tracked, { ...previous, ...Object.fromEntries(changed), updatedAt: this.now });
    const derived: readonly string[] = tracked.entity.derived;
    for (const [name] of changed) (derived.includes(name) ? tracked.overwritten : tracked.edited).add(name);
    const names = changed.map(([name]) => name);
    this.undo.push(this.usage.noteRow(tracked.entity, previous, tracked.row, names));
    if (tracked.row.showStatus !== "deleted") this.usage.requireRoom(this.undo.size);
    this.noteCounted(tracked, previous);
    if (!tracked.isRunningEffects) this.runEffects(tracked, previous);
    return unsafeCast<RowOf<Table>>(tracked.row);
  }

  /**
   * Adds `by` to a derived number without relying on its value. A row that was asked for and does not exist is ignored.
   * @throws invalid_input when the sum of what this unit adds leaves the range of exact numbers
   */
  add<Table extends EntityTable>(table: Table, id: string, column: keyof RowOf<Table> & string, by: number): void {
    const tracked = this.rows.find(table, id);
    if (!tracked || by === 0) return;
    const sum = (tracked.added.get(column) ?? 0) + by;
    if (Math.abs(sum) > Number.MAX_SAFE_INTEGER) throw invalid("amount", OUT_OF_RANGE);
    this.saveForUndo(tracked);
    tracked.added.set(column, sum);
    this.addedTo.add(tracked);
    this.rows.replace(tracked, { ...tracked.row, [column]: Number(tracked.row[column]) + by, updatedAt: this.now });
  }

  /**
   * Makes a check of the commit now, so that in a push or a bulk request only the change that breaks it is refused.
   * @throws invalid_input when a number that this unit adds to has left the range of exact numbers
   */
  requireExact(): void {
    for (const { row, added } of this.addedTo) {
      for (const column of added.keys()) {
        if (Math.abs(Number(row[column])) > Number.MAX_SAFE_INTEGER) throw invalid("amount", OUT_OF_RANGE);
      }
    }
  }

  /** The rows of an owned table, as far as they were read or written. */
  owned<Row extends OwnedRow>(table: OwnedTable<Row>): OwnedRows<Row> {
    const known = this.ownedRows.get(table);
    if (known) return unsafeCast<OwnedRows<Row>>(known);
    const rows = new OwnedRows<Row>(
      table,
      this.user.owner,
      this.loaded.owned.get(table) ?? [],
      this.undo,
      (column, value) => this.rows.requireAsked(table, [column], [value]),
    );
    this.ownedRows.set(table, unsafeCast<OwnedRows<OwnedRow>>(rows));
    return rows;
  }

  /** The commit's statements beside the entities' rows. Statements of `addStatement` come last, and read owned tables as written. */
  get additionalStatements(): Statement[] {
    return [...[...this.ownedRows.values()].flatMap((rows) => rows.statements()), ...this.statements];
  }

  /** Counts an entry of a log that a statement of the commit adds: see `usage.ts`. @throws limit_reached */
  noteEntry(bytes: number, isGrowing = true): void {
    this.undo.push(this.usage.noteEntry(bytes, isGrowing));
    this.usage.requireRoom(this.undo.size);
  }

  /**
   * A further statement of the commit, for tables that belong to no entity.
   * @param changed the table of an entity whose rows the statement changes without having read them
   */
  addStatement(statement: Statement, changed?: EntityTable): void {
    if (changed) this.changedBySql.add(changed);
    this.statements.push(statement);
    this.undo.push(() => this.statements.pop());
  }

  /** Sends `{event, data}` to the open sockets of any user of the product, once this unit has committed something. */
  notifyUser(userId: string, event: string, data: unknown): void {
    this.events.push({ userId, event, data });
    this.undo.push(() => this.events.pop());
  }

  /** Runs a step; when it throws, everything that it changed in memory is as before. */
  withSavepoint<Result>(step: () => Result): Result {
    return this.undo.withSavepoint(step);
  }

  /** Runs a step and takes back everything that it changed in memory. Its result shows what the step would do. */
  dryRun<Result>(step: () => Result): Result {
    return this.undo.dryRun(step);
  }

  /** True when there is nothing to commit. */
  get isUnchanged(): boolean {
    return this.additionalStatements.length === 0 && [...this.written()].length === 0;
  }

  /** Rows of a table that this unit creates or changes. */
  writtenTo(table: EntityTable): TrackedRow[] {
    return this.rows.writtenTo(table);
  }

  /** Rows that this unit creates or changes. */
  written(): Iterable<TrackedRow> {
    return this.rows.written();
  }

  /** All rows in memory, by table and id. The commit guards those that rules relied on. */
  get tracked(): ReadonlyMap<EntityTable, ReadonlyMap<string, TrackedRow>> {
    return this.rows.tables;
  }

  /** Runs the effects of the row's entity, and then the reactions of other entities to the row. */
  private runEffects(tracked: TrackedRow, before: AnyRow | null): void {
    const entity = this.registry.byTable(tracked.entity.table);
    tracked.isRunningEffects = true;
    this.effectsDepth += 1;
    try {
      entity.effects?.(this as never, before as never, tracked.row as never);
      for (const { effects } of this.registry.reactionsTo(entity.table)) {
        effects(this as never, before as never, tracked.row as never);
      }
    } finally {
      this.effectsDepth -= 1;
      tracked.isRunningEffects = false;
    }
  }

  private noteCounted({ entity, row }: TrackedRow, before: AnyRow | null): void {
    if (entity.counted) this.undo.push(this.counted.note(entity.counted, before, row, this.effectsDepth === 0));
  }

  private saveForUndo(tracked: TrackedRow): void {
    this.undo.push(snapshotOf(tracked));
  }
}
