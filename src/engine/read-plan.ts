import type { RawRow, Statement } from "../kernel/db/database.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Moment } from "../kernel/time.ts";
import type { EntityRow, EntityTable } from "./columns.ts";
import type { AnyOwnedTable } from "./owned-table.ts";
import { tableSql } from "./table-sql.ts";

/**
 * A question that is no row by id: rates of a day, keys already seen. All parameters of a unit of work
 * go into one statement.
 */
export interface Lookup<Param, Result> {
  statement(userId: string, params: readonly Param[]): Statement;
  parse(rows: RawRow[], params: readonly Param[]): Result;
}

/** What was loaded: rows by table and id, and answered lookups. */
export interface Loaded {
  rows: Map<EntityTable, Map<string, EntityRow & RawRow>>;
  lookups: Map<object, unknown>;
  sides: Map<AnyOwnedTable, RawRow[]>;
}

/** What a read plan asks of the product's registry: whose reactions read more. */
export interface ReadModels {
  byName(name: string): { readonly table: EntityTable } | undefined;
  reactionsTo(table: EntityTable): readonly ReadingReaction[];
}

/** What a read plan knows of a reaction. */
export interface ReadingReaction {
  reads?(plan: ReadPlan, ids: readonly string[], inputs: readonly Readonly<Record<string, unknown>>[]): void;
}

interface Question {
  statement: Statement;
  read(rows: RawRow[], loaded: Loaded): void;
}

/** Collects what a unit of work reads, so that all of it is one batch. */
export class ReadPlan {
  private readonly ids = new Map<EntityTable, Set<string>>();
  private readonly subqueries: { table: EntityTable; condition: string; params: unknown[] }[] = [];
  private readonly sides: { table: AnyOwnedTable; condition: string; params: unknown[] }[] = [];
  private readonly lookups = new Map<Lookup<unknown, unknown>, unknown[]>();

  constructor(
    readonly user: Principal,
    /** The write's moment in its user's time zone. */
    readonly at: Moment,
    /** For what a row of another entity needs: see `planRows`. */
    readonly registry: ReadModels,
  ) {}

  /** Rows by id; unknown and foreign ids stay absent. */
  rows(table: EntityTable, ids: Iterable<string | null | undefined>): void {
    const wanted = this.ids.get(table) ?? new Set();
    for (const id of ids) if (id) wanted.add(id);
    this.ids.set(table, wanted);
  }

  /** Rows that fulfil a condition; `?1` is the user's id, `params` start at `?2`. */
  where(table: EntityTable, condition: string, ...params: unknown[]): void {
    this.subqueries.push({ table, condition, params });
  }

  /** Rows of a side table that fulfil a condition; parameters as in `where`. */
  owned(table: AnyOwnedTable, condition: string, ...params: unknown[]): void {
    this.sides.push({ table, condition, params });
  }

  lookup<Param>(lookup: Lookup<Param, unknown>, ...params: Param[]): void {
    const key = lookup as Lookup<unknown, unknown>;
    this.lookups.set(key, [...(this.lookups.get(key) ?? []), ...params]);
  }

  /** The questions as statements, each with what to do with its answer. */
  questions(userId: string): Question[] {
    const questions: Question[] = [];
    for (const [table, ids] of this.ids) {
      if (ids.size > 0) questions.push(rowsQuestion(table, tableSql(table).byIds(userId, [...ids])));
    }
    for (const { table, condition, params } of this.subqueries) {
      questions.push(rowsQuestion(table, tableSql(table).where(userId, condition, ...params)));
    }
    for (const { table, condition, params } of this.sides) {
      questions.push({
        statement: table.where(userId, condition, ...params),
        read: (rows, { sides }) => sides.set(table, [...(sides.get(table) ?? []), ...rows]),
      });
    }
    for (const [lookup, params] of this.lookups) {
      questions.push({
        statement: lookup.statement(userId, params),
        read: (rows, loaded) => loaded.lookups.set(lookup, lookup.parse(rows, params)),
      });
    }
    return questions;
  }
}

function rowsQuestion(table: EntityTable, statement: Statement): Question {
  return {
    statement,
    read(raws, loaded) {
      const rows = loaded.rows.get(table) ?? new Map<string, EntityRow & RawRow>();
      for (const raw of raws) {
        const row = tableSql(table).decode(raw);
        rows.set(row.id, row);
      }
      loaded.rows.set(table, rows);
    },
  };
}
