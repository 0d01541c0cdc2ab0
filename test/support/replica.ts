import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { Actor } from "./actor.ts";

/** A row as stored, with its place in the table. */
type Row = Record<string, unknown>;

/** A table with users' rows, and the column by which they are copied: pulls go by `seq`, which the replica gives anew. */
interface Table {
  readonly name: string;
  readonly order: string;
}

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
  private tables: readonly Table[] = [];
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
    const statements = this.tables.map(({ name, order }) =>
      actor.db.prepare(`SELECT * FROM ${name} WHERE owner = ? ORDER BY ${order}`).bind(actor.owner),
    );
    const answers = await actor.db.batch<Row>(statements);
    await env.REPLICA_DB.batch([
      ...this.tables.map(({ name }) => env.REPLICA_DB.prepare(`DELETE FROM ${name} WHERE owner = ?`).bind(actor.owner)),
      ...this.tables.flatMap(({ name }, index) => (answers[index]?.results ?? []).map((row) => insert(name, row))),
    ]);
  }

  private async begin(): Promise<void> {
    const migrations = inject("migrations").find(({ binding }) => binding === "LEORA_DB_1")?.migrations ?? [];
    await applyD1Migrations(env.REPLICA_DB, migrations);
    this.tables = await tablesOfUsers();
    const replica = this;
    this.prototype.withSession = function (this: D1Database, constraint) {
      const session = replica.original.call(this, constraint);
      return constraint === "first-unconstrained" ? replica.session() : session;
    };
  }

  private session(): D1DatabaseSession {
    const servedByPrimary = this.options.claimsToBePrimary === true;
    return unsafeCast<D1DatabaseSession>({
      prepare: (sql: string) => env.REPLICA_DB.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        this.asked += 1;
        const answers = await env.REPLICA_DB.batch(statements);
        return answers.map((answer) => ({
          ...answer,
          meta: { ...answer.meta, served_by_primary: servedByPrimary },
        }));
      },
    });
  }
}

async function tablesOfUsers(): Promise<Table[]> {
  const { results } = await env.REPLICA_DB.prepare(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`owner`%'",
  ).all<{ name: string; sql: string }>();
  return results.map(({ name, sql }) => ({ name, order: sql.includes("`seq`") ? "seq" : "owner" }));
}

const insert = (table: string, { seq: _own, ...row }: Row): D1PreparedStatement => {
  const names = Object.keys(row).map((name) => `"${name}"`);
  return env.REPLICA_DB.prepare(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  ).bind(...Object.values(row));
};
