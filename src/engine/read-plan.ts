import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { RawRow, Statement } from "../kernel/db/database.ts";
import type { Principal } from "../kernel/principal.ts";
import type { UserMoment } from "../kernel/time.ts";
import type { EntityTable } from "./columns.ts";
import { type CountedFeature, countsOf, type PlanLimits } from "./counted.ts";
import { Loaded } from "./loaded.ts";
import type { AnyOwnedTable } from "./owned-table.ts";
import { isNothing, isSameSql, listed, listedIds, raw, render, type Sql, sql, union, valuesOf } from "./sql.ts";
import { tableSql } from "./table-sql.ts";
import { type Input, type RowsDescribed, WrittenRows } from "./written-rows.ts";

/**
 * A question that is no row by its values: rates of a day, keys already seen. All parameters that a unit of work gives
 * go into one statement.
 */
export interface Lookup<Param, Result> {
  /** For the error that an answer was never asked for. */
  readonly name: string;
  /** null when these parameters ask for nothing: `parse` gets no rows then. */
  statement(owner: number, params: readonly Param[]): Statement | null;
  parse(rows: RawRow[], params: readonly Param[]): Result;
}

/** The part of a product's registry that a read plan uses: its entities and their reactions. */
export interface ReadModels {
  byName(name: string): { readonly table: EntityTable } | undefined;
  byTable(table: EntityTable): ReadingEntity;
  reactionsTo(table: EntityTable): readonly ReadingReaction[];
}

/** The part of an entity's definition that a read plan uses. Method parameters are bivariant, so every definition fits. */
export interface ReadingEntity {
  readonly table: EntityTable;
  readonly links: Readonly<Record<string, string | undefined>>;
  readonly counted?: readonly CountedFeature[];
  reads?(plan: ReadPlan, rows: WrittenRows): void;
}

/** The part of a reaction that a read plan uses. */
export interface ReadingReaction {
  reaches?(plan: ReadPlan, source: WrittenRows): WrittenRows;
  reads?(plan: ReadPlan, source: WrittenRows): void;
}

interface Question {
  statement: Statement;
  read(rows: RawRow[], loaded: Loaded): void;
}

type AnyTable = EntityTable | AnyOwnedTable;

/** Far more sets of rows than any write of the products reaches; reactions that reach each other without end are a programming error. */
const FOLLOWED_MAX = 500;

/** Rows of one table that are asked for by the values of the same columns. */
interface Asked {
  table: AnyTable;
  columns: readonly string[];
  /** Rows that do not fulfil it are left out. */
  condition: Sql | null;
  queries: Sql[];
  /** Values of a single column that are known without asking: most rows are asked for by their ids. */
  known: Set<string>;
}

/**
 * Collects what a unit of work reads, so that all of it is one batch.
 *
 * Rows are asked for by the values of their columns, most often of `id`. The values may come from a query over rows that
 * the same batch reads, so that nothing is read in a second step. The answer says which values were asked for:
 * a row that is absent although it was asked for does not exist, and touching one that nobody asked for is a programming
 * error (`ForgottenRead`).
 */
export class ReadPlan {
  private readonly asked: Asked[] = [];
  private readonly conditions: { table: EntityTable; condition: Sql }[] = [];
  private readonly lookups = new Map<Lookup<unknown, unknown>, unknown[]>();
  private readonly followed: WrittenRows[] = [];

  constructor(
    readonly user: Principal,
    /** The write's moment in its user's time zone. */
    readonly at: UserMoment,
    private readonly models: ReadModels,
    /** Absent: no limit of the user's plan holds for the write. */
    private readonly limits?: PlanLimits,
  ) {}

  get owner(): number {
    return this.user.owner;
  }

  /** Rows by their ids: a list, or a query of one column. Unknown and foreign ids stay absent. */
  rows(table: EntityTable, ids: Sql | Iterable<string | null | undefined>): void {
    const wanted = isSql(ids) ? ids : listedIds([...ids].flatMap((id) => id ?? []));
    this.rowsBy(table, ["id"], wanted);
  }

