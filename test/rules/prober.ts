import { expect } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import type { Call } from "./catalog.ts";
import type { Subject } from "./subjects.ts";
import type { World } from "./world.ts";

/** What a refused request may change: when a session was last used, and how often a code was tried. */
const BOOKKEEPING = /^(sqlite|_cf|d1)_|^(sessions|devices|codes)$/;

/** One statement that tells whether anything was written: rows, versions and times of every table. */
async function fingerprint(database: D1Database): Promise<D1PreparedStatement> {
  const { results } = await database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all<{
    name: string;
    sql: string;
  }>();
  const tables = results.filter(({ name }) => !BOOKKEEPING.test(name));
  const sums = tables.flatMap(({ name, sql }) => [
    `(SELECT count(*) FROM ${name})`,
    ...["rev", "updatedAt"].flatMap((column) =>
      sql.includes(`\`${column}\``) ? [`(SELECT total(${column}) FROM ${name})`] : [],
    ),
  ]);
  return database.prepare(`SELECT json_array(${sums.join(", ")}) AS state`);
}

/** Sends requests to one endpoint; its user is made anew when a request signed them out. */
export class Prober {
  private state: unknown;

  private constructor(
    private readonly subject: Subject,
    private readonly endpoint: AnyEndpoint,
    private readonly written: D1PreparedStatement,
    private world: World,
    readonly good: Call,
  ) {}

  static async of(subject: Subject, endpoint: AnyEndpoint): Promise<Prober> {
    const world = await subject.newWorld();
    const good = await subject.goodCall(endpoint, world);
    const prober = new Prober(subject, endpoint, await fingerprint(subject.database), world, good);
    prober.state = await prober.written.first("state");
    return prober;
  }

  /** @throws Error when the reply is not as documented, or when a refused request wrote something */
  async try(what: string, call: Partial<Call>, body?: BodyInit, headers?: Record<string, string>): Promise<void> {
    const path = this.subject.catalog.pathOf(this.endpoint, { ...this.good, ...call });
    const actor = this.endpoint.access === "public" ? this.subject.anonymous() : (this.good.by ?? this.world.owner);
    const reply = await actor.requestRaw(this.endpoint.method.toUpperCase(), path, body, headers);
    const state = await this.written.first("state");
    try {
      this.judge(reply, state);
    } catch (error) {
      throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
    }
    this.state = state;
    if (reply.status === 401 && this.endpoint.access !== "public") {
      this.world = await this.subject.newWorld();
      this.state = await this.written.first("state");
    }
  }

  private judge(reply: Reply, state: unknown): void {
    if (reply.status >= 500) throw new Error(`${reply.status} ${reply.text}`);
    this.subject.catalog.requireDocumented(this.endpoint, reply);
    if (reply.status >= 400) expect(state, "a refused request wrote something").toBe(this.state);
  }
}

/** The same with no more than one element in each array: what is wrong with one is wrong with 500. */
export function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(small);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, small(member)]));
}
