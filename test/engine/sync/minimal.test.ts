import { describe, expect, test } from "vitest";
import { expense, openAccount, USD_UZS } from "../../leora/finance/support.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import {
  callsOf,
  change,
  conflictsOf,
  newId,
  newTask,
  type Pushed,
  pull,
  pullAll,
  push,
  pushOne,
  task,
} from "./protocol.ts";

const MINIMAL = { Prefer: "return=minimal" };

/** A row, or a result of a push, as loosely typed as tests need. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely and compare them whole
type Json = any;

/** Pushes in the minimal form, and expects 200. */
async function pushMinimal(
  actor: Actor,
  changes: readonly object[],
  more: object = {},
): Promise<Pushed & { common: Record<string, Json> }> {
  const reply = await actor.post("/v1/sync/push", { changes, ...more }, MINIMAL);
  expect([reply.status, reply.headers.get("preference-applied")], reply.text).toEqual([200, "return=minimal"]);
  return reply.data;
}

/** The row that a device puts together of what it sent and what the reply says; fields that are null are absent. */
function rowOf({ data }: { data?: object }, { id, idempotencyKey, set }: Json, common: Json = {}): Json {
  return stated({ ...data, id, idempotencyKey, ...common, ...set });
}

const stated = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** A row as REST shows it, without what is null. */
async function stored(actor: Actor, path: string): Promise<Json> {
  const reply = await actor.get(`/v1/${path}`);
  expect(reply.status, reply.text).toBe(200);
  return stated(reply.data);
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

describe("a row that took its change is told by what differs from what was sent", () => {
  test("a new row: what the server added and what it changed, in two D1 calls", async () => {
    const actor = await newActor();
    const sent = task("create", newId(), { title: "  Non  ", notes: null, priority: "medium", checklist: [] });
    const { entity, id, idempotencyKey } = sent;
    const reply = await actor.post("/v1/sync/push", { changes: [sent] }, MINIMAL);
    const { results, common, changes } = reply.data;
    expect([results.length, common, changes, callsOf(reply)]).toEqual([1, {}, [], { d1: 2, hub: 1 }]);
    const row = await stored(actor, `tasks/${id}`);
    expect(results[0]).toEqual({
      ...{ entity, id, idempotencyKey, status: "applied", rev: 1 },
      set: {
        ...{ userId: actor.user.id, showStatus: "active", syncStatus: "synced", title: "Non", status: "inbox" },
        ...{ financeLink: "none", focusTotalMinutes: 0, dependencies: [] },
        ...{ createdAt: row.createdAt, updatedAt: row.updatedAt },
      },
    });
    expect(rowOf(sent, results[0])).toEqual(row);
  });

  test("several new rows: what all of them set alike stands once, in `common`", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const amounts = [1, 2.5, 1];
    const sent = amounts.map((amount) =>
      change("transactions", "create", newId(), expense(accountId, amount, "USD", { name: "Non" })),
    );
    const alone = task("create", newId(), { title: "alone" });
    const { results, common, changes } = await pushMinimal(actor, [...sent, alone]);
    expect(results.slice(0, 3).map(({ set }) => set)).toEqual(
      amounts.map((amount) => ({ convertedAmountToBase: amount * USD_UZS })),
    );
    const rows = await Promise.all(sent.map(({ id }) => stored(actor, `transactions/${id}`)));
    expect(common).toEqual({
      transactions: {
        ...{ userId: actor.user.id, showStatus: "active", syncStatus: "synced", isBalanceAdjustment: false },
        ...{ baseCurrency: "UZS", rateUsedToBase: USD_UZS, isRateEstimated: false },
        ...{ attachments: [], tags: [], splits: [] },
        ...{ createdAt: rows[0].createdAt, updatedAt: rows[0].updatedAt },
      },
    });
    expect(sent.map((one, index) => rowOf(one, results[index], common.transactions))).toEqual(rows);
    expect(rowOf(alone, results[3])).toEqual(await stored(actor, `tasks/${alone.id}`));
    // The push changed the account by the way: it has no result, so that it is told in full.
    expect(changes.map(({ id, data }) => [id, data.currentBalance])).toEqual([[accountId, -4.5]]);
  });

  test("an edit: the whole row but what was sent, so that nobody needs to know what the device had", async () => {
    const actor = await newActor();
    const created = task("create", newId(), { title: "Non", notes: "issiq", energyLevel: 2 });
    const [{ rev }] = (await push(actor, [created])).results;
    const sent = task("update", created.id, { title: "Patir", energyLevel: null }, { baseRev: rev });
    const { results, changes } = await pushMinimal(actor, [sent]);
    expect(results[0]).toMatchObject({ status: "applied", rev: 2, set: { notes: "issiq" } });
    expect(Object.keys(results[0].set)).not.toContain("title");
    expect(rowOf(sent, results[0])).toEqual(await stored(actor, `tasks/${created.id}`));
    expect(changes).toEqual([]);
  });

  test("a field that only the server writes: with its value, null as well", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const sent = change("transactions", "create", newId(), expense(accountId, 1, "UZS", { goalName: "Uy" }));
    const [result] = (await pushMinimal(actor, [sent])).results;
    expect([result.status, result.set.goalName, "ignoredFields" in result]).toEqual(["applied", null, false]);
  });

  test("a merged edit: with what others did, which no cursor brings any more", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const { cursor } = await pull(actor);
    await actor.patch(`/v1/tasks/${id}`, { notes: "theirs" });
    const sent = task("update", id, { title: "mine" }, { baseRev: rev });
    const { results, changes, cursor: next } = await pushMinimal(actor, [sent], { cursor });
    expect([results[0].status, results[0].set.notes, changes]).toEqual(["merged", "theirs", []]);
    expect(rowOf(sent, results[0])).toEqual(await stored(actor, `tasks/${id}`));
    expect((await pull(actor, { cursor: next })).changes).toEqual([]);
  });

  test("several changes of one row: each leads to the row at the end", async () => {
    const actor = await newActor();
    const id = newId();
    const sent = [
      task("create", id, { title: "one", notes: "n" }),
      task("update", id, { title: "two" }),
      task("update", id, { notes: "m" }),
    ];
    const { results, common } = await pushMinimal(actor, sent);
    const row = await stored(actor, `tasks/${id}`);
    expect(sent.map((one, index) => rowOf(one, results[index], common.tasks))).toEqual(Array(3).fill(row));
  });

  test("a repeated change: as the row is by then, in the form that is asked for now", async () => {
    const actor = await newActor();
    const sent = task("create", newId(), { title: "once" });
    const full = await pushOne(actor, sent);
    await actor.patch(`/v1/tasks/${sent.id}`, { title: "later" });
    const [again] = (await pushMinimal(actor, [sent])).results;
    expect(again).toMatchObject({ status: "duplicate", original: "applied", rev: 2, set: { title: "later" } });
    expect(rowOf(sent, again)).toEqual(await stored(actor, `tasks/${sent.id}`));
    const third = await pushOne(actor, sent);
    expect(third).toEqual({
      ...full,
      ...{ status: "duplicate", original: "applied", rev: 2 },
      data: (await actor.get(`/v1/tasks/${sent.id}`)).data,
    });
  });
});

