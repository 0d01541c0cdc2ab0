import { z } from "zod";
import { type Context, momentOf } from "../../kernel/context.ts";
import type { CronJob } from "../../kernel/cron.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { LIMITS } from "../../limits.ts";
import type { Registry } from "../registry.ts";
import { runUnitOfWork } from "../run.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { runForUser, type ScheduledWork } from "./run-for-user.ts";
import type { MaintenanceStep, MaintenanceTask } from "./task.ts";
import { scanUsers } from "./user-scan.ts";

/** The zone in which a calendar day begins first is UTC+14. */
const EARLIEST_OFFSET_MS = 14 * 3_600_000;

/** A message of the queue for maintenance: users of one database who may have something due. */
const QueuedUsers = z.object({ database: z.string(), owners: z.array(z.int()) });

/** What maintenance takes: the product's tasks over its registry, and what it needs to act for users. */
export interface Maintenance {
  readonly registry: Registry;
  readonly tasks: readonly MaintenanceTask[];
  /** The binding of the database whose users are served. */
  readonly database: string;
  readonly work: ScheduledWork;
}

/**
 * The job that runs a product's maintenance tasks for every user of a database that has something due. Few such users are served
 * by the invocation of cron itself. More of them go through the queue, whose consumer is `consumeMaintenance`: each of its
 * messages has an invocation's calls to itself. When a task fails for one user, the others are still served.
 * @param few up to how many users the invocation serves itself
 */
export function maintenanceJob(db: Database, maintenance: Maintenance, queue: Queue, few: number): CronJob {
  const { tasks, database, work } = maintenance;
  const latestDay = new Date(work.parts.now + EARLIEST_OFFSET_MS).toISOString().slice(0, 10);
  const scan = {
    job: "maintenance",
    // A task's only parameter is the day; a scan has its own parameters from `?3` on.
    users: tasks.map(({ due }) => due.replaceAll("?1", "?3")),
    isDue: "1",
    params: [latestDay],
    scannedMax: LIMITS.cron.usersQueued,
    dueMax: LIMITS.cron.usersQueued,
  };
  return {
    name: scan.job,
    run: () =>
      scanUsers(db, scan, (owners) =>
        owners.length <= few ? maintainUsers(maintenance, owners) : sendUsers(queue, database, owners),
      ),
  };
}

/** Serves the users of each message. A message may come twice: what is done already is not due any more. */
export async function consumeMaintenance(
  batch: MessageBatch,
  maintenanceOf: (database: string) => Maintenance,
): Promise<void> {
  for (const message of batch.messages) {
    const { success, data } = QueuedUsers.safeParse(message.body);
    if (success) await maintainUsers(maintenanceOf(data.database), data.owners);
    else log("error", "malformed maintenance message", { id: message.id });
    message.ack();
  }
}

async function sendUsers(queue: Queue, database: string, owners: readonly number[]): Promise<void> {
  const size = LIMITS.cron.usersPerMessage;
  const messages = Array.from({ length: Math.ceil(owners.length / size) }, (_, index) => ({
    body: { database, owners: owners.slice(index * size, (index + 1) * size) },
  }));
  await queue.sendBatch(messages);
  log("info", "maintenance queued", { users: owners.length });
}

async function maintainUsers({ registry, tasks, work }: Maintenance, owners: readonly number[]): Promise<void> {
  for (const owner of owners) {
    await runForUser(work, "maintenance", owner, (ctx) => runTasksOfUser(ctx, registry, tasks));
  }
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
    log("error", "maintenance task failed", { owner: work.user.owner, task: name, error });
  }
}
