import { beforeAll, describe, expect, it } from "vitest";
import { named } from "../rules/catalog.ts";
import type { World } from "../rules/world.ts";
import type { Actor } from "../support/actor.ts";
import { crmSubject } from "./subject.ts";
import { newSeller } from "./support.ts";

const { catalog, goodCall, newWorld } = crmSubject;
const closed = catalog.endpoints.filter(({ access }) => access === "user");

const everythingOf = async ({ owner }: World): Promise<unknown[]> =>
  Promise.all(
    ["/auth/me", "/customers", "/deals", "/activities", "/analytics/sales"].map(
      async (path) => (await owner.get(path)).data,
    ),
  );

describe("another user's data", () => {
  let victim: World;
  let before: unknown;
  let stranger: Actor;

  beforeAll(async () => {
    victim = await newWorld();
    before = await everythingOf(victim);
    stranger = await newSeller();
  });

  it.each(named(closed.filter(({ params }) => params)))("%s does not find it by id", async (_, endpoint) => {
    const reply = await catalog.send(stranger, endpoint, await goodCall(endpoint, victim));
    expect([reply.status, reply.error?.code]).toEqual([404, "NOT_FOUND"]);
    expect(reply.text).not.toContain(victim.secret);
    expect(await everythingOf(victim)).toEqual(before);
  });

  it.each(named(closed.filter(({ method, params }) => method === "get" && !params)))(
    "%s does not show it, whatever the filter",
    async (_, endpoint) => {
      const filters = Object.keys(endpoint.query?.shape ?? {}).filter((name) => name.endsWith("Id"));
      const ids = Object.values(victim.rows).map(({ id }) => id);
      for (const query of ["", ...filters.flatMap((name) => ids.map((id) => `${name}=${id}`))]) {
        const reply = await catalog.send(stranger, endpoint, { params: {}, query, body: undefined });
        expect(reply.status).toBe(200);
        expect(reply.text).not.toContain(victim.secret);
      }
    },
  );

  it.each(named(closed.filter(({ body }) => body?.shape.customerId)))(
    "%s does not link to it from a body",
    async (_, endpoint) => {
      const world = await newWorld();
      const call = await goodCall(endpoint, world);
      const body = { ...call.body, customerId: victim.rows.customers?.id };
      const reply = await catalog.send(world.owner, endpoint, { ...call, body });
      expect([reply.status, reply.error?.code]).toEqual([404, "NOT_FOUND"]);
      expect(await everythingOf(victim)).toEqual(before);
    },
  );
});