describe("all other results are as always", () => {
  test("a deletion has its tombstone, and so has a repeated change of a deleted row", async () => {
    const actor = await newActor();
    const created = task("create", newId(), { title: "a" });
    await push(actor, [created]);
    const tombstone = { id: created.id, showStatus: "deleted" };
    const { results, changes } = await pushMinimal(actor, [task("delete", created.id), created]);
    expect(results).toMatchObject([
      { status: "applied", rev: 2, data: tombstone },
      { status: "duplicate", original: "applied", rev: 2, data: tombstone },
    ]);
    expect(results.some((result) => "set" in result)).toBe(false);
    expect(changes).toEqual([]);
  });

  test("a conflict has the row, and so has its repetition", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    const sent = task("update", id, { title: "mine" }, { baseRev: rev });
    const first = (await pushMinimal(actor, [sent])).results[0];
    const { data } = await actor.get(`/v1/tasks/${id}`);
    const [{ conflictId }] = await conflictsOf(actor);
    const { entity, idempotencyKey } = sent;
    expect(first).toEqual({ entity, id, idempotencyKey, status: "conflict", conflictId, rev: 2, data });
    const again = (await pushMinimal(actor, [sent])).results[0];
    expect(again).toEqual({ ...first, status: "duplicate", original: "conflict" });
  });

  test("a refusal has its error; the row that it names stays in `changes` when the push changed it by the way", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const { cursor } = await pull(actor);
    const spent = change("transactions", "create", newId(), expense(accountId, 5, "UZS"));
    const refused = change("accounts", "update", accountId, { name: "" });
    const { results, changes } = await pushMinimal(actor, [spent, refused, {}], { cursor });
    expect(results).toMatchObject([
      { status: "applied", rev: 2 },
      { status: "rejected", rev: 2, data: { currentBalance: -5 }, error: { code: "VALIDATION_ERROR" } },
      { status: "rejected", rev: null, data: null, error: { code: "VALIDATION_ERROR" } },
    ]);
    expect(changes.map(({ id, rev, data }) => [id, rev, data.currentBalance])).toEqual([[accountId, 2, -5]]);
  });
});

