import { describe, expect, test } from "vitest";
import { newActor, signInAgain as newSession } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { callsOf, newId, newTask, pull, pullAll, push, task } from "./protocol.ts";

const DAY_MS = 86_400_000;
const titles = (changes: { data: { title: string } }[]) => changes.map(({ data }) => data.title);
const creates = (names: readonly string[]) => names.map((title) => task("create", newId(), { title }));

describe("without a cursor", () => {
  test("everything that is not deleted, oldest write first", async () => {
    const actor = await newActor();
    const [a, b, c] = [
      await newTask(actor, { title: "a" }),
      await newTask(actor),
      await newTask(actor, { title: "c" }),
    ];
    await actor.delete(`/v1/tasks/${b.id}`);
    await actor.patch(`/v1/tasks/${a.id}`, { notes: "later" });
    const { changes, hasMore } = await pull(actor);
    expect(hasMore).toBe(false);
    expect(changes.map(({ id, operation, rev }) => [id, operation, rev])).toEqual([
      [c.id, "create", 3],
      [a.id, "create", 5],
    ]);
    const row = (await actor.get(`/v1/tasks/${a.id}`)).data;
    expect(changes[1]).toEqual({
      entity: "tasks",
      id: a.id,
      operation: "create",
      rev: 5,
      data: row,
      serverUpdatedAt: row.updatedAt,
    });
  });

  test("rows as their endpoints show them, whatever their values are", async () => {
    const actor = await newActor();
    const text = 'first line\nsecond\t"line" \\ \\u0041 😀 oʻzbekcha';
    const tag = 'a "quoted" \\ tag';
    const account = { name: tag, accountType: "card", currency: "UZS" };
    const { data: own } = await actor.post("/v1/accounts", account);
    const spent = { type: "expense", accountId: own.id, amount: 123_456_789.01, currency: "UZS", date: "2026-11-01" };
    await actor.post("/v1/transactions", { ...spent, categoryId: "food", description: text, tags: [tag] });
    await newTask(actor, { notes: text, progressValue: 0.1 + 0.2 });
    const { changes } = await pull(actor);
    for (const { entity, id, data } of changes) expect(data).toEqual((await actor.get(`/v1/${entity}/${id}`)).data);
    const shown = Object.fromEntries(changes.map(({ entity, data }) => [entity, data]));
    expect(shown.accounts).toMatchObject({ name: tag, currentBalance: -123_456_789.01 });
    expect(shown.transactions).toMatchObject({ amount: 123_456_789.01, description: text, tags: [tag], time: null });
    expect(shown.tasks).toMatchObject({ notes: text, progressValue: 0.1 + 0.2 });
  });

  test("a new user has nothing", async () => {
    const actor = await newActor();
    const { changes, cursor, hasMore } = await pull(actor);
    expect([changes, hasMore]).toEqual([[], false]);
    expect(await pull(actor, { cursor })).toMatchObject({ changes: [], hasMore: false });
  });

  test("another user's rows are not there", async () => {
    await newTask(await newActor());
    expect((await pull(await newActor())).changes).toEqual([]);
  });
});

