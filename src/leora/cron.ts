import { consumeMaintenance, type Maintenance, maintenanceJob } from "../engine/maintenance/run.ts";
import type { ScheduledWork } from "../engine/maintenance/run-for-user.ts";
import { deleteExpiredKeys, deleteOldHistory } from "../engine/sync/cleanup.ts";
import { afterCommit } from "../kernel/after-commit.ts";
import type { ContextParts } from "../kernel/context.ts";
import { onceARun, runJobs } from "../kernel/cron.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import type { Env } from "../kernel/env.ts";
import { NO_CLIENT } from "../kernel/request.ts";
import { type QueueConsumer, queueOf } from "../kernel/resources.ts";
import { ensureBundledRates } from "./finance/fx/bundled.ts";
import { refreshRates } from "./finance/fx/refresh.ts";
import { deleteExpiredIdentityRows, loadPrincipal } from "./identity/service.ts";
import { checkBalances } from "./maintenance/balance-check.ts";
import { maintenanceTasks } from "./maintenance/tasks.ts";
import { registry } from "./registry.ts";

/** Leora's scheduled work. Doing a part of it twice does no harm; what one run leaves, the next one does. */
export async function runCron(env: Env, now: number): Promise<void> {
  const database = identityDatabase(env, "leora");
  await actingForUsers(env, now, "cron", async (maintenance) => {
    const { meter } = maintenance.work;
    const db = new Database(database, meter);
    const jobs = [
      onceARun("bundled rates", () => ensureBundledRates(database)),
      onceARun("refresh rates", () => refreshRates(env, now)),
      maintenanceJob(db, maintenance, queueOf(env, "LEORA_MAINTENANCE")),
      onceARun("check balances", () => checkBalances(db, maintenance.work)),
      { name: "delete expired identity rows", run: () => deleteExpiredIdentityRows(db, now) },
      { name: "delete expired keys", run: () => deleteExpiredKeys(db, now) },
      { name: "delete old history", run: () => deleteOldHistory(db, registry, now) },
    ];
    await runJobs("leora", jobs, meter, now);
  });
}

/** The consumer of the queue through which cron serves all users beyond the first hundred. */
export const consumeUsers: QueueConsumer = (batch, env, now) =>
  actingForUsers(env, now, "queue", (maintenance) => consumeMaintenance(batch, maintenance));

/** Runs scheduled work, and then waits for whatever it left for later. */
async function actingForUsers(
  env: Env,
  now: number,
  source: ScheduledWork["source"],
  run: (maintenance: Maintenance) => Promise<void>,
): Promise<void> {
  const unfinished: Promise<unknown>[] = [];
  const requestId = crypto.randomUUID();
  const parts: ContextParts = {
    env,
    product: "leora",
    requestId,
    now,
    client: NO_CLIENT,
    later: (work) => unfinished.push(afterCommit(requestId, "after scheduled work", work)),
  };
  await run({ registry, tasks: maintenanceTasks, work: { parts, source, meter: { d1: 0, hub: 0 }, loadPrincipal } });
  await Promise.all(unfinished);
}