  /**
   * Rows that have these values in these columns; `values` is a query with as many columns.
   * @param condition on the columns of the row `t`: rows that do not fulfil it are left out
   * @example plan.rowsBy(goalCheckIns, ["sourceId"], written.ids)
   */
  rowsBy(table: AnyTable, columns: readonly string[], values: Sql, condition: Sql | null = null): void {
    const { queries, known } = this.askedBy(table, columns, condition);
    const list = columns.length === 1 ? valuesOf(values) : undefined;
    if (list) for (const value of list) known.add(value);
    else if (!isNothing(values) && !queries.some((query) => isSameSql(query, values))) queries.push(values);
  }

  /** Rows that fulfil a condition on their columns, to be read by `work.all`. */
  rowsWhere(table: EntityTable, condition: Sql): void {
    this.conditions.push({ table, condition });
  }

  /** Answers to a question, to be read by `work.answer`. */
  lookup<Param>(lookup: Lookup<Param, unknown>, ...params: Param[]): void {
    const key = lookup as Lookup<unknown, unknown>;
    this.lookups.set(key, [...(this.lookups.get(key) ?? []), ...params]);
  }

  /** Declares that the write creates, changes or deletes rows which a client names. */
  writesInputs(table: EntityTable, ids: readonly string[], inputs: readonly Input[]): void {
    this.writes(WrittenRows.ofInputs(this.owner, table, ids, inputs));
  }

  /**
   * Declares that the write may create, change or delete these rows: reads them, the rows that they link to, what their
   * entity reads, and in the same way the rows that reactions of other entities reach from them.
   */
  writes(rows: WrittenRows): void {
    if (this.followed.some((known) => known.isSameAs(rows))) return;
    if (this.followed.length >= FOLLOWED_MAX)
      throw new Error("Reactions reach each other without end: see `WrittenRows.isSameAs`");
    this.followed.push(rows);
    const entity = this.models.byTable(rows.table);
    this.storedRows(rows);
    this.links(rows);
    this.counts(entity);
    entity.reads?.(this, rows);
    for (const reaction of this.models.reactionsTo(rows.table)) {
      reaction.reads?.(this, rows);
      const reached = reaction.reaches?.(this, rows);
      if (reached) this.writes(reached);
    }
  }

  /** Rows of a table that follow from written ones: what a reaction's `reaches` returns, and what `writes` takes. */
  reached(table: EntityTable, rows: RowsDescribed): WrittenRows {
    return WrittenRows.described(this.owner, table, rows);
  }

  /** The rows that inputs of an entity link to, for inputs that are checked now and written later. */
  linksOfInputs(table: EntityTable, inputs: readonly Input[]): void {
    this.links(WrittenRows.ofInputs(this.owner, table, [], inputs));
  }

  /** The written rows themselves, as far as they are stored; of new ones, whether their ids are taken. */
  private storedRows({ table, found, areNamed, ids }: WrittenRows): void {
    if (areNamed) this.rows(table, ids);
    else if (found.by) this.rowsBy(table, [found.by.column], found.by.values);
    else if (found.where) this.rowsWhere(table, found.where);
  }

  /** How much the user has of what the entity's rows count for, where the plan limits it. */
  private counts({ counted = [] }: ReadingEntity): void {
    for (const feature of counted) {
      const limit = this.limits?.limitOf(this.user, feature.feature, this.at.now) ?? null;
      if (limit !== null) this.lookup(countsOf(feature), this.user);
    }
  }

  /** The rows that new links name. */
  private links(rows: WrittenRows): void {
    for (const [field, target] of Object.entries(this.models.byTable(rows.table).links)) {
      const linked = target === undefined ? undefined : this.models.byName(target);
      if (linked) this.rows(linked.table, rows.givenValues(field));
    }
  }

  /** The table of an entity by its wire name. */
  tableOf(name: string): EntityTable | undefined {
    return this.models.byName(name)?.table;
  }

