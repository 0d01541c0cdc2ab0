import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { newId, newTask, push, task } from "../engine/sync/protocol.ts";
import { named, nameOf } from "../rules/catalog.ts";
import { isList, ListReader } from "../rules/lists.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { subject } from "./subject.ts";

// The totals of active and archived rows, which writes keep instead of counting: after everything that a row can go through
// they are the numbers of rows that the lists have.

const ADDED = 5;
const { endpoints } = subject.catalog;

const standsApart = (endpoint: AnyEndpoint) => isList(endpoint) && endpoint.query?.shape.showStatus !== undefined;
/** Entities whose rows may be archived. */
const archivable = endpoints.filter(
  (endpoint) =>
    standsApart(endpoint) &&
    endpoints.some(({ path, method, body }) => {
      return path === `${endpoint.path}/{id}` && method === "patch" && body?.shape.showStatus !== undefined;
    }),
);

const idOf = (row: string): string => JSON.parse(row).id;

it("are tested for all entities but those that cannot be archived", () => {
  const others = endpoints.filter((endpoint) => standsApart(endpoint) && !endpoint.path.includes("{"));
  expect(others.map(nameOf).filter((name) => !archivable.map(nameOf).includes(name))).toEqual([]);
});

describe.each(named(archivable))("%s", (_, endpoint) => {
  /** Both lists, each read row by row: what they say of themselves is what they have. */
  async function idsBy(list: ListReader): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const showStatus of ["active", "archived"]) {
      const pages = await list.walk(1, { showStatus });
      const rows = pages.flatMap((page) => page.rows);
      const whole = await list.page(1, 100, { showStatus });
      expect(whole).toEqual({ rows, total: rows.length, totalPages: Math.min(1, rows.length), hasMore: false });
      found[showStatus] = rows.map(idOf);
    }
    return found;
  }

  it("counts rows as they are archived, restored and deleted", { timeout: 60_000 }, async () => {
    const list = await ListReader.of(subject, endpoint);
    const { owner } = list.world;
    for (let index = 0; index < ADDED; index += 1) await list.add(index);
    const { active: all = [], archived } = await idsBy(list);
    expect(archived).toEqual([]);
    // The newest ones: nothing in the world depends on them.
    const [a, b, c, d] = all as [string, string, string, string];
    const patch = async (id: string, showStatus: string) => {
      const reply = await owner.patch(`${subject.catalog.base}${endpoint.path}/${id}`, { showStatus });
      expect(reply.status, reply.text).toBe(200);
    };
    const remove = async (id: string) => {
      const reply = await owner.delete(`${subject.catalog.base}${endpoint.path}/${id}`);
      expect(reply.status, reply.text).toBe(200);
    };
    for (const id of [a, b, c]) await patch(id, "archived");
    const without = (...gone: string[]) => all.filter((id) => !gone.includes(id));
    expect(await idsBy(list)).toEqual({ active: without(a, b, c), archived: [a, b, c] });
    await patch(a, "archived");
    await patch(b, "active");
    expect(await idsBy(list)).toEqual({ active: without(a, c), archived: [a, c] });
    await remove(c);
    await remove(d);
    expect(await idsBy(list)).toEqual({ active: without(a, c, d), archived: [a] });
    await remove(a);
    expect(await idsBy(list)).toEqual({ active: without(a, c, d), archived: [] });
  });
});

describe("tasks that one request changes many times", () => {
  const totals = async (actor: Actor) => {
    const total = async (status: string) => (await actor.get(`/v1/tasks?showStatus=${status}`)).meta?.total;
    return { active: await total("active"), archived: await total("archived") };
  };

  it("count once, by where they end", async () => {
    const actor = await newActor();
    const [kept, archived, born, gone] = [(await newTask(actor)).id, (await newTask(actor)).id, newId(), newId()];
    const { results } = await push(actor, [
      task("update", kept, { showStatus: "archived" }),
      task("update", kept, { showStatus: "active" }),
      task("update", archived, { showStatus: "archived" }),
      task("create", born, { title: "born" }),
      task("update", born, { showStatus: "archived" }),
      task("create", gone, { title: "gone" }),
      task("delete", gone),
    ]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
    expect(await totals(actor)).toEqual({ active: 1, archived: 2 });
    await actor.post("/v1/tasks/bulk", {
      items: [
        { operation: "update", id: born, data: { showStatus: "active" } },
        { operation: "delete", id: born },
        { operation: "update", id: archived, data: { showStatus: "nowhere" } },
        { operation: "delete", id: newId() },
        { data: { title: "new" } },
      ],
    });
    expect(await totals(actor)).toEqual({ active: 2, archived: 1 });
  });

  it("count again when a conflict restores a deleted one", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { showStatus: "archived" });
    await actor.delete(`/v1/tasks/${id}`);
    expect(await totals(actor)).toEqual({ active: 0, archived: 0 });
    await push(actor, [task("update", id, { title: "mine" }, { baseRev: rev })]);
    const reply = await actor.post("/v1/sync/resolve-conflict", { entity: "tasks", id, resolution: "use_local" });
    expect(reply.status, reply.text).toBe(200);
    expect(await totals(actor)).toEqual({ active: 1, archived: 0 });
  });
});
