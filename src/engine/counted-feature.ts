import type { AppError } from "../kernel/errors.ts";
import type { Principal } from "../kernel/principal.ts";
import type { EntityRow, EntityTable } from "./columns.ts";

// Rows of which a user's plan allows only so many. An entity says which of its rows count for what; the product's registry says how
// many the user may have. A write that raises a count is refused where there is no room. What follows from another row's change
// is never refused: it is the server's doing.

/** Something of which a plan allows only so many: rows of one entity, or the distinct values of one of their columns. */
export interface CountedFeature {
  /** Its name in the product's plans, such as `accounts`. */
  readonly feature: string;
  readonly table: EntityTable;
  /** SQL condition on a row's columns; `:user` stands for what `parameter` returns. */
  readonly where: string;
  readonly parameter?: (user: Principal) => string;
  /** Absent: each row counts. Else each value of this column counts once. */
  readonly distinct?: string;
  /** The same condition on a row in memory. */
  counts(row: EntityRow, user: Principal): boolean;
}

/** How a product's plans limit counted features. */
export interface PlanLimits {
  /** How many of it the user may have at `now` (UTC ms); null: any number. */
  limitOf(user: Principal, feature: string, now: number): number | null;
  /** The code of a refusal, for the OpenAPI document. */
  readonly code: string;
  refusal(feature: string, limit: number, used: number): AppError<string>;
}
