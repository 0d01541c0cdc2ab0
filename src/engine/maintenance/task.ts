import type { Context } from "../../kernel/context.ts";
import type { Moment } from "../../kernel/time.ts";
import type { ReadPlan } from "../read-plan.ts";
import type { UnitOfWork } from "../unit-of-work.ts";

/** What a maintenance task does to one user's data: reads in the write's one batch, then the rules. */
export interface MaintenanceStep {
  reads(plan: ReadPlan, at: Moment): void;
  apply(work: UnitOfWork): void;
}

interface NamedTask {
  /** For logs. */
  readonly name: string;
  /**
   * SQL of one column `userId`: who may have something to do, found by a partial index over all users. `?1` is the latest
   * calendar day that has begun anywhere on earth; whether the user's own day has come is for `apply` to decide, by
   * `work.at`. A user whose task is done must no longer be selected, or the scan comes back for nothing.
   */
  readonly due: string;
}

/**
 * Something that the passing of time does to a user's data, such as a task that falls overdue. Doing it twice changes
 * nothing. A task whose reads depend on rows of the user's finds out by `prepare` what to do, at the cost of a D1 call.
 */
export type MaintenanceTask = NamedTask & (MaintenanceStep | { prepare(ctx: Context): Promise<MaintenanceStep> });
