import { exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { LIMITS } from "../../src/limits.ts";
import { type Reply, replyOf } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";
import { FaultyWorker } from "../support/faults.ts";
import { type Call, named } from "./catalog.ts";
import { type Subject, subjects } from "./subjects.ts";
import type { World } from "./world.ts";

// Whatever fails after a commit must not change the reply. Two users with the same rows make the same calls: one of the
// Worker as it is, and one of a Worker whose hubs, queues and files answer no call that follows a commit.

const UUID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
const OWN_KEYS =
  /^id$|Id$|^checkoutUrl$|token|ticket|username|lastIp|^access$|^refresh$|^secret$|otpauthUrl|recoveryCodes|^responseTime$/i;

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
  everything = () => Promise.all(this.worlds.map(async (world) => this.masked(world, await this.seen(world))));

  /** What the replies say, without what differs between two users. */
  maskedBodies = (replies: readonly Reply[]) =>
    this.worlds.map((world, index) => this.masked(world, replies[index]?.body));

  private async seen(world: World): Promise<unknown> {
    try {
      return await this.subject.everythingOf(world);
    } catch {
      return "signed out";
    }
  }

  private masked({ secret }: World, value: unknown): unknown {
    const isOwn = (key: string) => OWN_KEYS.test(key) || this.subject.idFilter.test(key);
    // Texts that are read aloud shorten long names.
    const clipped = new RegExp(`${secret.slice(0, 30)}[0-9a-f-]*…`, "g");
    const text = JSON.stringify(value ?? null, (key, member) => (isOwn(key) ? typeof member : member));
    return JSON.parse(text.replaceAll(secret, "secret").replaceAll(clipped, "secret…").replaceAll(UUID, "uuid"));
  }

  private async send(world: World, endpoint: AnyEndpoint, fetch: Fetch): Promise<Reply> {
    const { catalog, anonymous, goodCall } = this.subject;
    const call: Call = await goodCall(endpoint, world);
    const actor = endpoint.access === "public" ? anonymous() : (call.by ?? world.owner);
    const body = call.file ? call.file.text : call.body && JSON.stringify(call.body);
    const headers = { ...(call.file && { "Content-Type": call.file.type }), ...call.headers };
    return fetch(actor.requestOf(endpoint.method.toUpperCase(), catalog.pathOf(endpoint, call), body, headers));
  }
}

/** The clock stands still, so that both users' rows have the same times, and moves on from test to test. */
let now = Date.parse("2026-11-24T10:00:00Z");
function pass(ms: number): void {
  now += ms;
  freezeTime(now);
}

const faulty = new FaultyWorker();

describe.each(subjects)("$name", (subject) => {
  const writing = subject.catalog.endpoints.filter(({ method, writes }) => method !== "get" || writes);
  let twins: Twins | undefined;

  /** The twins' replies to a good call; new twins make it when earlier calls took away what it needs. */
  async function called(endpoint: AnyEndpoint): Promise<{ twins: Twins; replies: Reply[] }> {
    const replies = await twins?.call(endpoint).catch(() => undefined);
    if (twins && replies?.[0]?.status === (endpoint.status ?? 200)) return { twins, replies };
    twins = await Twins.of(subject, faulty);
    pass(1000);
    return { twins, replies: await twins.call(endpoint) };
  }

  test.each(named(writing))(
    "%s replies the same, stores the same, and lets the next request in",
    async (_, endpoint) => {
      pass(1000);
      const before = faulty.failed.length;
      const { twins, replies } = await called(endpoint);
      const success = endpoint.status ?? 200;
      expect(replies.map(({ status, text }) => (status === success ? status : text))).toEqual([success, success]);
      const [body, faultyBody] = twins.maskedBodies(replies);
      expect(faultyBody).toEqual(body);
      // Until then the hub admits a session of whose end it was not told.
      const isHubStale = faulty.failed.slice(before).some((call) => /revoke|refresh/.test(call));
      if (isHubStale) pass(LIMITS.hub.sessionSeconds * 1000);
      const [stored, faultyStored] = await twins.everything();
      expect(faultyStored).toEqual(stored);
    },
  );
});

test("each kind of call that follows a commit was among those that failed", () => {
  const kinds = ["OUTBOUND.send", "USER_HUB.publish", "USER_HUB.refresh", "USER_HUB.revoke"];
  expect([...new Set(faulty.failed)].filter((call) => call !== "FILES.delete").toSorted()).toEqual(kinds);
});
