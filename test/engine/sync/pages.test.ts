import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/limits.ts";
import { newActor } from "../../support/actor.ts";
import { copyTask, write } from "../stored.ts";
import { callsOf, conflictsOf, newId, newTask, pull, pullAll, push, task } from "./protocol.ts";

const { pullRows, pullBytes, resultBytes, rowBytes } = LIMITS.engine;
const MIB = 1024 * 1024;
const idsOf = (changes: { id: string }[]) => changes.map(({ id }) => id);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).byteLength;

describe("a pull of a write", () => {
  test("of as many rows as a page may hold comes whole", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ids = await copyTask(actor, id, pullRows);
    const { cursor } = await pull(actor, { limit: "1" });
    const page = await pull(actor, { cursor, limit: "1" });
    expect([idsOf(page.changes), page.hasMore]).toEqual([ids, false]);
  });

  test("of more rows is split, and each comes once", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const first = await copyTask(actor, id, pullRows + 1);
    const second = await copyTask(actor, id, 2 * pullRows);
    const { pages } = await pullAll(actor, { limit: "1000" });
    expect(pages.map((page) => page.length)).toEqual([1, pullRows, 1, pullRows, pullRows]);
    expect(idsOf(pages.flat())).toEqual([id, ...first, ...second]);
  });

  test("that goes on where it was split: what changes meanwhile comes with its new write", {
    timeout: 30_000,
  }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ids = await copyTask(actor, id, pullRows + 3);
    const start = await pull(actor, { limit: "1" });
    const begun = await pull(actor, { cursor: start.cursor });
    expect([begun.changes.length, begun.hasMore]).toEqual([pullRows, true]);
    const [sent, waiting, gone] = [ids[5], ids[pullRows + 1], ids[pullRows + 2]];
    await actor.patch(`/v1/tasks/${sent}`, { title: "sent" });
    await actor.patch(`/v1/tasks/${waiting}`, { title: "waiting" });
    await actor.delete(`/v1/tasks/${gone}`);
    const rest = await pull(actor, { cursor: begun.cursor });
    expect(idsOf(rest.changes)).toEqual([ids[pullRows], sent, waiting, gone]);
    expect(rest.changes.map(({ operation }) => operation)).toEqual(["create", "create", "create", "delete"]);
    expect(rest.hasMore).toBe(false);
    expect(await pull(actor, { cursor: rest.cursor })).toMatchObject({ changes: [], hasMore: false });
  });

  test("that goes on after other entities' rows of the same write", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { data: person } = await actor.post("/v1/counterparties", { displayName: "early in the registry" });
    const { data: account } = await actor.post("/v1/accounts", { name: "later", accountType: "card", currency: "UZS" });
    const { id } = await newTask(actor);
    const ids = await copyTask(actor, id, pullRows + 1);
    for (const table of ["counterparties", "accounts"]) {
      await write(actor, `UPDATE ${table} SET rev = (SELECT rev FROM clocks WHERE owner = ?1) WHERE owner = ?1`);
    }
    const { pages } = await pullAll(actor);
    expect(pages.map((page) => page.length)).toEqual([1, pullRows, 3]);
    expect(idsOf(pages.flat())).toEqual([id, person.id, ...ids, account.id]);
  });

  test("of fat rows is split at the most bytes", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ids = await copyTask(actor, id, 100, `${"ﷺ".repeat(33_000)}`);
    const { pages } = await pullAll(actor);
    expect(idsOf(pages.flat())).toEqual([id, ...ids]);
    const sizes = pages.map(bytesOf);
    expect(sizes.every((size) => size < pullBytes + rowBytes)).toBe(true);
    expect(pages.length).toBe(1 + Math.ceil(100 / Math.floor(pullBytes / 100_000)));
  });

  test("of text that escapes make longer is measured as it is sent", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    await copyTask(actor, id, 20, "\u0001".repeat(100_000));
    const { pages } = await pullAll(actor);
    expect(pages.map((page) => page.length)).toEqual([1, 6, 6, 6, 2]);
  });
});

describe("whole writes", () => {
  test("of fat rows end a page before it is too large", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const writes = [];
    for (let index = 0; index < 5; index += 1) writes.push(await copyTask(actor, id, 15, "x".repeat(100_000)));
    const { pages } = await pullAll(actor);
    expect(pages.map((page) => page.length)).toEqual([31, 30, 15]);
    expect(idsOf(pages.flat())).toEqual([id, ...writes.flat()]);
  });

  test.each([
    [1, [1, 1, 1, 1, 1, 1]],
    [2, [2, 2, 2]],
    [3, [3, 3]],
    [6, [6]],
    [7, [6]],
  ])("%i rows a page: none is empty, and the last says so", async (limit, expected) => {
    const actor = await newActor();
    for (let index = 0; index < 6; index += 1) await newTask(actor);
    const { pages, hasMore } = await pullAll(actor, { limit: String(limit) });
    expect([pages.map((page) => page.length), hasMore]).toEqual([expected, false]);
  });

  test("of two entities alternate: exact multiples over both", async () => {
    const actor = await newActor();
    for (let index = 0; index < 2; index += 1) {
      await newTask(actor);
      await actor.post("/v1/counterparties", { displayName: `c${index}` });
    }
    for (const [limit, expected] of [
      ["1", [1, 1, 1, 1]],
      ["2", [2, 2]],
      ["3", [3, 1]],
      ["4", [4]],
    ] as const) {
      const { pages, changes } = await pullAll(actor, { limit });
      expect(pages.map((page) => page.length)).toEqual(expected);
      expect(changes.map(({ rev }) => rev)).toEqual([1, 2, 3, 4]);
    }
  });
});

