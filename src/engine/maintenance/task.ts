import type { Context } from "../../kernel/context.ts";
import type { Moment } from "../../kernel/time.ts";
import type { ReadPlan } from "../read-plan.ts";
import type { UnitOfWork } from "../unit-of-work.ts";

/** What a chore does to one user's data: reads in the write's one batch, then the rules. */
export interface Step {
  reads(plan: ReadPlan, at: Moment): void;
  apply(work: UnitOfWork): void;
}

/** Something that the passing of time does to a user's data. Doing it twice changes nothing. */
interface Named {
  /** For logs. */
  readonly name: string;
  /**
   * SQL of one column `userId`: who may have something to do, found by a partial index, whoever they are. `?1` is the
   * latest calendar day that has begun anywhere on earth; whether the user's own day has come is for `apply` to decide, by
   * `work.at`. A user whose chore is done is no longer named.
   */
  readonly due: string;
}

/** One whose reads depend on rows of the user's finds out by `prepare` what to do: a D1 call more. */
export type Chore = Named & (Step | { prepare(ctx: Context): Promise<Step> });
