import { beforeAll, describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { named } from "./catalog.ts";
import { small } from "./prober.ts";
import { isId, type Path, pathsWhere, withValue } from "./schema.ts";
import { has, subjects } from "./subjects.ts";
import type { World } from "./world.ts";

// Every endpoint of every product, asked by one user with the ids of another's rows.

const isClosed = ({ access }: AnyEndpoint) => access === "user";

describe.each(subjects.filter(has(isClosed)))("$name: another user's data", (subject) => {
  const { goodCall, newWorld, everythingOf, idFilter, links, sharedIds = [] } = subject;
  const { endpoints, document, bodySchemaOf, requireDocumented, send } = subject.catalog;
  const closed = endpoints.filter(isClosed);
  let victim: World;
  let before: unknown;

  beforeAll(async () => {
    victim = await newWorld();
    before = await everythingOf(victim);
  });

  const requireUnseen = ({ text }: Reply) => expect(text).not.toContain(victim.secret);
  const requireUntouched = async () => expect(await everythingOf(victim)).toEqual(before);

  it.each(named(closed.filter(({ params }) => params?.shape.id)))(
    "%s does not find it by id",
    async (name, endpoint) => {
      const { owner: stranger } = await newWorld();
      const victimsCall = await goodCall(endpoint, victim);
      before = await everythingOf(victim);
      const reply = await send(stranger, endpoint, victimsCall);
      if (sharedIds.includes(name)) requireDocumented(endpoint, reply);
      else {
        expect(reply).toMatchObject(subject.notFound);
        requireUnseen(reply);
      }
      await requireUntouched();
    },
  );

  it.each(named(closed.filter(({ method, params }) => method === "get" && !params?.shape.id)))(
    "%s does not show it, whatever the filter",
    async (_, endpoint) => {
      const stranger = await newWorld();
      const call = await goodCall(endpoint, stranger);
      const parameters = Object.keys(endpoint.query?.shape ?? {});
      const ids = Object.values(victim.rows).map(({ id }) => id);
      const filters = parameters
        .filter((name) => idFilter.test(name))
        .flatMap((name) => ids.map((id) => `${name}=${id}`));
      for (const query of [call.query, ...(parameters.includes("page") ? ["page=1"] : []), ...filters]) {
        const reply = await send(stranger.owner, endpoint, { ...call, query });
        expect(reply.status).toBe(200);
        requireUnseen(reply);
      }
      await requireUntouched();
    },
  );

  /** Fields of the endpoint's body that take the id of a row by their schema. */
  const idPathsOf = (endpoint: AnyEndpoint, body?: unknown): Path[] => {
    const schema = bodySchemaOf(endpoint);
    return schema ? pathsWhere(schema, document.components.schemas, body, isId) : [];
  };
  const linksOf = ({ body }: AnyEndpoint) => Object.entries(links).filter(([field]) => body?.shape[field]);

  it.each(named(closed.filter((endpoint) => idPathsOf(endpoint).length + linksOf(endpoint).length > 0)))(
    "%s does not link to it from a body",
    async (_, endpoint) => {
      const world = await newWorld();
      const call = await goodCall(endpoint, world);
      const body = small(call.body);
      const sendWith = (path: Path, id: unknown) =>
        send(world.owner, endpoint, { ...call, body: withValue(body, path, id) as object });
      for (const path of idPathsOf(endpoint, body)) {
        for (const { id } of Object.values(victim.rows)) {
          const reply = await sendWith(path, id);
          requireUnseen(reply);
          requireDocumented(endpoint, reply);
        }
      }
      for (const [field, { to, refusal }] of linksOf(endpoint)) {
        const { id } = victim.rows[to];
        const reply = await sendWith([field], id);
        expect(reply).toMatchObject(refusal(id));
        requireUnseen(reply);
      }
      await requireUntouched();
    },
  );
});