describe("a cursor", () => {
  test("is exact: each change comes once", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const first = await pull(actor);
    await newTask(actor, { title: "new" });
    await actor.patch(`/v1/tasks/${id}`, { title: "changed" });
    const second = await pull(actor, { cursor: first.cursor });
    expect(second.changes.map(({ operation, data }) => [operation, data.title])).toEqual([
      ["create", "new"],
      ["update", "changed"],
    ]);
    expect((await pull(actor, { cursor: second.cursor })).changes).toEqual([]);
  });

  test("brings tombstones", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const { cursor } = await pull(actor);
    await actor.delete(`/v1/tasks/${id}`);
    const { changes } = await pull(actor, { cursor });
    expect(changes).toMatchObject([{ id, operation: "delete", rev: 2, data: { id, showStatus: "deleted" } }]);
    expect(Object.keys(changes[0].data)).toEqual(["id", "showStatus"]);
  });

  test.each([1, 2, 3, 4, 7, 1000])("never splits a write, at most %i rows a page", async (limit) => {
    const actor = await newActor();
    for (const names of [["a"], ["b1", "b2", "b3"], ["c"], ["d1", "d2", "d3", "d4", "d5"], ["e"]]) {
      await push(actor, creates(names));
    }
    const { pages, changes } = await pullAll(actor, { limit: String(limit) });
    expect(titles(changes).map((title) => title[0])).toEqual([..."abbbcddddde"]);
    const writes = pages.map((page) => new Set(page.map(({ rev }) => rev)));
    expect(writes.flatMap((write) => [...write])).toEqual([1, 2, 3, 4, 5]);
    for (const page of pages) expect(page.length <= limit || new Set(page.map(({ rev }) => rev)).size === 1).toBe(true);
    expect(pages.at(-1)).not.toEqual([]);
  });

  test("between first pages skips old tombstones, not those that came meanwhile", async () => {
    const actor = await newActor();
    const [a, b, c] = [
      await newTask(actor, { title: "a" }),
      await newTask(actor),
      await newTask(actor, { title: "c" }),
    ];
    await newTask(actor, { title: "d" });
    await actor.delete(`/v1/tasks/${b.id}`);
    const first = await pull(actor, { limit: "2" });
    expect([titles(first.changes), first.hasMore]).toEqual([["a", "c"], true]);
    await actor.delete(`/v1/tasks/${a.id}`);
    const rest = await pull(actor, { cursor: first.cursor });
    expect(rest.changes.map(({ id, operation }) => [operation, id])).toEqual([
      ["create", rest.changes[0].id],
      ["delete", a.id],
    ]);
    expect(rest.changes.map(({ id }) => id)).not.toContain(b.id);
    await actor.delete(`/v1/tasks/${c.id}`);
    expect((await pull(actor, { cursor: rest.cursor })).changes).toMatchObject([{ operation: "delete", id: c.id }]);
  });

  const withoutId = btoa(`1.1.1797503400000.0.tasks.${"-".repeat(36)}`);
  test.each(["x", "MS4x", "1.1.1.0", "MS40Mi4xNzk3NTAzNDAwMDAwLjA=", "é", withoutId])(
    "%s is none: 400",
    async (cursor) => {
      const actor = await newActor();
      const reply = await actor.get(`/v1/sync/pull?cursor=${encodeURIComponent(cursor)}`);
      expect([reply.status, reply.error?.code, reply.error?.details?.[0]?.field]).toEqual([
        400,
        "VALIDATION_ERROR",
        "cursor",
      ]);
    },
  );

  test("ahead of the clock is expired: the database was set back", async () => {
    const [ahead, actor] = [await newActor(), await newActor()];
    await newTask(ahead);
    const { cursor } = await pull(ahead);
    const reply = await actor.get(`/v1/sync/pull?cursor=${cursor}`);
    expect([reply.status, reply.error?.code]).toEqual([410, "CURSOR_EXPIRED"]);
  });

  test("lives 180 days, also while it is between pages", async () => {
    freezeTime("2026-01-01T00:00:00Z");
    const actor = await newActor();
    await push(actor, creates(["a"]));
    await push(actor, creates(["b"]));
    await push(actor, creates(["c"]));
    const between = await pull(actor, { limit: "1" });
    passTime(180 * DAY_MS);
    const old = await newSession(actor);
    const later = await pull(old, { cursor: between.cursor, limit: "1" });
    expect(titles(later.changes)).toEqual(["b"]);
    passTime(1);
    for (const cursor of [between.cursor, later.cursor]) {
      const reply = await old.get(`/v1/sync/pull?cursor=${cursor}`);
      expect([reply.status, reply.error?.code]).toEqual([410, "CURSOR_EXPIRED"]);
      const pushed = await old.post("/v1/sync/push", { changes: creates(["x"]), cursor });
      expect([pushed.status, pushed.error?.code]).toEqual([410, "CURSOR_EXPIRED"]);
    }
    expect(titles((await pull(old)).changes)).toEqual(["a", "b", "c"]);
  });
});

