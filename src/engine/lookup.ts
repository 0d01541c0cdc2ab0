import type { RawRow, Statement } from "../kernel/db/database.ts";

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
