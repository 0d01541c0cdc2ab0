import { runMaintenance } from "../engine/maintenance/run.ts";
import { deleteExpiredKeys, deleteOldHistory } from "../engine/sync/cleanup.ts";
import type { ContextParts } from "../kernel/context.ts";
import { Database, identityDatabase } from "../kernel/db/database.ts";
import type { Env } from "../kernel/env.ts";
import { NO_CLIENT } from "../kernel/request.ts";
import { ensureBundledRates } from "./finance/fx/bundled.ts";
import { refreshRates } from "./finance/fx/refresh.ts";
import { deleteExpiredIdentityRows, loadPrincipal } from "./identity/service.ts";
import { checkBalances } from "./maintenance/balance-check.ts";
import { maintenanceTasks } from "./maintenance/tasks.ts";
import { registry } from "./registry.ts";

/**
 * Leora's scheduled work. One run does a bounded part of each job, the next run continues where it ended, and doing a part
 * twice does no harm.
 */
export async function runCron(env: Env, now: number): Promise<void> {
  const db = new Database(identityDatabase(env, "leora"), { d1: 0, hub: 0 });
  const unfinished: Promise<unknown>[] = [];
  const parts: ContextParts = {
    env,
    product: "leora",
    requestId: crypto.randomUUID(),
    now,
    client: NO_CLIENT,
    later: (work) => unfinished.push(work),
  };
  await ensureBundledRates(identityDatabase(env, "leora"));
  await refreshRates(env, now);
  const work = { parts, loadPrincipal };
  await runMaintenance(db, registry, maintenanceTasks, work);
  await checkBalances(db, work);
  await deleteExpiredIdentityRows(db, now);
  await deleteExpiredKeys(db, now);
  await deleteOldHistory(db, registry, now);
  await Promise.all(unfinished);
}
