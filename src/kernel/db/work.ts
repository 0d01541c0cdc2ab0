import { trust } from "../cast.ts";
import type { Principal } from "../context.ts";
import { invalid, invalidState, notFound } from "../errors.ts";
import { Moment } from "../time.ts";
import type { EntityRow, EntityTable } from "./columns.ts";
import type { RawRow, Statement } from "./database.ts";
import type { AnyEntity, Registry, RowOf } from "./entity.ts";
import type { Loaded, Lookup } from "./needs.ts";
import { type AnySideTable, type SideRow, SideRows, type SideTable } from "./side.ts";

const OUT_OF_RANGE = "Amount is out of range";

export type AnyRow = EntityRow & RawRow;

/** One row that this unit of work read or wrote. */
export interface Touched {
  readonly entity: AnyEntity;
  /** As loaded; null when this unit creates it. */
  readonly before: AnyRow | null;
  row: AnyRow;
  /** Columns that changed by an edit, and derived ones that were overwritten. */
  readonly edited: Set<string>;
  readonly overwritten: Set<string>;
  /** Relative changes of numbers, by column. */
  readonly added: Map<string, number>;
  /** Somebody relied on the row: its edited columns must still hold at commit. */
  relied: boolean;
  /** Somebody relied on its derived columns too. */
  pinned: boolean;
  /** Its effects are running: what they change in the row itself is part of the same edit. */
  settling: boolean;
}

/**
 * The rows of one write, in memory: loaded before, committed after. Verbs read and change them here, in any order,
 * and see their own changes. Nothing is stored until the unit of work commits everything in one batch, which fails
 * when a row that was relied upon has changed meanwhile.
 */
export class Work {
  readonly touched = new Map<EntityTable, Map<string, Touched>>();
  private readonly statements: Statement[] = [];
  /** What must still hold at the commit beside the rows relied upon, by name; see `rely`. */
  readonly facts = new Map<string, Statement>();
  /** The write's moment in its user's time zone. */
  readonly at: Moment;
  private readonly undo: (() => void)[] = [];
  private readonly sides = new Map<AnySideTable, SideRows<SideRow>>();

  constructor(
    readonly user: Principal,
    readonly now: number,
    readonly registry: Registry,
    private readonly loaded: Loaded,
  ) {
    this.at = new Moment(now, user.timezone);
  }

  /** The user's row, deleted ones included, or undefined. Relying on it guards it. */
  find<Table extends EntityTable>(table: Table, id: string): RowOf<Table> | undefined {
    const touched = this.touch(table, id);
    if (!touched) return undefined;
    touched.relied = true;
    return trust<RowOf<Table>>(touched.row);
  }

  /** The user's row, unless deleted. @throws not_found */
  require<Table extends EntityTable>(table: Table, id: string, field?: string): RowOf<Table> {
    const row = this.find(table, id);
    if (!row || row.showStatus === "deleted") throw notFound(field);
    return row;
  }

  /** A row that a new link in `field` leads to. @throws not_found, or invalid_state when it is archived */
  link<Table extends EntityTable>(table: Table, id: string, field: string): RowOf<Table> {
    const row = this.require(table, id, field);
    if (row.showStatus !== "active") throw invalidState("The linked resource is archived", field);
    return row;
  }

  /** Like `require`, and derived columns must not change either until the commit: for rules on balances and counts. */
  pin<Table extends EntityTable>(table: Table, id: string): RowOf<Table> {
    const row = this.require(table, id);
    const touched = this.touch(table, id);
    if (touched) touched.pinned = true;
    return row;
  }

  /**
   * Relies on what no row tells, such as the absence of others: the condition (positional parameters) must hold just
   * before the commit writes, or the unit starts again on fresh state. A name stands for one condition.
   */
  rely(name: string, condition: Statement): void {
    this.facts.set(name, condition);
  }

  /** All loaded or created rows of a table that are not deleted. */
  all<Table extends EntityTable>(table: Table): RowOf<Table>[] {
    return this.every(table).filter((row) => row.showStatus !== "deleted");
  }

  /** The deleted ones among them. */
  tombstones<Table extends EntityTable>(table: Table): RowOf<Table>[] {
    return this.every(table).filter((row) => row.showStatus === "deleted");
  }

  answer<Result>(lookup: Lookup<never, Result>): Result {
    return this.loaded.lookups.get(lookup) as Result;
  }

  insert<Table extends EntityTable>(table: Table, row: RowOf<Table>): void {
    const entity = this.registry.byTable(table);
    const rows = this.rowsOf(table);
    const created = newTouched(entity, null, trust<AnyRow>(row));
    rows.set(row.id, created);
    this.undo.push(() => rows.delete(row.id));
    this.settle(created, null);
  }

  /** Changes columns of a row; effects follow. Equal values change nothing. */
  update<Table extends EntityTable>(table: Table, id: string, patch: Partial<RowOf<Table>>): RowOf<Table> {
    const touched = this.touch(table, id);
    if (!touched) throw notFound();
    const changed = Object.entries(patch).filter(([name, value]) => !sameValue(touched.row[name], value));
    if (changed.length === 0) return trust<RowOf<Table>>(touched.row);
    const previous = touched.row;
    this.remember(touched);
    touched.row = { ...previous, ...Object.fromEntries(changed), updatedAt: this.now };
    const derived: readonly string[] = touched.entity.derived;
    for (const [name] of changed) (derived.includes(name) ? touched.overwritten : touched.edited).add(name);
    if (!touched.settling) this.settle(touched, previous);
    return trust<RowOf<Table>>(touched.row);
  }

