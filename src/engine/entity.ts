import type { z } from "zod";
import { unsafeCast } from "../kernel/cast.ts";
import type { UserMoment } from "../kernel/time.ts";
import type { EntityTable, OwnColumns, RowOf } from "./columns.ts";
import { type CommonView, commonView } from "./contract.ts";
import type { CountedFeature } from "./counted.ts";
import type { StatedOfView } from "./fields.ts";
import type { ListSpec } from "./list.ts";
import type { ReadPlan } from "./read-plan.ts";
import { noteShownRow } from "./shown-rows.ts";
import type { UnitOfWork } from "./unit-of-work.ts";
import type { WrittenRows } from "./written-rows.ts";

/**
 * The one definition of a synced entity. REST CRUD, list filters, sync, OpenAPI and the generated tests derive from it.
 * Functions are synchronous: what they read is loaded before (`reads`), what they write is committed after in one batch.
 */
export interface Entity<
  Table extends EntityTable,
  Create extends z.ZodObject,
  Patch extends z.ZodObject,
  View extends z.ZodObject,
  Name extends string = string,
> {
  /** Wire name, camelCase plural; also the table's name. */
  readonly name: Name;
  readonly table: Table;
  /** `create` and `patch` say what may come in (anything else is ignored), `view` what goes out. */
  readonly contract: { readonly create: Create; readonly patch: Patch; readonly view: View };
  /** Fields that hold another row's id, with that entity's name. A new link must name an active row of the user. */
  readonly links: Readonly<Partial<Record<keyof OwnColumns<Table> & string, string>>>;
  /** Columns that only the server changes; they never count as an edit. */
  readonly derived: readonly (keyof OwnColumns<Table> & string)[];
  readonly list: ListSpec;
  /** Text that `search` looks in. */
  search(row: OwnColumns<Table>): (string | null)[];
  /**
   * What creating, changing or deleting these rows reads, beside the rows themselves and the rows that new links name.
   * Rows of other entities that its functions write are declared by `plan.writes`, so that what reactions to them read is
   * read as well.
   */
  reads?(plan: ReadPlan, rows: WrittenRows<z.output<Create> | z.output<Patch>>): void;
  /** @throws AppError when the rules forbid the row. */
  create(work: UnitOfWork, input: z.output<Create>, id: string): OwnColumns<Table>;
  /** Columns that change. @throws AppError when the rules forbid it. */
  update(work: UnitOfWork, row: RowOf<Table>, patch: z.output<Patch>): Partial<OwnColumns<Table>>;
  /** Keeps what is derived from this row right, in this row and others: called after every insert and edit. */
  effects?(work: UnitOfWork, before: RowOf<Table> | null, after: RowOf<Table>): void;
  /** What its rows count for, of what a plan allows only so many. */
  readonly counted?: readonly CountedFeature[];
  /** Deleted rows are never removed by cleanup, because the history of other rows still refers to them. */
  readonly isKeptForever?: true;
  /** What writes to other entities' rows do to this entity's. */
  readonly reactions?: readonly AnyReaction[];
  /** The row as on the wire at a moment, for the reply to a write: a stored reply may name the row instead of holding it. */
  view(row: RowOf<Table>, at: UserMoment): z.output<View>;
  /** The same for lists, pulls and sockets, which are never stored: to note what 500 views show takes 2 ms. */
  wireView(row: RowOf<Table>, at: UserMoment): z.output<View>;
}

/**
 * What an entity's folder states of it. Of its view it states only the fields that differ from the columns of equal names;
 * the types demand every field that has no such column, or one of another type or unit.
 */
export interface EntityDefinition<
  Table extends EntityTable,
  Create extends z.ZodObject,
  Patch extends z.ZodObject,
  View extends z.ZodObject,
  Name extends string,
> extends Omit<Entity<Table, Create, Patch, View, Name>, "view" | "wireView"> {
  view(row: RowOf<Table>, at: UserMoment): StatedOfView<RowOf<Table>, z.output<View>, keyof CommonView>;
}

