import { beforeAll, describe, expect, it } from "vitest";
import { named } from "../rules/catalog.ts";
import type { World } from "../rules/world.ts";
import type { Actor } from "../support/actor.ts";
import { koshelokSubject } from "./subject.ts";
import { NOT_FOUND, newUser, said } from "./support.ts";

const { catalog, goodCall, newWorld } = koshelokSubject;
const finance = catalog.endpoints.filter(({ access, path }) => access === "user" && path.startsWith("/finance/"));

const everythingOf = async ({ owner }: World): Promise<unknown[]> =>
  Promise.all(
    ["categories", "transactions", "dashboard"].map(async (name) => (await owner.get(`/finance/${name}/`)).body),
  );

describe("another user's wallet", () => {
  let victim: World;
  let before: unknown;
  let stranger: Actor;

  beforeAll(async () => {
    victim = await newWorld();
    before = await everythingOf(victim);
    stranger = await newUser();
  });

  it.each(named(finance.filter(({ params }) => params?.shape.id)))("%s does not find it by id", async (_, endpoint) => {
    const reply = await catalog.send(stranger, endpoint, await goodCall(endpoint, victim));
    expect(said(reply)).toEqual(NOT_FOUND);
    expect(await everythingOf(victim)).toEqual(before);
  });

  it.each(named(finance.filter(({ method, params }) => method === "get" && !params?.shape.id)))(
    "%s does not show it, whatever the filter",
    async (_, endpoint) => {
      for (const query of ["", `category=${victim.rows.categories?.id}`, "page=1"]) {
        const reply = await catalog.send(stranger, endpoint, { params: { period: "daily" }, query, body: undefined });
        expect(reply.status).toBe(200);
        expect(reply.text).not.toContain(victim.secret);
      }
    },
  );

  it.each(named(finance.filter(({ body }) => body?.shape.category)))(
    "%s does not link to it from a body, with DRF's words",
    async (_, endpoint) => {
      const world = await newWorld();
      const call = await goodCall(endpoint, world);
      const { id } = victim.rows.categories ?? {};
      const reply = await catalog.send(world.owner, endpoint, { ...call, body: { ...call.body, category: id } });
      expect(said(reply)).toEqual([400, { category: [`Invalid pk "${id}" - object does not exist.`] }]);
      expect(await everythingOf(victim)).toEqual(before);
    },
  );
});
