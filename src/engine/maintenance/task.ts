import type { Context } from "../../kernel/context.ts";
import type { Moment } from "../../kernel/time.ts";
import type { ReadPlan } from "../read-plan.ts";
import type { UnitOfWork } from "../unit-of-work.ts";

/** What a maintenance task does to one user's data: it declares its reads, then changes rows in the user's unit of work. */
export interface MaintenanceStep {
  reads(plan: ReadPlan, at: Moment): void;
  apply(work: UnitOfWork): void;
}

interface NamedTask {
  /** For logs. */
  readonly name: string;
  /**
   * SQL of one column `owner`: who may have something to do, found by a partial index over all users. `?1` is the latest
   * calendar day that has begun anywhere on earth; whether that day has begun for the user is for `apply` to decide, by
   * `work.at`. A user for whom everything is done must no longer be selected, or every scan runs for them in vain.
   */
  readonly due: string;
}

/**
 * Something that happens to a user's data because time passes: a task becomes overdue, a budget's period ends. Running it
 * twice changes nothing more. A maintenance task whose reads depend on stored rows reads those in `prepare`, which costs a
 * D1 call for each user.
 */
export type MaintenanceTask = NamedTask & (MaintenanceStep | { prepare(ctx: Context): Promise<MaintenanceStep> });
