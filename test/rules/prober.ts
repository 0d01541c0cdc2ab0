import { expect } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Call } from "./catalog.ts";
import type { Subject } from "./subjects.ts";
import type { World } from "./world.ts";

/** What a refused request may change: when a session was last used, and how often a code was tried. */
const BOOKKEEPING = /^(sqlite|_cf|d1)_|^(sessions|devices|codes)$/;
/** A look at the database costs more than a refused request. */
const LOOK_EVERY = 25;

/** What the database held: the number of writes ever made, and a digest of rows, versions and times of every table. */
interface Stored {
  writes: number;
  digest: string;
}

/** Sends requests to one endpoint; its user is made anew when a request signed them out. */
export class Prober {
  private before: Stored = { writes: 0, digest: "" };
  private accepted = 0;
  private readonly refused: string[] = [];

  private constructor(
    private readonly subject: Subject,
    private readonly endpoint: AnyEndpoint,
    private readonly look: D1PreparedStatement,
    private readonly lookEvery: number,
    private world: World,
    readonly good: Call,
  ) {}

  static async of(subject: Subject, endpoint: AnyEndpoint): Promise<Prober> {
    const world = await subject.newWorld();
    const good = await subject.goodCall(endpoint, world);
    // Without a count of writes, what an accepted request wrote hides what a refused one did.
    const lookEvery = subject.writes === null ? 1 : LOOK_EVERY;
    const prober = new Prober(subject, endpoint, await lookStatement(subject), lookEvery, world, good);
    prober.before = await prober.stored();
    return prober;
  }

  /** @throws Error when the reply is not as documented */
  async try(what: string, call: Partial<Call>, body?: BodyInit, headers?: Record<string, string>): Promise<void> {
    const { catalog, anonymous } = this.subject;
    const path = catalog.pathOf(this.endpoint, { ...this.good, ...call });
    const isPublic = this.endpoint.access === "public";
    const actor = isPublic ? anonymous() : (this.good.by ?? this.world.owner);
    const reply = await actor.requestRaw(this.endpoint.method.toUpperCase(), path, body, headers);
    try {
      expect(reply.status, reply.text).toBeLessThan(500);
      catalog.requireDocumented(this.endpoint, reply);
    } catch (error) {
      throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
    }
    if (reply.status < 400) this.accepted += 1;
    else this.refused.push(what);
    if (this.accepted + this.refused.length >= this.lookEvery) await this.requireNothingWritten();
    if (reply.status === 401 && !isPublic) {
      await this.requireNothingWritten();
      this.world = await this.subject.newWorld();
      this.before = await this.stored();
    }
  }

  /** @throws Error when requests that were refused since the last look wrote something */
  async requireNothingWritten(): Promise<void> {
    const now = await this.stored();
    const isWritten =
      this.accepted === 0 ? now.digest !== this.before.digest : now.writes > this.before.writes + this.accepted;
    if (isWritten) throw new Error(`One of these was refused and wrote something: ${this.refused.join("; ")}`);
    this.before = now;
    this.accepted = 0;
    this.refused.length = 0;
  }

  private async stored(): Promise<Stored> {
    const row = await this.look.first<{ writes: number; digest: string }>();
    if (!row) throw new Error("No answer");
    return row;
  }
}

async function lookStatement({ database, writes }: Subject): Promise<D1PreparedStatement> {
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
  return database.prepare(`SELECT (${writes ?? 0}) AS writes, json_array(${sums.join(", ")}) AS digest`);
}

/** The same with no more than one element in each array: what is wrong with one is wrong with 500. */
export function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(small);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, small(member)]));
}
