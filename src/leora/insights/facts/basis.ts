import type { Moment } from "../../../kernel/time.ts";
import type { InsightPeriod } from "../finding.ts";

/** Whose rows a run looks at, when, and about which days. */
export interface Basis {
  readonly owner: number;
  /** The moment of the run in the user's zone. */
  readonly at: Moment;
  /** The user's primary currency. */
  readonly currency: string;
  /** At most one of each scope. */
  readonly periods: readonly InsightPeriod[];
}