describe("the reply of a push", () => {
  const fat = Array.from({ length: 99 }, (_, index) => ({ title: `${index} ${"x".repeat(490)}` }));

  test("shows a row that is named many times until the results are full; revs and statuses go on", {
    timeout: 30_000,
  }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor, { checklist: fat });
    const changes = Array.from({ length: 300 }, (_, index) => task("update", id, { title: `t${index}` }));
    const { results, changes: pulled, hasMore } = await push(actor, changes);
    const row = (await actor.get(`/v1/tasks/${id}`)).data;
    const shown = Math.ceil(resultBytes / bytesOf(row)) - 1;
    expect(results.slice(0, shown).map(({ data }) => data)).toEqual(Array(shown).fill(row));
    expect(results.slice(shown).map(({ data }) => data)).toEqual(Array(300 - shown).fill(null));
    expect(new Set(results.map(({ status, rev }) => `${status} ${rev}`))).toEqual(new Set(["applied 2"]));
    expect([pulled.map(({ data }) => data), hasMore]).toEqual([[row], false]);
    const bulk = await actor.post("/v1/tasks/bulk", {
      items: changes.map(({ id, data }) => ({ operation: "update", id, data })),
    });
    expect(bulk.data.appliedCount).toBe(300);
    expect(bulk.data.results.filter((result: object) => "data" in result)).toHaveLength(shown);
  });

  test("ends its page of changes early, and a pull brings the rest", { timeout: 60_000 }, async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ids = await copyTask(actor, id, 400, "x".repeat(100_000));
    const { cursor } = await pull(actor, { limit: "1" });
    const own = newId();
    const reply = await actor.post("/v1/sync/push", { changes: [task("create", own, { title: "own" })], cursor });
    expect([reply.status, callsOf(reply)]).toEqual([200, { d1: 2, hub: 1 }]);
    expect(reply.text.length).toBeLessThan(pullBytes + MIB);
    const { results, changes, hasMore, cursor: next } = reply.data;
    expect([results[0].data.id, hasMore]).toEqual([own, true]);
    const rest = await pullAll(actor, { cursor: next });
    expect(idsOf([...changes, ...rest.changes])).toEqual([...ids, own]);
  });
});

describe("numbered pages", () => {
  test.each([
    [4, 1, 4, false],
    [4, 2, 0, false],
    [2, 1, 2, true],
    [2, 2, 2, false],
    [3, 2, 1, false],
  ])("of %i rows: page %i has %i, more: %s", async (limit, page, count, hasMore) => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    for (let index = 0; index < 3; index += 1) await newTask(actor);
    const list = await actor.get(`/v1/tasks?limit=${limit}&page=${page}`);
    expect([list.data.length, list.meta]).toEqual([
      count,
      { page, limit, total: 4, totalPages: Math.ceil(4 / limit), hasMore },
    ]);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    await push(
      actor,
      Array.from({ length: 4 }, () => task("update", id, { title: "mine" }, { baseRev: rev })),
    );
    expect(await conflictsOf(actor)).toHaveLength(4);
    const conflicts = await actor.get(`/v1/sync/conflicts?limit=${limit}&page=${page}`);
    expect([conflicts.data.length, conflicts.meta]).toEqual([
      count,
      { page, limit, total: 4, totalPages: Math.ceil(4 / limit), hasMore },
    ]);
  });
});

test("active and archived rows are counted apart, and deleted ones not", async () => {
  const actor = await newActor();
  const tasks = [];
  for (let index = 0; index < 5; index += 1) tasks.push(await newTask(actor));
  const [a, b, c, d] = tasks.map(({ id }) => `/v1/tasks/${id}`) as [string, string, string, string];
  for (const path of [a, b, c]) await actor.patch(path, { showStatus: "archived" });
  await actor.patch(a, { showStatus: "active" });
  await actor.delete(b);
  await actor.delete(d);
  const meta = async (status: string) => (await actor.get(`/v1/tasks?showStatus=${status}&limit=2`)).meta;
  expect(await meta("active")).toEqual({ page: 1, limit: 2, total: 2, totalPages: 1, hasMore: false });
  expect(await meta("archived")).toEqual({ page: 1, limit: 2, total: 1, totalPages: 1, hasMore: false });
});