describe("`changes`", () => {
  test("have what others wrote since the cursor, and the new cursor covers the own rows", async () => {
    const actor = await newActor();
    const { id: mine } = await newTask(actor);
    const { cursor } = await pull(actor);
    const { id: theirs } = await newTask(actor);
    const sent = [task("update", mine, { title: "mine" }), task("create", newId(), { title: "new" })];
    const pushed = await pushMinimal(actor, sent, { cursor });
    expect([idsOf(pushed.changes), pushed.hasMore]).toEqual([[theirs], false]);
    expect((await pull(actor, { cursor: pushed.cursor })).changes).toEqual([]);
    // Its reply was lost, so it is repeated: the rows are no news of that push.
    const again = await pushMinimal(actor, sent, { cursor });
    expect(idsOf(again.changes)).toEqual([theirs, mine, sent[1]?.id]);
  });

  test("have a row for which the results have no room any more", { timeout: 30_000 }, async () => {
    const actor = await newActor();
    const checklist = Array.from({ length: 99 }, (_, index) => ({ title: `${index} ${"x".repeat(490)}` }));
    const [{ id: large }, { id: small }] = [await newTask(actor, { checklist }), await newTask(actor)];
    const { cursor } = await pullAll(actor);
    const ofLarge = Array.from({ length: 100 }, () => task("update", large, { notes: "n" }));
    const pushed = await pushMinimal(actor, [...ofLarge, task("update", small, { title: "b" })], { cursor });
    expect(pushed.results.slice(-2)).toMatchObject([
      { id: large, status: "applied", rev: 3, set: null },
      { id: small, status: "applied", rev: 3, set: null },
    ]);
    const row = await stored(actor, `tasks/${large}`);
    expect(rowOf(ofLarge[0] ?? {}, pushed.results[0], pushed.common.tasks)).toEqual(row);
    expect(pushed.changes.map(({ id, data }) => [id, data.title])).toEqual([[small, "b"]]);
  });
});

test("500 new transactions are answered by less than 150 kB", async () => {
  const actor = await newActor();
  const accountId = await openAccount(actor, "USD");
  const sent = Array.from({ length: 500 }, (_, index) =>
    change("transactions", "create", newId(), expense(accountId, 1000 + index, "USD", { name: "Korzinka" })),
  );
  const reply = await actor.post("/v1/sync/push", { changes: sent }, MINIMAL);
  expect(reply.data.results).toHaveLength(500);
  expect(reply.text.length).toBeLessThan(150_000);
});

test("the default form has no trace of it", async () => {
  const actor = await newActor();
  const sent = task("create", newId(), { title: "a" });
  const reply = await actor.post(
    "/v1/sync/push",
    { changes: [sent] },
    { Prefer: "respond-async, return=representation" },
  );
  expect(reply.headers.get("preference-applied")).toBeNull();
  const { entity, id, idempotencyKey } = sent;
  const { data } = await actor.get(`/v1/tasks/${id}`);
  expect(reply.data).toEqual({
    results: [{ entity, id, idempotencyKey, status: "applied", rev: 1, data }],
    changes: [{ entity, id, operation: "create", rev: 1, data, serverUpdatedAt: data.updatedAt }],
    cursor: expect.any(String),
    hasMore: false,
    serverTime: data.updatedAt,
  });
});
