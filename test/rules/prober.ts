import { exports } from "cloudflare:workers";
import { expect, inject } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { type HeaderFields, type Reply, replyOf } from "../support/actor.ts";
import type { Call } from "./catalog.ts";
import { refusalOf } from "./refusals.ts";
import type { Subject } from "./subjects.ts";
import type { World } from "./world.ts";

/** What a refused request may change: when a session was last used, and how often a code or a password was tried. */
const BOOKKEEPING = /^(sqlite|_cf|d1)_|^(sessions|devices|codes|tallies)$/;
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
  /** Kinds of refusal that a request had for an answer. */
  private readonly heard = new Set<string>();

  private constructor(
    private readonly subject: Subject,
    private readonly endpoint: AnyEndpoint,
    private readonly look: () => Promise<Stored>,
    private readonly lookEvery: number,
    private world: World,
    readonly good: Call,
  ) {}

  static async of(subject: Subject, endpoint: AnyEndpoint): Promise<Prober> {
    const world = await subject.newWorld();
    const good = await subject.goodCall(endpoint, world);
    // Without a count of writes, what an accepted request wrote hides what a refused one did.
    const lookEvery = subject.writes === null ? 1 : LOOK_EVERY;
    const prober = new Prober(subject, endpoint, await lookerOf(subject), lookEvery, world, good);
    prober.before = await prober.stored();
    return prober;
  }

  /**
   * Sends a request whose input the endpoint's contract accepts, or refuses in words that no request had for an answer
   * yet. Any other refusal is checked without sending the request, unless `FULL=1`: nothing but the contract makes it.
   * @throws Error when the reply is not as documented, or not what the contract said
   */
  async probe(what: string, call: Partial<Call>, body?: BodyInit, headers?: HeaderFields): Promise<void> {
    if (inject("full")) {
      await this.send(what, call, body, headers);
      return;
    }
    const { catalog } = this.subject;
    const request = this.requestOf(call, body, headers);
    const refusal = await explaining(what, () => refusalOf(catalog, this.endpoint, request, this.good.params));
    if (!refusal) {
      await this.send(what, call, body, headers);
      return;
    }
    await explaining(what, async () => catalog.requireDocumented(this.endpoint, refusal.reply));
    if (this.heard.has(refusal.kind)) return;
    const { status, body: words } = await this.send(what, call, body, headers);
    // An earlier request may have signed the user out: callers without a session get no other answer.
    if (status === 401 && this.endpoint.access !== "public") return;
    expect({ what, status, words }).toEqual({ what, status: refusal.reply.status, words: refusal.reply.body });
    this.heard.add(refusal.kind);
  }

  /** @throws Error when the reply is not as documented */
  async send(what: string, call: Partial<Call>, body?: BodyInit, headers?: HeaderFields): Promise<Reply> {
    const reply = await replyOf(await exports.default.fetch(this.requestOf(call, body, headers)));
    await explaining(what, async () => {
      expect(reply.status, reply.text).toBeLessThan(500);
      this.subject.catalog.requireDocumented(this.endpoint, reply);
    });
    if (reply.status < 400) this.accepted += 1;
    else this.refused.push(what);
    if (this.accepted + this.refused.length >= this.lookEvery) await this.requireNothingWritten();
    if (reply.status === 401 && this.endpoint.access !== "public") {
      await this.requireNothingWritten();
      this.world = await this.subject.newWorld();
      this.before = await this.stored();
    }
    return reply;
  }

  private requestOf(call: Partial<Call>, body?: BodyInit, headers?: HeaderFields): Request {
    const { catalog, anonymous } = this.subject;
    const actor = this.endpoint.access === "public" ? anonymous() : (this.good.by ?? this.world.owner);
    const path = catalog.pathOf(this.endpoint, { ...this.good, ...call });
    return actor.requestOf(this.endpoint.method.toUpperCase(), path, body, headers);
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
    return this.look();
  }
}

/** Runs a check; when it fails, the error says what was being tried. */
async function explaining<Result>(what: string, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Looks at every database of a product. */
async function lookerOf({ databases, writes }: Subject): Promise<() => Promise<Stored>> {
  const looks = await Promise.all(databases.map((database) => lookStatement(database, writes)));
  return async () => {
    const rows = await Promise.all(looks.map((look) => look.first<Stored>()));
    const digest = rows.map((row) => row?.digest).join(" ");
    return { writes: rows.reduce((sum, row) => sum + Number(row?.writes), 0), digest };
  };
}

async function lookStatement(database: D1Database, countOfWrites: string | null): Promise<D1PreparedStatement> {
  const { results } = await database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all<{
    name: string;
    sql: string;
  }>();
  // An identity database has no log of writes.
  const writes = results.some(({ name }) => countOfWrites?.endsWith(` ${name}`)) ? countOfWrites : "0";
  const tables = results.filter(({ name }) => !BOOKKEEPING.test(name));
  const sums = tables.flatMap(({ name, sql }) => [
    `(SELECT count(*) FROM ${name})`,
    ...["rev", "updatedAt"].flatMap((column) =>
      sql.includes(`\`${column}\``) ? [`(SELECT total(${column}) FROM ${name})`] : [],
    ),
  ]);
  return database.prepare(`SELECT (${writes}) AS writes, json_array(${sums.join(", ")}) AS digest`);
}

/** The same with no more than one element in each array: what is wrong with one is wrong with 500. */
export function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(small);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, small(member)]));
}
