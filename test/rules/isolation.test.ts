import { beforeAll, describe, expect, it } from "vitest";
import { linksOf } from "../../src/engine/entity.ts";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { registry } from "../../src/leora/registry.ts";
import type { Reply } from "../support/actor.ts";
import { base, bodySchemaOf, document, endpoints, named, send } from "./catalog.ts";
import { ROWS } from "./samples.ts";
import { fieldsOf, isId, withValue } from "./schema.ts";
import { goodCall, newWorld, pathOfEntity, type World } from "./world.ts";

const closed = endpoints.filter(({ access }) => access === "user");
const writes = closed.filter((endpoint) => bodySchemaOf(endpoint));

/** Everything the owner can see of their own data. */
async function everythingOf({ owner }: World): Promise<unknown> {
  const { changes } = (await owner.get("/v1/sync/pull?limit=1000")).data;
  const [me, devices, conflicts] = await Promise.all(
    ["users/me", "devices", "sync/conflicts"].map(async (path) => (await owner.get(`/v1/${path}`)).data),
  );
  return { changes, me, deviceIds: devices.map(({ id }: { id: string }) => id), conflicts };
}

describe("another user's data", () => {
  let victim: World;
  let before: unknown;

  beforeAll(async () => {
    victim = await newWorld();
    before = await everythingOf(victim);
  });

  const requireUnseen = (...replies: Reply[]) => {
    for (const { text } of replies) expect(text).not.toContain(victim.secret);
  };
  const requireUntouched = async () => expect(await everythingOf(victim)).toEqual(before);

  it.each(named(closed.filter(({ params }) => params)))("%s does not find it by id", async (_, endpoint) => {
    const { owner: stranger } = await newWorld();
    const victimsCall = await goodCall(endpoint, victim);
    before = await everythingOf(victim);
    const reply = await send(stranger, endpoint, victimsCall);
    expect([reply.status, reply.error?.code]).toEqual([404, "RESOURCE_NOT_FOUND"]);
    requireUnseen(reply);
    await requireUntouched();
  });

  it.each(named(closed.filter(({ method, params }) => method === "get" && !params)))(
    "%s does not show it, whatever the filter",
    async (_, endpoint) => {
      const { owner: stranger } = await newWorld();
      const ids = Object.values(victim.rows).map(({ id }) => id);
      for (const query of ["", ...idFilters(endpoint).flatMap((name) => ids.map((id) => `${name}=${id}`))]) {
        const reply = await send(stranger, endpoint, { params: {}, query, body: undefined });
        expect(reply.status).toBeLessThan(500);
        requireUnseen(reply);
      }
      await requireUntouched();
    },
  );

  it.each(named(writes))("%s does not link to it from a body", async (_, endpoint) => {
    const world = await newWorld();
    const call = await goodCall(endpoint, world);
    const schema = bodySchemaOf(endpoint);
    const fields = schema ? fieldsOf(schema, document.components.schemas) : [];
    for (const [path] of fields.filter(([, field]) => isId(field))) {
      for (const row of Object.values(victim.rows)) {
        const body = withValue(call.body, path, row.id) as object;
        requireUnseen(await send(world.owner, endpoint, { ...call, body }));
      }
    }
    await requireUntouched();
  });

  const links = registry.entities.flatMap((entity) =>
    linksOf(entity).flatMap(([field, target]): [string, string, string][] =>
      registry.byName(target) ? [[entity.name, field, target]] : [],
    ),
  );

  it.each(links)("%s.%s is a 404 for a foreign row of %s, by REST and by sync", async (name, field, target) => {
    const world = await newWorld();
    const body = { ...ROWS[name]?.(world), [field]: victim.rows[target].id };
    const created = await world.owner.post(base + pathOfEntity(name), body);
    expect([created.status, created.error?.details?.map((detail) => detail.field)]).toEqual([404, [field]]);
    const patch = { [field]: victim.rows[target].id };
    const patched = await world.owner.patch(`${base}${pathOfEntity(name)}/${world.rows[name].id}`, patch);
    // A link that is set once and for all is no field of a patch.
    const isMovable = Object.hasOwn(registry.byName(name)?.contract.patch.shape ?? {}, field);
    expect([patched.status, patched.error?.details?.map((detail) => detail.field)]).toEqual(
      isMovable ? [404, [field]] : [200, undefined],
    );
    const [result] = await push(world, [{ entity: name, id: crypto.randomUUID(), operation: "create", data: body }]);
    expect([result?.status, result?.error?.code]).toEqual(["rejected", "RESOURCE_NOT_FOUND"]);
    requireUnseen(created, patched);
    await requireUntouched();
  });

  it.each(registry.entities.map(({ name }) => name))("a push cannot reach a row of %s", async (name) => {
    const world = await newWorld();
    const { id } = victim.rows[name];
    const results = await push(world, [
      { entity: name, id, operation: "update", data: { showStatus: "archived" } },
      { entity: name, id, operation: "delete" },
    ]);
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      ["rejected", "RESOURCE_NOT_FOUND"],
      ["rejected", "RESOURCE_NOT_FOUND"],
    ]);
    await requireUntouched();
  });

  it.each(registry.entities.map(({ name }) => name))("a row of %s may have the id of a foreign one", async (name) => {
    const world = await newWorld();
    const { id } = victim.rows[name];
    const reply = await world.owner.post(base + pathOfEntity(name), { ...ROWS[name]?.(world), id });
    expect([reply.status, reply.data.id, reply.data.userId]).toEqual([201, id, world.owner.user.id]);
    requireUnseen(reply);
    await requireUntouched();
  });
});

const idFilters = (endpoint: AnyEndpoint): string[] =>
  Object.keys(endpoint.query?.shape ?? {}).filter((name) => /Id$|^id$/.test(name));

interface Result {
  status: string;
  error?: { code: string };
}

async function push({ owner }: World, changes: object[]): Promise<Result[]> {
  const localUpdatedAt = new Date().toISOString();
  const complete = changes.map((change) => ({ localUpdatedAt, idempotencyKey: crypto.randomUUID(), ...change }));
  return (await owner.post("/v1/sync/push", { changes: complete })).data.results;
}
