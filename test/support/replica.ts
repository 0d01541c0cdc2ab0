import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import type { Actor } from "./actor.ts";
import { copyRows, replicaSession } from "./replica-copy.ts";

interface Options {
  /** A replica that lies: it says that it is the primary. Proves that a test would notice a stale answer that is believed. */
  claimsToBePrimary?: boolean;
}

/**
 * A replica that lags behind the databases with users' rows. While it is in place, sessions that begin `first-unconstrained`,
 * of the Worker and of hubs, are answered from a second D1 database. It has of each user what there was at their last `catchUp`,
 * and of users who never caught up nothing. All other calls reach the primary.
 */
export class LaggingReplica {
  /** Batches that the replica has answered. */
  asked = 0;
  private readonly prototype: D1Database = Object.getPrototypeOf(env.LEORA_DB_1);
  private readonly original = this.prototype.withSession;

  private constructor(private readonly options: Options) {}

  /** Puts a replica in place for the time of a step. */
  static async during<Result>(
    step: (replica: LaggingReplica) => Promise<Result>,
    options: Options = {},
  ): Promise<Result> {
    const replica = new LaggingReplica(options);
    await replica.begin();
    try {
      return await step(replica);
    } finally {
      replica.prototype.withSession = replica.original;
    }
  }

  /** The replica gets all that the user has by now, as one state of the primary. */
  async catchUp(actor: Actor): Promise<void> {
    await copyRows(actor.db, env.REPLICA_DB, actor.owner);
  }

  private async begin(): Promise<void> {
    const migrations = inject("migrations").find(({ binding }) => binding === "LEORA_DB_1")?.migrations ?? [];
    await applyD1Migrations(env.REPLICA_DB, migrations);
    const replica = this;
    this.prototype.withSession = function (this: D1Database, constraint) {
      const session = replica.original.call(this, constraint);
      return constraint === "first-unconstrained" ? replica.session() : session;
    };
  }

  private session(): D1DatabaseSession {
    const servedByPrimary = this.options.claimsToBePrimary === true;
    const onBatch = () => {
      this.asked += 1;
    };
    return replicaSession(env.REPLICA_DB, { servedByPrimary, onBatch });
  }
}
