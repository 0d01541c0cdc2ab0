import { beforeAll, expect, it } from "vitest";
import { listStatements } from "../../src/engine/list-query.ts";
import { tasks } from "../../src/leora/planner/tasks/table.ts";
import { registry } from "../../src/leora/registry.ts";
import { copyTask, read, write } from "../engine/stored.ts";
import { newTask } from "../engine/sync/protocol.ts";
import { type Actor, newActor } from "../support/actor.ts";

// A list of 9,999 rows is the longest in which the matches of a search are counted.

let actor: Actor;
beforeAll(async () => {
  actor = await newActor();
  const { id } = await newTask(actor, { title: "olma" });
  await copyTask(actor, id, 9_997);
  await write(actor, "UPDATE rowCounts SET count = 9998 WHERE owner = ?1 AND entity = 'tasks'");
  await newTask(actor, { title: "nok" });
});

/** How many rows the page shows, and its numbers. */
async function search(word: string, { page = 1, limit = 100, more = "" } = {}) {
  const { data, meta } = await actor.get(`/v1/tasks?page=${page}&limit=${limit}&search=${word}${more}`);
  return [data.length, meta?.total, meta?.totalPages, meta?.hasMore];
}

it("are counted below 10,000 rows, and from there on known on the last page", async () => {
  expect(await search("OLMA")).toEqual([100, 9_998, 100, true]);
  expect(await search("olma", { page: 100 })).toEqual([98, 9_998, 100, false]);
  expect(await search("olma", { page: 101 })).toEqual([0, 9_998, 100, false]);
  expect(await search("nok")).toEqual([1, 1, 1, false]);
  expect(await search("uzum")).toEqual([0, 0, 0, false]);

  const { id } = await newTask(actor, { title: "olma va nok" });
  expect(await search("olma")).toEqual([100, null, null, true]);
  expect(await search("olma", { page: 100 })).toEqual([99, 9_999, 100, false]);
  expect(await search("olma", { page: 101 })).toEqual([0, null, null, false]);
  // As many as a page has, one less, one more.
  expect(await search("nok", { limit: 2 })).toEqual([2, 2, 1, false]);
  expect(await search("nok", { limit: 1 })).toEqual([1, null, null, true]);
  expect(await search("nok", { limit: 1, page: 2 })).toEqual([1, 2, 2, false]);
  expect(await search("nok", { limit: 3 })).toEqual([2, 2, 1, false]);
  expect(await search("uzum")).toEqual([0, 0, 0, false]);
  // Other filters narrow what is found, not what is searched.
  expect(await search("olma", { more: "&priority=high" })).toEqual([0, 0, 0, false]);
  expect((await actor.get("/v1/tasks?limit=1&priority=medium")).meta).toMatchObject({ total: 10_000, hasMore: true });

  // Archived rows are a list of their own.
  await actor.patch(`/v1/tasks/${id}`, { showStatus: "archived" });
  expect(await search("olma")).toEqual([100, 9_998, 100, true]);
  expect(await search("olma", { more: "&showStatus=archived" })).toEqual([1, 1, 1, false]);
});

it("look at the rows only that have all bits of the query", async () => {
  const owner = await newActor();
  await newTask(owner, { title: "anor va behi" });
  const found = async () => (await owner.get("/v1/tasks?search=ANOR%20VA%20BEHI")).meta?.total;
  expect(await found()).toBe(1);
  for (const column of ["searchBits1", "searchBits2", "searchBits3"]) {
    const bits = await read(owner, `SELECT ${column} FROM tasks WHERE owner = ?1`);
    await write(owner, `UPDATE tasks SET ${column} = ${column} & (${column} - 1) WHERE owner = ?1`);
    expect(await found()).toBe(0);
    // As of a row that was stored before there were signatures.
    await write(owner, `UPDATE tasks SET ${column} = -1 WHERE owner = ?1`);
    expect(await found()).toBe(1);
    await write(owner, `UPDATE tasks SET ${column} = ?2 WHERE owner = ?1`, bits);
  }
});

it("end with their page: a search for a frequent word reads no more of a long list", async () => {
  const query = {
    page: 1,
    limit: 20,
    sortBy: "createdAt",
    sortOrder: "desc",
    showStatus: "active",
    search: "olma",
  } as const;
  await write(actor, "UPDATE rowCounts SET count = 10000 WHERE owner = ?1 AND entity = 'tasks'");
  const statements = listStatements(registry.byTable(tasks), actor.owner, query);
  const answers = await actor.db.batch(statements.map(({ sql, params }) => actor.db.prepare(sql).bind(...params)));
  // One for each row found, one further of the page, and the count of rows.
  expect(answers.reduce((sum, { meta }) => sum + meta.rows_read, 0)).toBeLessThan(25);
  expect(answers[0]?.results).toHaveLength(21);
});
