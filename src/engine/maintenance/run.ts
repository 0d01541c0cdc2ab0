import { type Context, momentOf } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import type { Registry } from "../registry.ts";
import { runUnitOfWork } from "../run.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { runForUser, type ScheduledWork } from "./run-for-user.ts";
import type { MaintenanceStep, MaintenanceTask } from "./task.ts";
import { scanUsers } from "./user-scan.ts";

/** Users of one run: five calls each, and an invocation may make a thousand. */
const USERS_MAX = 100;
/** Where a day begins first: UTC+14. */
const EARLIEST_OFFSET_MS = 14 * 3_600_000;

/**
 * Does what is due for some of the users that have something due; the next run goes on after them. A failure of one user
 * holds up no other.
 */
export async function runMaintenance(
  db: Database,
  registry: Registry,
  tasks: readonly MaintenanceTask[],
  work: ScheduledWork,
): Promise<void> {
  const latestDay = new Date(work.parts.now + EARLIEST_OFFSET_MS).toISOString().slice(0, 10);
  const scan = {
    job: "maintenance",
    users: tasks.map(({ due }) => due.replaceAll("?1", "?3")),
    isDue: "1",
    params: [latestDay],
    looksMax: USERS_MAX,
    visitsMax: USERS_MAX,
  };
  await scanUsers(db, scan, (userId) =>
    runForUser(work, scan.job, userId, (ctx) => runTasksOfUser(ctx, registry, tasks)),
  );
}

/** All tasks of one user, in one write. */
async function runTasksOfUser(ctx: Context, registry: Registry, tasks: readonly MaintenanceTask[]): Promise<void> {
  const at = await momentOf(ctx);
  const steps = await Promise.all(
    tasks.map(async (task) => ({ name: task.name, step: "prepare" in task ? await task.prepare(ctx) : task })),
  );
  await runUnitOfWork(ctx, registry, {
    reads(plan) {
      for (const { step } of steps) step.reads(plan, at);
    },
    apply(work) {
      for (const { name, step } of steps) runStep(work, name, step);
    },
  });
}

/** A task that fails leaves no trace and holds up none of the others. */
function runStep(work: UnitOfWork, name: string, step: MaintenanceStep): void {
  try {
    work.withSavepoint(() => step.apply(work));
  } catch (error) {
    log("error", "maintenance task failed", { userId: work.user.userId, task: name, error });
  }
}