/**
 * What one entity does about every insert, edit and deletion of another's rows, in the same write. Its reads join the
 * write's one batch of reads, and what others do about the rows that it reaches is read there as well.
 */
export interface Reaction<Source extends EntityTable> {
  readonly to: Source;
  /** The rows of its own entity that it may create, change or delete when these rows of the other entity are written. */
  reaches?(plan: ReadPlan, source: WrittenRows): WrittenRows;
  /** What it reads beside the rows that it reaches. */
  reads?(plan: ReadPlan, source: WrittenRows): void;
  /** Undoes what `before` did and does what `after` does. A deleted row has the showStatus `deleted`. */
  effects(work: UnitOfWork, before: RowOf<Source> | null, after: RowOf<Source>): void;
}

/** A reaction without its type parameters. */
export type AnyReaction = Reaction<EntityTable>;

/**
 * Checks a reaction's types, and returns it without its type parameters.
 * @example
 * // In the definition of goalCheckIns: a completed task checks in its goal.
 * reactions: [
 *   reaction({
 *     to: tasks,
 *     reads: (plan, written) => plan.rowsBy(goalCheckIns, ["sourceId"], written.ids),
 *     reaches: (plan, written) => plan.reached(goalCheckIns, { given: { goalId: written.values("goalId") } }),
 *     effects(work, before, after) { … },
 *   }),
 * ]
 */
export const reaction = <Source extends EntityTable>(typed: Reaction<Source>): AnyReaction =>
  unsafeCast<AnyReaction>(typed);

/** An entity without its type parameters, for generic code. Method parameters are bivariant, so any entity fits. */
export type AnyEntity = Entity<EntityTable, z.ZodObject, z.ZodObject, z.ZodObject>;

/** The fields of an entity that link to other entities, with those entities' names. */
export const linksOf = (entity: AnyEntity): [field: string, target: string][] =>
  Object.entries(unsafeCast<Record<string, string>>(entity.links));

/**
 * Makes an entity of its definition.
 * @example
 * export const noteEntity = defineEntity({
 *   name: "notes",
 *   table: notes,
 *   contract: { create: NoteCreate, patch: NotePatch, view: NoteView },
 *   links: { goalId: "goals" },
 *   derived: ["wordCount"],
 *   list: { filters: { goalId: linksTo("goalId") }, sorts: ["title"] },
 *   search: ({ title, text }) => [title, text],
 *   create: (work, input) => newRow(notes, input, { wordCount: wordsIn(input.text) }),
 *   update: (work, row, patch) => changedFields(notes, patch, { wordCount: wordsIn(patch.text ?? row.text) }),
 *   view: (row) => ({ writtenAt: toIso(row.writtenAt) }),
 * });
 */
export function defineEntity<
  Table extends EntityTable,
  Create extends z.ZodObject,
  Patch extends z.ZodObject,
  View extends z.ZodObject,
  Name extends string,
>(definition: EntityDefinition<Table, Create, Patch, View, Name>): Entity<Table, Create, Patch, View, Name> {
  const shown = new Set(Object.keys(definition.contract.view.shape));
  const wireView = (row: RowOf<Table>, at: UserMoment): z.output<View> =>
    unsafeCast<z.output<View>>(Object.assign(shownColumns(row, shown), commonView(row, at), definition.view(row, at)));
  return {
    ...definition,
    wireView,
    view(row, at) {
      const view = wireView(row, at);
      noteShownRow(view, definition.name, row.id);
      return view;
    },
  };
}

/**
 * The row without the columns that are not shown: these become undefined, which JSON leaves out. Pulls show 500 rows: to clone
 * one takes half the time of copying the shown columns one by one. The loop goes over the names that the row has, because a query
 * may select more than the table's columns.
 */
function shownColumns(row: object, shown: ReadonlySet<string>): Record<string, unknown> {
  const view: Record<string, unknown> = { ...row };
  for (const name in row) if (!shown.has(name)) view[name] = undefined;
  return view;
}
