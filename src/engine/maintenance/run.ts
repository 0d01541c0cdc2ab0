import { type Context, momentOf } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import type { Registry } from "../registry.ts";
import { runUnitOfWork } from "../run.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { runForUser, type ScheduledWork } from "./run-for-user.ts";
import type { MaintenanceStep, MaintenanceTask } from "./task.ts";
import { scanUsers } from "./user-scan.ts";

/** Users of one run: each costs about five D1 calls, and an invocation may make a thousand. */
const USERS_MAX = 100;
/** The zone in which a calendar day begins first is UTC+14. */
const EARLIEST_OFFSET_MS = 14 * 3_600_000;

/**
 * Runs a product's maintenance tasks for up to a hundred users that have something due; the next run continues with the
 * users after them. When it fails for one user, the others are still served.
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
    // A task's only parameter is the day; a scan has its own parameters from `?3` on.
    users: tasks.map(({ due }) => due.replaceAll("?1", "?3")),
    isDue: "1",
    params: [latestDay],
    scannedMax: USERS_MAX,
    dueMax: USERS_MAX,
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

/** When a task fails, what it changed is taken back and the failure is logged; the user's other tasks still run. */
function runStep(work: UnitOfWork, name: string, step: MaintenanceStep): void {
  try {
    work.withSavepoint(() => step.apply(work));
  } catch (error) {
    log("error", "maintenance task failed", { userId: work.user.userId, task: name, error });
  }
}
