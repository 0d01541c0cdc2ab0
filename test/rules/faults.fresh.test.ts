import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { type Reply, replyOf } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";
import { FaultyWorker } from "../support/faults.ts";
import { type Call, named, nameOf } from "./catalog.ts";
import { type Subject, subjects } from "./subjects.ts";
import type { World } from "./world.ts";

// Whatever fails after a commit must not change the reply. Two users with the same rows make the same calls: one of the
// Worker as it is, and one of a Worker whose hubs, queues and files answer no call that follows a commit.

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
const OWN_KEYS = /^id$|Id$|_id$|token|^access$|^refresh$|etag|cursor/i;

type Fetch = (request: Request) => Promise<Reply>;

const plain: Fetch = async (request) => replyOf(await exports.default.fetch(request));

/** A user of each Worker. */
class Twins {
  private constructor(
    private readonly subject: Subject,
    private readonly worlds: readonly [World, World],
    private readonly faulty: FaultyWorker,
  ) {}

  static async of(subject: Subject, faulty: FaultyWorker): Promise<Twins> {
    return new Twins(subject, [await subject.newWorld(), await subject.newWorld()], faulty);
  }

  /** Makes a good call of the endpoint for both; returns both replies. */
  async call(endpoint: AnyEndpoint): Promise<Reply[]> {
    const [first, second] = this.worlds;
    return [
      await this.send(first, endpoint, plain),
      await this.send(second, endpoint, (request) => this.faulty.fetch(request)),
    ];
  }

  /** All that both users can see of their rows. */
  everything = () => Promise.all(this.worlds.map(async (world) => masked(world, await this.subject.everythingOf(world))));

  maskedBodies = (replies: readonly Reply[]) =>
    replies.map(({ body }, index) => masked(this.worlds[index === 0 ? 0 : 1], body));

  private async send(world: World, endpoint: AnyEndpoint, fetch: Fetch): Promise<Reply> {
    const { catalog, anonymous, goodCall } = this.subject;
    const call: Call = await goodCall(endpoint, world);
    const actor = endpoint.access === "public" ? anonymous() : (call.by ?? world.owner);
    const body = call.file ? call.file.text : call.body && JSON.stringify(call.body);
    const headers = call.file && { "Content-Type": call.file.type };
    return fetch(actor.requestOf(endpoint.method.toUpperCase(), catalog.pathOf(endpoint, call), body, headers));
  }
}

/** The value without what differs between two users with the same rows. */
function masked(world: World, value: unknown): unknown {
  const text = JSON.stringify(value ?? null, (key, member) => (OWN_KEYS.test(key) ? typeof member : member));
  return JSON.parse(text.replaceAll(world.secret, "secret").replaceAll(UUID, "uuid"));
}

beforeEach(() => freezeTime("2026-11-24T10:00:00Z"));

describe.each(subjects)("$name", (subject) => {
  const writing = subject.catalog.endpoints.filter(({ method, writes }) => method !== "get" || writes);
  const faulty = new FaultyWorker();
  let twins: Twins | undefined;

  test.each(named(writing))("%s replies the same, and stores the same", async (_, endpoint) => {
    twins ??= await Twins.of(subject, faulty);
    let replies = await twins.call(endpoint);
    if (replies[0]?.status !== (endpoint.status ?? 200)) {
      // An earlier call has taken away what this one needs.
      twins = await Twins.of(subject, faulty);
      replies = await twins.call(endpoint);
    }
    const success = endpoint.status ?? 200;
    expect(replies.map(({ status, text }) => (status === success ? status : text))).toEqual([success, success]);
    const [body, faultyBody] = twins.maskedBodies(replies);
    expect(faultyBody).toEqual(body);
    const [stored, faultyStored] = await twins.everything();
    expect(faultyStored).toEqual(stored);
  });

  test("had calls that failed", () => {
    expect([...new Set(faulty.failed)].toSorted()).toEqual([]);
  });
});
void nameOf;