  /**
   * The questions as statements, each with what to do with its answer, and what is known before anything is asked: which
   * values are asked for, and answers that need no statement.
   */
  prepare(): { questions: Question[]; loaded: Loaded } {
    const loaded = new Loaded();
    const questions: Question[] = [];
    for (const asked of this.asked) {
      const { table, columns, known } = asked;
      loaded.noteAsked(
        table,
        columns,
        [...known].map((value) => [value]),
      );
      questions.push(...this.questionsOf(asked));
    }
    for (const where of this.conditions) {
      loaded.noteTable(where.table);
      questions.push(this.conditionQuestion(where));
    }
    for (const [lookup, params] of this.lookups) {
      const statement = lookup.statement(this.owner, params);
      const read = (rows: RawRow[]) => loaded.lookups.set(lookup, lookup.parse(rows, params));
      if (statement) questions.push({ statement, read });
      else read([]);
    }
    return { questions, loaded };
  }

  private askedBy(table: AnyTable, columns: readonly string[], condition: Sql | null = null): Asked {
    const isWanted = (asked: Asked) =>
      asked.table === table &&
      isSameCondition(asked.condition, condition) &&
      asked.columns.length === columns.length &&
      columns.every((column, index) => column === asked.columns[index]);
    const known = this.asked.find(isWanted);
    if (known) return known;
    const fresh: Asked = { table, columns, condition, queries: [], known: new Set() };
    this.asked.push(fresh);
    return fresh;
  }

  /** The values of a list are known; those of a query are selected too, with or without a row that has them. */
  private questionsOf({ table, columns, condition, queries, known }: Asked): Question[] {
    const name = raw(sourceOf(table).name);
    const fields = columns.map((column) => raw(column));
    const storedColumns = columns.map((column) => columnOf(table, column));
    const questions: Question[] = [];
    if (known.size > 0) {
      const [first] = storedColumns;
      const list = listed(Array.from(known, (value) => String(first?.mapToDriverValue(value) ?? value)));
      const query = sql`SELECT * FROM ${name} t WHERE ${andList([
        sql`t.owner = ${this.owner} AND t.${fields[0]} IN (${list})`,
        ...(condition ? [condition] : []),
      ])}`;
      questions.push({ statement: render(query), read: (rows, loaded) => loaded.addRows(table, rows) });
    }
    if (queries.length > 0) {
      const values = columns.map((_, index) => raw(`asked_${index}`));
      const matches = fields.map((field, index) => sql`t.${field} = a.${values[index]}`);
      const query = sql`
        WITH asked(${commaList(values)}) AS (${union(queries)})
        SELECT a.*, t.* FROM (SELECT DISTINCT * FROM asked WHERE ${values[0]} IS NOT NULL) a
        LEFT JOIN ${name} t ON t.owner = ${this.owner} AND ${andList([...matches, ...(condition ? [condition] : [])])}`;
      const read = (rows: RawRow[], loaded: Loaded) => {
        const asked = rows.map((row) =>
          storedColumns.map((column, index) => {
            const value = row[`asked_${index}`];
            return value === null ? null : (column?.mapFromDriverValue(value) ?? value);
          }),
        );
        loaded.noteAsked(table, columns, asked);
        loaded.addRows(
          table,
          rows.filter((row) => row.owner !== null),
        );
      };
      questions.push({ statement: render(query), read });
    }
    return questions;
  }

  private conditionQuestion({ table, condition }: { table: EntityTable; condition: Sql }): Question {
    const name = raw(tableSql(table).name);
    return {
      statement: render(sql`SELECT * FROM ${name} WHERE owner = ${this.owner} AND ${condition}`),
      read: (rows, loaded) => loaded.addRows(table, rows),
    };
  }
}

const isSameCondition = (left: Sql | null, right: Sql | null): boolean =>
  left === right || (left !== null && right !== null && isSameSql(left, right));

const isSql = (ids: Sql | Iterable<unknown>): ids is Sql => "strings" in ids;

const columnOf = (table: AnyTable, name: string): SQLiteColumn | undefined =>
  ("put" in table ? table : tableSql(table)).columns.find((column) => column.name === name);

const sourceOf = (table: AnyTable): { readonly name: string } => ("put" in table ? table : tableSql(table));

const commaList = (parts: readonly Sql[]): Sql => parts.reduce((list, part) => sql`${list}, ${part}`);

const andList = (parts: readonly Sql[]): Sql => parts.reduce((list, part) => sql`${list} AND ${part}`);