describe("since", () => {
  test("brings what was written from a little before that moment on, tombstones too", async () => {
    freezeTime("2026-11-02T10:00:00Z");
    const actor = await newActor();
    const { id } = await newTask(actor, { title: "early" });
    await newTask(actor, { title: "early too" });
    passTime(10 * 60_000);
    await newTask(actor, { title: "just before" });
    passTime(30_000);
    const since = new Date().toISOString();
    passTime(60_000);
    await newTask(actor, { title: "after" });
    await actor.delete(`/v1/tasks/${id}`);
    const { changes } = await pull(actor, { since });
    expect(changes.map(({ operation, data }) => [operation, data.title])).toEqual([
      ["create", "just before"],
      ["create", "after"],
      ["delete", undefined],
    ]);
    expect((await pull(actor, { since: "2027-01-01T00:00:00+05:00" })).changes).toEqual([]);
  });

  test("older than 180 days is expired, no moment at all is 400", async () => {
    freezeTime("2026-07-01T00:00:00Z");
    const actor = await newActor();
    const query = async (since: string) => (await actor.get(`/v1/sync/pull?since=${since}`)).error?.code;
    expect(await query("2026-01-02T00:00:00Z")).toBeUndefined();
    expect(await query("2026-01-01T23:59:59Z")).toBe("CURSOR_EXPIRED");
    expect(await query("yesterday")).toBe("VALIDATION_ERROR");
  });
});

describe("asked for", () => {
  test("some entities", async () => {
    const actor = await newActor();
    await newTask(actor);
    expect((await pull(actor, { entities: "tasks" })).changes).toHaveLength(1);
    expect((await pull(actor, { entities: "accounts, transactions" })).changes).toEqual([]);
  });

  test("nulls=omit: without fields that are null or an empty list; what is inside of fields stays", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor, { checklist: [{ title: "one" }], notes: "" });
    const gone = await newTask(actor);
    const { cursor } = await pull(actor, { limit: "1" });
    await actor.delete(`/v1/tasks/${gone.id}`);
    const [whole, omitted] = [await pull(actor), await pull(actor, { nulls: "omit" })];
    const [row] = whole.changes;
    const kept = Object.entries(row.data).filter(([, value]) => value !== null && JSON.stringify(value) !== "[]");
    expect(omitted).toEqual({
      ...whole,
      changes: [{ ...row, data: Object.fromEntries(kept) }],
      cursor: expect.any(String),
      serverTime: expect.any(String),
    });
    const { data } = omitted.changes[0];
    expect(Object.keys(row.data).filter((field) => !(field in data))).toEqual(
      expect.arrayContaining(["dueDate", "dependencies", "goalId"]),
    );
    expect([data.id, data.title, data.focusTotalMinutes]).toEqual([id, "original", 0]);
    expect(data.checklist).toEqual(row.data.checklist);
    const deletion = (await pull(actor, { nulls: "omit", cursor })).changes;
    expect(deletion.map((one) => one.data)).toEqual([{ id: gone.id, showStatus: "deleted" }]);
  });

  test.each([
    ["nulls=keep", "nulls"],
    ["nulls=", "nulls"],
    ["entities=users", "entities"],
    ["entities=", "entities"],
    ["limit=0", "limit"],
    ["limit=1001", "limit"],
    ["limit=x", "limit"],
  ])("%s: 400", async (query, field) => {
    const reply = await (await newActor()).get(`/v1/sync/pull?${query}`);
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, field]);
  });

  test("one D1 call, one hop", async () => {
    const actor = await newActor();
    await push(actor, creates(Array.from({ length: 500 }, (_, index) => `task ${index}`)));
    const reply = await actor.get("/v1/sync/pull");
    expect([reply.data.changes.length, callsOf(reply)]).toEqual([500, { d1: 1, hub: 1 }]);
  });
});
