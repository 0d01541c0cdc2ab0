import { beforeAll, describe, expect, it } from "vitest";
import { linksOf } from "../../src/engine/entity.ts";
import { type EntityName, registry } from "../../src/leora/registry.ts";
import type { World } from "../rules/world.ts";
import type { Reply } from "../support/actor.ts";
import { clientMade, pathOfEntity } from "./entities.ts";
import { ROWS } from "./samples.ts";
import { subject } from "./subject.ts";

// What synced entities add to test/rules/isolation.test.ts: links and ids, by REST and by sync.

const { catalog, everythingOf, newWorld } = subject;
const { base } = catalog;

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

  const links = registry.entities.flatMap((entity) =>
    linksOf(entity).flatMap(([field, target]): [EntityName, string, string][] =>
      registry.byName(target) ? [[entity.name, field, target]] : [],
    ),
  );

  it.each(links)("%s.%s is a 404 for a foreign row of %s, by REST and by sync", async (name, field, target) => {
    const world = await newWorld();
    const body = { ...ROWS[name](world), [field]: victim.rows[target].id };
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

  it.each(clientMade.map(({ name }) => name))("a row of %s may have the id of a foreign one", async (name) => {
    const world = await newWorld();
    const { id } = victim.rows[name];
    const reply = await world.owner.post(base + pathOfEntity(name), { ...ROWS[name](world), id });
    expect([reply.status, reply.data.id, reply.data.userId]).toEqual([201, id, world.owner.user.id]);
    requireUnseen(reply);
    await requireUntouched();
  });
});

interface Result {
  status: string;
  error?: { code: string };
}

async function push({ owner }: World, changes: object[]): Promise<Result[]> {
  const localUpdatedAt = new Date().toISOString();
  const complete = changes.map((change) => ({ localUpdatedAt, idempotencyKey: crypto.randomUUID(), ...change }));
  return (await owner.post("/v1/sync/push", { changes: complete })).data.results;
}
