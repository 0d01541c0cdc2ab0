import { env } from "cloudflare:workers";
import type { Bindings } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { databaseAt } from "../../src/kernel/db/database.ts";
import { userDatabases } from "../../src/kernel/db/user-databases.ts";
import worker from "../../src/worker.ts";
import { FailingDatabases } from "../../test/support/failing-databases.ts";
import { copyRows, replicaSession } from "../../test/support/replica-copy.ts";
import { CATCH_UP, CRON, DIES_AT, replicaOf } from "./control.ts";

// The Worker as `npm run demo:databases` starts it. Each database with users' rows has a replica, a second database that gets
// what the primary has only when the demo says so; sessions that begin `first-unconstrained` are answered from there.

export { FloodGate, UserHub } from "../../src/worker.ts";

/** The database, whose sessions may be answered by the replica. */
const nearReplica = (primary: D1Database, replica: D1Database): D1Database =>
  unsafeCast<D1Database>({
    prepare: (sql: string) => primary.prepare(sql),
    batch: (statements: D1PreparedStatement[]) => primary.batch(statements),
    withSession: (constraint?: string) =>
      constraint === "first-unconstrained"
        ? replicaSession(replica, { servedByPrimary: false })
        : primary.withSession(constraint),
  });

const databases = userDatabases(env, "leora").map((name) => ({
  name,
  primary: databaseAt(env, { database: name }),
  replica: databaseAt(env, { database: replicaOf(name) }),
}));

/** Cron asks no bank. */
const variables = { FX_SOURCES: "" };
const bindings: Bindings = {
  ...env,
  ...variables,
  ...Object.fromEntries(databases.map(({ name, primary, replica }) => [name, nearReplica(primary, replica)])),
};

export default {
  ...worker,

  async fetch(request, _bindings, execution) {
    const { pathname } = new URL(request.url);
    if (pathname === CATCH_UP) {
      for (const { primary, replica } of databases) await copyRows(primary, replica, null);
      return new Response();
    }
    if (pathname === CRON) {
      await worker.scheduled(unsafeCast<ScheduledController>({ scheduledTime: Date.now() }), bindings);
      return new Response();
    }
    const diesAt = request.headers.get(DIES_AT);
    const present = diesAt === null ? bindings : new FailingDatabases(Number(diesAt), "before").bindings;
    return worker.fetch(request, present, execution);
  },
} satisfies ExportedHandler<Bindings>;
