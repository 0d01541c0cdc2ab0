import { beforeAll, describe, expect, inject, it } from "vitest";
import type { AnyEndpoint } from "../../../src/kernel/http/endpoint.ts";
import { LIMITS } from "../../../src/limits.ts";
import { type Call, named } from "../catalog.ts";
import { share } from "../mutations.ts";
import { small } from "../prober.ts";
import { subjects } from "../subjects.ts";
import type { World } from "../world.ts";
import { freeFields, shapesFor, UNKNOWN, withShape } from "./bodies.ts";
import { type Cost, type Scales, scalesOf } from "./measure.ts";
import { oddQueries } from "./queries.ts";

// The deepest and the widest values, in every field that takes whatever a client likes, of every endpoint; and queries.

const TIMEOUT_MS = 120_000;
const SHAPES = shapesFor(LIMITS.http.jsonDepth);
/** What no field takes has its effect before any rule: it is sent to every so many endpoints, unless `FULL=1`. */
const EVERY = inject("full") ? 1 : 10;

/** One request, by what is odd about it. */
interface Probe {
  what: string;
  query?: string;
  body?: string;
}

describe.each([...subjects])("$name: the worst shapes", (subject) => {
  const { catalog } = subject;
  let scales: Scales;
  let world: World;

  beforeAll(async () => {
    scales = await scalesOf(subject);
    world = await subject.newWorld();
  });

  /** A good call, from a world that is made anew when an earlier request broke it. */
  const goodCall = async (endpoint: AnyEndpoint): Promise<Call> => {
    try {
      return await subject.goodCall(endpoint, world);
    } catch {
      world = await subject.newWorld();
      return subject.goodCall(endpoint, world);
    }
  };
  const actorOf = (endpoint: AnyEndpoint, call: Call) =>
    call.by ?? (endpoint.access === "public" ? subject.anonymous() : world.owner);

  /** Sends requests to one endpoint; every one that costs too much is named. */
  const probe = async (endpoint: AnyEndpoint, good: Call, probes: readonly Probe[]) => {
    const actor = actorOf(endpoint, good);
    const before = await scales.stored();
    const costs: Cost[] = [];
    for (const { what, query = good.query, body = good.body && JSON.stringify(good.body) } of probes) {
      const path = catalog.pathOf(endpoint, { ...good, query });
      const cost = await scales.send(actor, endpoint.method.toUpperCase(), path, body);
      costs.push(cost);
      expect.soft(() => scales.requireBounded(cost), what).not.toThrow();
    }
    scales.requireStored(before, await scales.stored(), costs);
    if (costs.some(({ reply }) => reply.status === 401)) world = await subject.newWorld();
  };

  const withBody = catalog.endpoints.filter((endpoint) => catalog.bodySchemaOf(endpoint));
  it.each(named(withBody))(
    "%s takes deep and wide bodies at their weight",
    async (_, endpoint) => {
      const good = await goodCall(endpoint);
      const turn = withBody.indexOf(endpoint);
      const probes = freeFields(catalog, endpoint, good.body ?? {}).flatMap((at) => {
        const shapes = at.length > 1 || at[0] !== UNKNOWN ? SHAPES : share(SHAPES, turn, EVERY);
        return shapes.map((shape) => ({
          what: `${shape.what} at ${at.join(".")}`,
          body: withShape(small(good.body ?? {}) as object, at, shape),
        }));
      });
      await probe(endpoint, good, probes);
    },
    TIMEOUT_MS,
  );

  const withQuery = catalog.endpoints.filter(({ query }) => query);
  it.each(named(withQuery))(
    "%s answers huge and odd queries at their weight",
    async (_, endpoint) => {
      const good = await goodCall(endpoint);
      await probe(endpoint, good, oddQueries(Object.keys(endpoint.query?.shape ?? {}), good.query));
    },
    TIMEOUT_MS,
  );
});