  /**
   * Adds `by` to a derived number without relying on its value. The row must be loaded; unknown rows are ignored.
   * @throws invalid_input when the sum of what this unit adds leaves the range of exact numbers
   */
  add<Table extends EntityTable>(table: Table, id: string, column: keyof RowOf<Table> & string, by: number): void {
    const touched = this.touch(table, id);
    if (!touched || by === 0) return;
    const sum = (touched.added.get(column) ?? 0) + by;
    if (Math.abs(sum) > Number.MAX_SAFE_INTEGER) throw invalid("amount", OUT_OF_RANGE);
    this.remember(touched);
    touched.added.set(column, sum);
    touched.row = { ...touched.row, [column]: Number(touched.row[column]) + by, updatedAt: this.now };
  }

  /**
   * Tells early what the commit would refuse, where one of many changes must not fail the others.
   * @throws invalid_input when a number that this unit adds to has left the range of exact numbers
   */
  requireExact(): void {
    for (const rows of this.touched.values()) {
      for (const { row, added } of rows.values()) {
        for (const column of added.keys()) {
          if (Math.abs(Number(row[column])) > Number.MAX_SAFE_INTEGER) throw invalid("amount", OUT_OF_RANGE);
        }
      }
    }
  }

  /** The rows of a side table, as far as they are loaded or written. */
  side<Row extends SideRow>(table: SideTable<Row>): SideRows<Row> {
    const known = this.sides.get(table);
    if (known) return trust<SideRows<Row>>(known);
    const rows = new SideRows<Row>(table, this.user.userId, this.loaded.sides.get(table) ?? [], this.undo);
    this.sides.set(table, trust<SideRows<SideRow>>(rows));
    return rows;
  }

  /** The commit's statements beside the entities' rows: side tables first, so that what `also` added sees them. */
  get furtherStatements(): Statement[] {
    return [...[...this.sides.values()].flatMap((rows) => rows.statements()), ...this.statements];
  }

  /** A further statement of the commit, for tables that are no entities. */
  also(statement: Statement): void {
    this.statements.push(statement);
    this.undo.push(() => this.statements.pop());
  }

  /** Runs a step; when it throws, everything it changed in memory is as before. */
  attempt<Result>(step: () => Result): Result {
    const mark = this.undo.length;
    try {
      return step();
    } catch (error) {
      this.takeBack(mark);
      throw error;
    }
  }

  /** Runs a step and takes back everything it changed in memory: tells what it would do. */
  rehearse<Result>(step: () => Result): Result {
    const mark = this.undo.length;
    try {
      return step();
    } finally {
      this.takeBack(mark);
    }
  }

  /** True when there is nothing to commit. */
  get isUnchanged(): boolean {
    return this.furtherStatements.length === 0 && [...this.written()].length === 0;
  }

  /** Rows that this unit creates or changes. */
  *written(): Iterable<Touched> {
    for (const rows of this.touched.values()) {
      for (const touched of rows.values()) if (isWritten(touched)) yield touched;
    }
  }

  /** Lets the row's entity, and then the others, follow what happened to it. */
  private settle(touched: Touched, before: AnyRow | null): void {
    const { entity } = touched;
    touched.settling = true;
    try {
      entity.effects?.(this, before as never, touched.row as never);
      for (const { effects } of this.registry.reactionsTo(entity.table)) {
        effects(this, before as never, touched.row as never);
      }
    } finally {
      touched.settling = false;
    }
  }

  private every<Table extends EntityTable>(table: Table): RowOf<Table>[] {
    for (const id of this.loaded.rows.get(table)?.keys() ?? []) this.touch(table, id);
    return trust<RowOf<Table>[]>([...(this.touched.get(table)?.values() ?? [])].map(({ row }) => row));
  }

  private touch(table: EntityTable, id: string): Touched | undefined {
    const rows = this.rowsOf(table);
    const known = rows.get(id);
    if (known) return known;
    const row = this.loaded.rows.get(table)?.get(id);
    if (!row) return undefined;
    const touched = newTouched(this.registry.byTable(table), row, row);
    rows.set(id, touched);
    return touched;
  }

  private rowsOf(table: EntityTable): Map<string, Touched> {
    const rows = this.touched.get(table) ?? new Map<string, Touched>();
    this.touched.set(table, rows);
    return rows;
  }

  private takeBack(mark: number): void {
    while (this.undo.length > mark) this.undo.pop()?.();
  }

  private remember(touched: Touched): void {
    const { row } = touched;
    const [edited, overwritten, added] = [[...touched.edited], [...touched.overwritten], [...touched.added]];
    this.undo.push(() => {
      touched.row = row;
      refill(touched.edited, edited);
      refill(touched.overwritten, overwritten);
      touched.added.clear();
      for (const [column, by] of added) touched.added.set(column, by);
    });
  }
}

const newTouched = (entity: AnyEntity, before: AnyRow | null, row: AnyRow): Touched => ({
  entity,
  before,
  row,
  edited: new Set(),
  overwritten: new Set(),
  added: new Map(),
  relied: false,
  pinned: false,
  settling: false,
});

const isWritten = ({ before, edited, overwritten, added }: Touched): boolean =>
  before === null || edited.size > 0 || overwritten.size > 0 || added.size > 0;

function refill(set: Set<string>, values: string[]): void {
  set.clear();
  for (const value of values) set.add(value);
}

/** Column values are scalars or JSON; JSON columns keep their key order, so text comparison is exact enough. */
export const sameValue = (left: unknown, right: unknown): boolean =>
  left === right ||
  (typeof left === "object" && typeof right === "object" && JSON.stringify(left) === JSON.stringify(right));
