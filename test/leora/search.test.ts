import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fold } from "../../src/kernel/text.ts";
import { newId, newTask, push, pushOne, task } from "../engine/sync/protocol.ts";
import { type Actor, newActor } from "../support/actor.ts";

const TIMEOUT_MS = 60_000;

const titles = async (actor: Actor, search: string, more = "") => {
  const reply = await actor.get(`/v1/tasks?limit=100&search=${encodeURIComponent(search)}${more}`);
  expect(reply.status).toBe(200);
  return reply.data.map(({ title }: { title: string }) => title).toSorted();
};

describe("search", () => {
  let actor: Actor;
  beforeAll(async () => {
    actor = await newActor();
    const stored = ["Oʻzbekiston", "Ёлка и мёд", "Café Şeker", "Йогурт", "100% _tayyor_ \\o/", "Ali +998 90 123-45-67"];
    for (const title of stored) await newTask(actor, { title });
  });

  it.each([
    ["o'zbek", "Oʻzbekiston"],
    ["O‘ZBEK", "Oʻzbekiston"],
    ["o`zb", "Oʻzbekiston"],
    ["oʼzb", "Oʻzbekiston"],
    ["oʻzb", "Oʻzbekiston"],
    ["o’zb", "Oʻzbekiston"],
    ["елка", "Ёлка и мёд"],
    ["МЁД", "Ёлка и мёд"],
    ["мед", "Ёлка и мёд"],
    ["cafe\u00a0 seker", "Café Şeker"],
    ["afé", "Café Şeker"],
    ["йОГ", "Йогурт"],
    ["0% _", "100% _tayyor_ \\o/"],
    ["\\O/", "100% _tayyor_ \\o/"],
    ["901234567", "Ali +998 90 123-45-67"],
    ["998 (90) 123", "Ali +998 90 123-45-67"],
    ["+99890", "Ali +998 90 123-45-67"],
    ["345", "Ali +998 90 123-45-67"],
  ])("for %j finds %j alone", async (query, title) => {
    expect(await titles(actor, query)).toEqual([title]);
    expect(await titles(actor, query, "&sortBy=updatedAt")).toEqual([title]);
  });

  it.each(["ozbek", "иогурт", "o_zbek", "100%tayyor", "9012345678", "90.1", "34567 8", "ыы"])(
    "for %j finds nothing",
    async (query) => {
      expect(await titles(actor, query)).toEqual([]);
    },
  );

  it(
    "finds exactly the rows with a text that contains the query, whatever they are",
    async () => {
      const owner = await newActor();
      const unit = fc.constantFrom(..."aAbsSßoOʻ'`йЙиеёЁşé%_\\ \n120-+(".split(""), "ali", "қўл", "90 123-4");
      const text = fc.string({ unit, minLength: 1, maxLength: 30 }).filter((value) => value.trim() !== "");
      const rows = fc
        .sample(fc.record({ title: text, notes: fc.option(text) }), { numRuns: 300, seed: 9 })
        .map((fields) => ({ id: newId(), ...fields }));
      await push(
        owner,
        rows.map(({ id, ...fields }) => task("create", id, fields)),
      );
      const found = new Map<string, string[]>();
      for (const { id } of rows) {
        const { title, notes } = (await owner.get(`/v1/tasks/${id}`)).data;
        found.set(id, [title, notes ?? ""]);
      }
      const queries = fc.sample(fc.string({ unit, minLength: 1, maxLength: 4 }), { numRuns: 60, seed: 10 });
      for (const query of queries) {
        const expected = [...found].filter(([, texts]) => texts.some((stored) => matches(stored, query)));
        const ids: string[] = [];
        for (let page = 1, hasMore = true; hasMore; page += 1) {
          const reply = await owner.get(`/v1/tasks?limit=100&page=${page}&search=${encodeURIComponent(query)}`);
          expect(reply.meta?.total).toBe(expected.length);
          ids.push(...reply.data.map(({ id }: { id: string }) => id));
          hasMore = reply.meta?.hasMore ?? false;
        }
        expect([query, ids.toSorted()]).toEqual([query, expected.map(([id]) => id).toSorted()]);
      }
    },
    TIMEOUT_MS,
  );
});

/** Whether search finds the text by the query, said without signatures and SQL. */
function matches(stored: string, query: string): boolean {
  const [text, wanted] = [fold(stored), fold(query)];
  if (text.includes(wanted)) return true;
  const digits = wanted.replace(/\D/g, "");
  if (digits.length < 3 || !/^[+\d ()-]+$/.test(wanted)) return false;
  return text
    .split(/[^\d ()-]/)
    .map((run) => run.replace(/\D/g, ""))
    .some((run) => run.length >= 5 && run.includes(digits));
}

describe("a changed text is found by what it says now", () => {
  const [before, after] = ["Boʻsh qozon", "Тўла қозон"];
  const expectFound = async (actor: Actor) =>
    expect([await titles(actor, "bo'sh"), await titles(actor, "ТЎЛА")]).toEqual([[], [after]]);

  it("when it is patched", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor, { title: before });
    expect(await titles(actor, "bo'sh")).toEqual([before]);
    await actor.patch(`/v1/tasks/${id}`, { title: after });
    await expectFound(actor);
  });

  it("when it is changed in bulk", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor, { title: before });
    const items = [{ operation: "update", id, data: { title: after } }];
    expect((await actor.post("/v1/tasks/bulk", { items })).data.appliedCount).toBe(1);
    await expectFound(actor);
  });

  it("when it is pushed", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor, { title: before });
    expect((await pushOne(actor, task("update", id, { title: after }, { baseRev: rev }))).status).toBe("applied");
    await expectFound(actor);
  });

  it("when a conflict is resolved, and when a deleted row comes back", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor, { title: before });
    await actor.delete(`/v1/tasks/${id}`);
    expect(await titles(actor, "bo'sh")).toEqual([]);
    const { status, conflictId } = await pushOne(actor, task("update", id, { title: after }, { baseRev: rev }));
    expect(status).toBe("conflict");
    const resolution = { entity: "tasks", id, conflictId, resolution: "use_local" };
    expect((await actor.post("/v1/sync/resolve-conflict", resolution)).data.data.title).toBe(after);
    await expectFound(actor);
  });
});

it("what search derives is neither shown nor logged", async () => {
  const actor = await newActor();
  const { id } = await newTask(actor, { title: "Boʻsh qozon" });
  await actor.patch(`/v1/tasks/${id}`, { title: "Тўла қозон" });
  const replies = await Promise.all(["/v1/tasks", `/v1/tasks/${id}`, "/v1/sync/pull"].map((path) => actor.get(path)));
  for (const { text } of replies) expect(text).not.toMatch(/search|bits/i);
});
