import { consumeMaintenance, maintenanceJob } from "../engine/maintenance/run.ts";
import type { ScheduledWork } from "../engine/maintenance/run-for-user.ts";
import { deleteExpiredStoredReplies, deleteOldHistory } from "../engine/sync/cleanup.ts";
import { afterCommit } from "../kernel/after-commit.ts";
import type { ContextParts } from "../kernel/context.ts";
import { CRON_PERIOD_MS, type CronJob, type CronReport, onceARun, runJobs } from "../kernel/cron.ts";
import { Database, databaseAt, identityDatabase, type Meter } from "../kernel/db/database.ts";
import { userDatabases } from "../kernel/db/user-databases.ts";
import type { Env } from "../kernel/env.ts";
import { NO_CLIENT } from "../kernel/request.ts";
import { type QueueConsumer, queueOf } from "../kernel/resources.ts";
import { LIMITS } from "../limits.ts";
import { billingJobs } from "./billing/maintenance.ts";
import { ensureBundledRates } from "./finance/fx/bundled.ts";
import { copyRatesJobs } from "./finance/fx/copies.ts";
import { refreshRates } from "./finance/fx/refresh.ts";
import { movesJob } from "./identity/homes/service.ts";
import { measureDatabases } from "./identity/homes/sizes.ts";
import { deleteExpiredIdentityRows, loadPrincipalByOwner } from "./identity/service.ts";
import { consumeInsights as consumeInsightBatch } from "./insights/jobs/consumer.ts";
import { insightMaintenance } from "./insights/jobs/maintenance.ts";
import { morningsJob } from "./insights/jobs/mornings.ts";
import { checkBalances } from "./maintenance/balance-check.ts";
import { maintenanceTasks } from "./maintenance/tasks.ts";
import { registry } from "./registry.ts";

/** Leora's scheduled work, in every database. Doing a part of it twice does no harm; what one run leaves, the next one does. */
export async function runCron(env: Env, now: number): Promise<CronReport> {
  const meter: Meter = { d1: 0, hub: 0 };
  return actingForUsers(env, now, async (parts) => {
    const identity = new Database(identityDatabase(env, "leora"), meter);
    const databases = rotated(userDatabases(env, "leora"), now);
    // All databases share what one invocation may do.
    const share = (count: number) => Math.max(1, Math.floor(count / databases.length));
    const jobs = [
      // What banks publish is compared with these.
      ...databases.map((database) =>
        onceARun(`bundled rates in ${database}`, () =>
          ensureBundledRates(new Database(databaseAt(env, { database }), meter)),
        ),
      ),
      onceARun("refresh rates", () => refreshRates(env, now, meter)),
      { name: "delete expired identity rows", run: () => deleteExpiredIdentityRows(identity, now) },
      ...billingJobs(parts, meter),
      ...copyRatesJobs(env, identity, now, meter),
      onceARun("measure databases", () => measureDatabases(env, identity, now, meter)),
      movesJob(parts, meter),
      morningsJob(env, identity, now),
      ...databases.flatMap((database) => jobsOf(env, database, share, { parts, source: "cron", meter })),
    ];
    return runJobs("leora", jobs, meter, now);
  });
}

/** Each run begins with another database: where there are many, a run may not come to all of them. */
function rotated(databases: readonly string[], now: number): string[] {
  const first = Math.floor(now / CRON_PERIOD_MS) % databases.length;
  return [...databases.slice(first), ...databases.slice(0, first)];
}

/** What is done in one of the databases with users' rows. @param share its share of a number of users */
function jobsOf(env: Env, database: string, share: (count: number) => number, acting: Acting): CronJob[] {
  const { now } = acting.parts;
  const db = new Database(databaseAt(env, { database }), acting.meter);
  const work = workIn(database, acting);
  const jobs = [
    maintenanceJob(
      db,
      { registry, tasks: maintenanceTasks, database, work },
      queueOf(env, "LEORA_MAINTENANCE"),
      share(LIMITS.cron.usersPerRun),
    ),
    onceARun("check balances", () => checkBalances(db, work, share(LIMITS.cron.usersProven))),
    { name: "delete expired replies", run: () => deleteExpiredStoredReplies(db, now) },
    { name: "delete old history", run: () => deleteOldHistory(db, registry, now) },
    ...insightMaintenance(db, acting),
  ];
  return jobs.map(({ name, run }) => ({ name: `${name} in ${database}`, run }));
}

/** The consumer of the queue through which cron serves the users of a database where many have something due. */
export const consumeUsers: QueueConsumer = (batch, env, now) =>
  actingForUsers(env, now, (parts) =>
    consumeMaintenance(batch, (database) => ({
      registry,
      tasks: maintenanceTasks,
      database,
      work: workIn(database, { parts, source: "queue", meter: { d1: 0, hub: 0 } }),
    })),
  );

/** The consumer of the queue with runs of the rules of insights. A user's rows are wherever they are by now. */
export const consumeInsights: QueueConsumer = (batch, env, now) =>
  actingForUsers(env, now, (parts) =>
    consumeInsightBatch(batch, {
      parts,
      source: "queue",
      meter: { d1: 0, hub: 0 },
      loadPrincipal: loadPrincipalByOwner,
    }),
  );

type Acting = Pick<ScheduledWork, "parts" | "source" | "meter">;

/** Work for the users of one database: whoever has moved to another one is served there. */
const workIn = (database: string, acting: Acting): ScheduledWork => ({
  ...acting,
  async loadPrincipal(ctx, owner) {
    const user = await loadPrincipalByOwner(ctx, owner);
    return user?.database === database ? user : null;
  },
});

/** Runs scheduled work, and then waits for whatever it left for later. */
async function actingForUsers<Result>(
  env: Env,
  now: number,
  run: (parts: ContextParts) => Promise<Result>,
): Promise<Result> {
  const unfinished: Promise<unknown>[] = [];
  const requestId = crypto.randomUUID();
  const result = await run({
    env,
    product: "leora",
    requestId,
    now,
    client: NO_CLIENT,
    later: (work) => unfinished.push(afterCommit(requestId, "after scheduled work", work)),
  });
  await Promise.all(unfinished);
  return result;
}
