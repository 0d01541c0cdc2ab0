import { describe, expect, test } from "vitest";
import { PushBody } from "../../../src/engine/sync/contract.ts";
import { push as pushDirectly } from "../../../src/engine/sync/push.ts";
import { leoraSync } from "../../../src/leora/sync.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { contextOf } from "../../support/context.ts";
import { racing } from "../../support/race.ts";
import { callsOf, change, conflictsOf, newId, newTask, pull, push, pushOne, task } from "./protocol.ts";

const read = async (actor: Actor, id: string) => (await actor.get(`/v1/tasks/${id}`)).data;

describe("the reply", () => {
  test("carries the row as REST shows it, and the same row among the changes", async () => {
    const actor = await newActor();
    const id = newId();
    const created = task("create", id, { title: "Kitob o'qish", priority: "high", checklist: [{ title: "1-bob" }] });
    const reply = await push(actor, [created]);
    const row = await read(actor, id);
    expect(row).toMatchObject({ id, title: "Kitob o'qish", priority: "high", idempotencyKey: created.idempotencyKey });
    expect(reply.results).toEqual([
      { entity: "tasks", id, idempotencyKey: created.idempotencyKey, status: "applied", rev: 1, data: row },
    ]);
    expect(reply.changes).toEqual([
      { entity: "tasks", id, operation: "create", rev: 1, data: row, serverUpdatedAt: row.updatedAt },
    ]);
    expect(reply).toMatchObject({ hasMore: false, serverTime: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(await pull(actor, { cursor: reply.cursor })).toMatchObject({ changes: [], hasMore: false });
  });

  test("tells what others changed since the cursor", async () => {
    const phone = await newActor();
    const tablet = await signInAgain(phone);
    const { cursor } = await pull(phone);
    const other = await newTask(tablet);
    const own = newId();
    const { changes } = await push(phone, [task("create", own, { title: "mine" })], { cursor });
    expect(changes.map(({ id, operation }) => [id, operation])).toEqual([
      [other.id, "create"],
      [own, "create"],
    ]);
  });

  test("of a device that has everything, what the push wrote, as a pull tells it", async () => {
    const actor = await newActor();
    const [older, younger] = [await newTask(actor), await newTask(actor)];
    await actor.delete(`/v1/tasks/${older.id}`);
    const { cursor } = await pull(actor);
    const created = newId();
    const reply = await actor.post("/v1/sync/push", {
      cursor,
      changes: [
        task("create", created, { title: "created" }),
        task("update", younger.id, { title: "changed" }),
        change("counterparties", "create", newId(), { displayName: "Anvar" }),
      ],
    });
    expect([reply.data.changes.length, callsOf(reply).d1]).toEqual([3, 2]);
    const pulled = await pull(actor, { cursor });
    expect(reply.data.changes).toEqual(pulled.changes);
    expect(await pull(actor, { cursor: reply.data.cursor })).toMatchObject({ changes: [], hasMore: false });
    const deletion = await push(actor, [task("delete", younger.id)], { cursor: pulled.cursor });
    expect(deletion.changes).toEqual((await pull(actor, { cursor: pulled.cursor })).changes);
    expect(deletion.changes.map(({ id, operation }) => [id, operation])).toEqual([[younger.id, "delete"]]);
  });

  test("what another device writes to another row after the push has read is told as well", async () => {
    const actor = await newActor();
    const { id: mine } = await newTask(actor);
    const { id: theirs } = await newTask(actor);
    const { cursor } = await pull(actor);
    const ctx = racing(contextOf(actor), () => actor.patch(`/v1/tasks/${theirs}`, { title: "theirs" }));
    const sent = task("update", mine, { title: "mine" });
    const reply = await pushDirectly(leoraSync, ctx, PushBody.parse({ cursor, changes: [sent] }));
    expect(reply.changes.map(({ data }) => data.title)).toEqual(["theirs", "mine"]);
    expect(ctx.meter.d1).toBe(3);
    expect(await pull(actor, { cursor: reply.cursor })).toMatchObject({ changes: [], hasMore: false });
  });

  test("an empty push is a pull", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const reply = await push(actor, []);
    expect(reply.results).toEqual([]);
    expect(reply.changes.map((change) => change.id)).toEqual([id]);
  });
});

describe("order", () => {
  test("links lead to rows created earlier in the push, and all of it is one write", async () => {
    const actor = await newActor();
    const [first, second] = [newId(), newId()];
    const { results } = await push(actor, [
      task("create", first, { title: "first" }),
      task("create", second, { title: "second", dependencies: [{ dependsOnTaskId: first }] }),
      task("update", first, { status: "completed" }),
      task("update", second, { status: "completed" }),
    ]);
    expect(results.map(({ status, rev }) => [status, rev])).toEqual(Array(4).fill(["applied", 1]));
    expect(results[1].data).toMatchObject({
      status: "completed",
      dependencies: [{ dependsOnTaskId: first, status: "met" }],
    });
  });

  test("a link to a row that was refused is refused, the rest is not", async () => {
    const actor = await newActor();
    const [first, second, third] = [newId(), newId(), newId()];
    const { results } = await push(actor, [
      task("create", first, { title: "" }),
      task("create", second, { title: "second", dependencies: [{ dependsOnTaskId: first }] }),
      task("create", third, { title: "third" }),
    ]);
    expect(results.map((result) => [result.status, result.error?.code])).toEqual([
      ["rejected", "VALIDATION_ERROR"],
      ["rejected", "RESOURCE_NOT_FOUND"],
      ["applied", undefined],
    ]);
    expect(results[1].error.details).toEqual([
      { field: "dependencies.0.dependsOnTaskId", message: "No such resource" },
    ]);
  });

  test("a row created and deleted in one push is a tombstone", async () => {
    const actor = await newActor();
    const id = newId();
    const { results, cursor } = await push(actor, [task("create", id, { title: "gone" }), task("delete", id)]);
    expect(results.map(({ status, data }) => [status, data])).toEqual(
      Array(2).fill(["applied", { id, showStatus: "deleted" }]),
    );
    expect((await actor.get(`/v1/tasks/${id}`)).status).toBe(404);
    expect(cursor).toEqual(expect.any(String));
  });
});

describe("base", () => {
  async function edited() {
    const actor = await newActor();
    const { id, rev } = await newTask(actor, { notes: "original" });
    expect((await actor.patch(`/v1/tasks/${id}`, { title: "theirs" })).status).toBe(200);
    return { actor, id, rev };
  }

  test("current: applied", async () => {
    const { actor, id, rev } = await edited();
    const result = await pushOne(actor, task("update", id, { title: "mine" }, { baseRev: rev + 1 }));
    expect(result).toMatchObject({ status: "applied", rev: rev + 2, data: { title: "mine" } });
  });

  test("stale, other field: merged", async () => {
    const { actor, id, rev } = await edited();
    const result = await pushOne(actor, task("update", id, { notes: "mine" }, { baseRev: rev }));
    expect(result).toMatchObject({ status: "merged", rev: rev + 2, data: { title: "theirs", notes: "mine" } });
    expect(await read(actor, id)).toEqual(result.data);
  });

  test("stale, the whole row sent with one field changed: merged", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor, { checklist: [{ title: "x" }, { title: "y" }] });
    const row = await read(actor, id);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs", checklist: row.checklist.slice(0, 1) });
    const result = await pushOne(actor, task("update", id, { ...row, notes: "mine" }, { baseRev: rev }));
    expect(result).toMatchObject({ status: "merged", data: { title: "theirs", notes: "mine" } });
    expect(result.data.checklist).toEqual(row.checklist.slice(0, 1));
  });

  test("stale, the same value: merged", async () => {
    const { actor, id, rev } = await edited();
    const result = await pushOne(actor, task("update", id, { title: "theirs" }, { baseRev: rev }));
    expect(result).toMatchObject({ status: "merged", rev: rev + 1, data: { title: "theirs" } });
  });

  test("stale, another value: conflict; the server's row stands and both copies are kept", async () => {
    const { actor, id, rev } = await edited();
    const sent = task("update", id, { title: "mine", notes: "mine too" }, { baseRev: rev });
    const result = await pushOne(actor, sent);
    const row = await read(actor, id);
    expect(row).toMatchObject({ title: "theirs", notes: "original", syncStatus: "synced" });
    expect(result).toEqual({
      entity: "tasks",
      id,
      idempotencyKey: sent.idempotencyKey,
      status: "conflict",
      conflictId: expect.any(String),
      rev: rev + 1,
      data: row,
    });
    expect(await conflictsOf(actor)).toEqual([
      {
        conflictId: result.conflictId,
        entity: "tasks",
        id,
        operation: "update",
        local: { title: "mine", notes: "mine too" },
        server: row,
        base: expect.objectContaining({ id, title: "original", notes: "original" }),
        localUpdatedAt: sent.localUpdatedAt,
        createdAt: expect.any(String),
      },
    ]);
  });

  test("an update of a deleted row: conflict, with or without a base", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.delete(`/v1/tasks/${id}`);
    for (const more of [{ baseRev: rev }, { baseRev: rev + 1 }, {}]) {
      const result = await pushOne(actor, task("update", id, { title: "mine" }, more));
      expect(result).toMatchObject({ status: "conflict", rev: rev + 1, data: { id, showStatus: "deleted" } });
    }
    expect(await conflictsOf(actor)).toMatchObject(
      Array(3).fill({ local: { title: "mine" }, server: { id, showStatus: "deleted" }, base: { title: "original" } }),
    );
  });

  test("a delete of a changed row: conflict", async () => {
    const { actor, id, rev } = await edited();
    const result = await pushOne(actor, task("delete", id, undefined, { baseRev: rev }));
    expect(result).toMatchObject({ status: "conflict", rev: rev + 1, data: { title: "theirs" } });
    expect(await conflictsOf(actor)).toMatchObject([
      {
        operation: "delete",
        local: { id, showStatus: "deleted" },
        base: { title: "original" },
        server: { title: "theirs" },
      },
    ]);
  });

  test("a delete of an unchanged row, and of a deleted one: applied", async () => {
    const { actor, id, rev } = await edited();
    for (const baseRev of [rev + 1, rev]) {
      const result = await pushOne(actor, task("delete", id, undefined, { baseRev }));
      expect(result).toMatchObject({ status: "applied", rev: rev + 2, data: { id, showStatus: "deleted" } });
    }
  });

  test("without baseRev: the server's state at lastSyncedAt", async () => {
    freezeTime("2026-11-02T10:00:00Z");
    const actor = await newActor();
    const { id } = await newTask(actor);
    const before = new Date().toISOString();
    passTime(1000);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    const after = new Date().toISOString();
    passTime(1000);
    const mine = () => task("update", id, { title: "mine" });
    expect(await pushOne(actor, mine(), { lastSyncedAt: before })).toMatchObject({ status: "conflict" });
    expect(await pushOne(actor, mine(), { lastSyncedAt: after })).toMatchObject({ status: "applied" });
  });

  test("without both: the current row", async () => {
    const { actor, id } = await edited();
    expect(await pushOne(actor, task("update", id, { title: "mine" }))).toMatchObject({ status: "applied" });
  });

  test("what this push wrote is no news to it", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const { results } = await push(actor, [
      task("update", id, { title: "one" }, { baseRev: rev }),
      task("update", id, { title: "two" }, { baseRev: rev }),
      task("delete", id, undefined, { baseRev: rev }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied", "applied"]);
  });

  test("what others wrote stays news after this push wrote to the row", async () => {
    const { actor, id, rev } = await edited();
    const { results } = await push(actor, [
      task("update", id, { notes: "mine" }, { baseRev: rev }),
      task("update", id, { notes: "mine again" }, { baseRev: rev }),
      task("update", id, { title: "mine" }, { baseRev: rev }),
      task("delete", id, undefined, { baseRev: rev }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["merged", "applied", "conflict", "conflict"]);
    expect(await read(actor, id)).toMatchObject({ title: "theirs", notes: "mine again" });
  });

  test("numbers that only the server derives are no edits", async () => {
    const actor = await newActor();
    const [first, second] = [await newTask(actor), newId()];
    await push(actor, [task("create", second, { title: "b", dependencies: [{ dependsOnTaskId: first.id }] })]);
    const before = (await pull(actor)).changes.find(({ id }) => id === second);
    await actor.post(`/v1/tasks/${first.id}/complete`);
    const after = (await pull(actor)).changes.find(({ id }) => id === second);
    expect(after.rev).toBe(before.rev + 1);
    const result = await pushOne(actor, task("update", second, { title: "mine" }, { baseRev: before.rev }));
    expect(result.status).toBe("applied");
  });
});

describe("a retry after a lost reply, with further changes", () => {
  async function pushed() {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const first = task("update", id, { title: "mine" }, { baseRev: rev });
    const second = task("update", id, { title: "mine, later" }, { baseRev: rev });
    expect((await pushOne(actor, first)).status).toBe("applied");
    return { actor, id, rev, changes: [first, second] };
  }
  const statuses = async (actor: Actor, changes: object[]) =>
    (await push(actor, changes)).results.map(({ status }) => status);

  test("what the first try wrote is no news", async () => {
    const { actor, id, rev, changes } = await pushed();
    const deletion = task("delete", id, undefined, { baseRev: rev });
    expect(await statuses(actor, [...changes, deletion])).toEqual(["duplicate", "applied", "applied"]);
  });

  test("what others wrote after it is", async () => {
    const { actor, id, changes } = await pushed();
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    expect(await statuses(actor, changes)).toEqual(["duplicate", "conflict"]);
    expect(await conflictsOf(actor)).toMatchObject([{ base: { title: "mine" }, local: { title: "mine, later" } }]);
  });
});

describe("idempotency keys", () => {
  test("a replay gets the stored answer, and writes nothing", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    const changes = [
      task("update", id, { notes: "mine" }, { baseRev: rev }),
      task("update", id, { title: "mine", currentFocus: 1, focusTotalMinutes: 5 }, { baseRev: rev }),
      task("create", newId(), { title: "new" }),
    ];
    const first = await push(actor, changes);
    expect(first.results.map(({ status }) => status)).toEqual(["merged", "conflict", "applied"]);
    const second = await push(actor, changes, { cursor: first.cursor });
    expect(second.results).toEqual(
      first.results.map((result) => ({ ...result, status: "duplicate", original: result.status })),
    );
    expect(second.results[1].ignoredFields).toEqual(["focusTotalMinutes"]);
    expect(second.changes).toEqual([]);
    expect(await conflictsOf(actor)).toHaveLength(1);
  });

  test("a replay tells the row as it is now", async () => {
    const actor = await newActor();
    const id = newId();
    const created = task("create", id, { title: "original" });
    await pushOne(actor, created);
    await actor.delete(`/v1/tasks/${id}`);
    expect(await pushOne(actor, created)).toMatchObject({
      status: "duplicate",
      original: "applied",
      rev: 2,
      data: { id, showStatus: "deleted" },
    });
  });

  test("twice in one push: the second is a duplicate", async () => {
    const actor = await newActor();
    const created = task("create", newId(), { title: "once" });
    const { results } = await push(actor, [created, created]);
    expect(results).toMatchObject([{ status: "applied" }, { status: "duplicate", original: "applied", rev: 1 }]);
  });

  test("the order of fields, times and bases is no content", async () => {
    const actor = await newActor();
    const id = newId();
    const created = task("create", id, { title: "once", notes: "n" });
    await pushOne(actor, created);
    const again = {
      ...created,
      data: { notes: "n", title: "once" },
      localUpdatedAt: "2020-01-01T00:00:00Z",
      baseRev: 3,
    };
    expect(await pushOne(actor, again)).toMatchObject({ status: "duplicate" });
  });

  test.each([
    ["data", { data: { title: "other" } }],
    ["id", { id: newId() }],
    ["operation", { operation: "update" }],
  ])("under another %s: IDEMPOTENCY_CONFLICT, in one push and later", async (_name, difference) => {
    const actor = await newActor();
    const created = task("create", newId(), { title: "once" });
    const { results } = await push(actor, [created, { ...created, ...difference }]);
    const refused = { status: "rejected", error: { code: "IDEMPOTENCY_CONFLICT" } };
    expect(results).toMatchObject([{ status: "applied" }, refused]);
    expect(await pushOne(actor, { ...created, ...difference })).toMatchObject(refused);
  });

  test("a rejected change frees its key", async () => {
    const actor = await newActor();
    const refused = task("create", newId(), { title: "" });
    expect(await pushOne(actor, refused)).toMatchObject({ status: "rejected" });
    expect(await pushOne(actor, { ...refused, data: { title: "mended" } })).toMatchObject({ status: "applied" });
  });

  test("of HTTP and of sync are separate", async () => {
    const actor = await newActor();
    const key = newId();
    const created = await actor.post("/v1/tasks", { title: "by REST" }, { "Idempotency-Key": key });
    expect(created.status).toBe(201);
    const pushed = task("create", newId(), { title: "by sync" }, { idempotencyKey: key });
    expect(await pushOne(actor, pushed)).toMatchObject({ status: "applied", data: { title: "by sync" } });
  });

  test("of two users are separate", async () => {
    const created = task("create", newId(), { title: "mine" });
    for (const actor of [await newActor(), await newActor()]) {
      expect(await pushOne(actor, created)).toMatchObject({ status: "applied" });
    }
  });
});

describe("refusals", () => {
  const valid = () => task("create", newId(), { title: "x" });

  test.each([
    ["no object", 5, ""],
    ["null", null, ""],
    ["an unknown entity", { ...valid(), entity: "users" }, "entity"],
    ["a property of Object for an entity", { ...valid(), entity: "constructor" }, "entity"],
    ["a bad id", { ...valid(), id: "7" }, "id"],
    ["no key", { ...valid(), idempotencyKey: undefined }, "idempotencyKey"],
    ["an empty key", { ...valid(), idempotencyKey: "" }, "idempotencyKey"],
    ["a long key", { ...valid(), idempotencyKey: "k".repeat(256) }, "idempotencyKey"],
    ["an unknown operation", { ...valid(), operation: "upsert" }, "operation"],
    ["no time", { ...valid(), localUpdatedAt: undefined }, "localUpdatedAt"],
    ["a day for a time", { ...valid(), localUpdatedAt: "2026-11-02" }, "localUpdatedAt"],
    ["no data", { ...valid(), data: undefined }, "data"],
    ["a list for data", { ...valid(), data: [] }, "data"],
    ["a fraction for a base", { ...valid(), baseRev: 1.5 }, "baseRev"],
  ])("%s: rejected alone", async (_name, malformed, field) => {
    const actor = await newActor();
    const { results } = await push(actor, [valid(), malformed, valid()]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "rejected", "applied"]);
    expect(results[1]).toMatchObject({ rev: null, data: null, error: { code: "VALIDATION_ERROR" } });
    expect(results[1].error.details.map((detail: { field: string }) => detail.field)).toContain(field);
  });

  test("data is as strict as REST, and the answer carries the server's row", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const row = await read(actor, id);
    for (const data of [{ title: "" }, { estimatedMinutes: "60" }, { showStatus: "deleted" }, { priority: "urgent" }]) {
      const result = await pushOne(actor, task("update", id, data));
      const [field] = Object.keys(data);
      expect(result).toMatchObject({ status: "rejected", rev, data: row, error: { code: "VALIDATION_ERROR" } });
      expect(result.error.details).toMatchObject([{ field }]);
    }
  });

  test("an existing id, an unknown id", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const { results } = await push(actor, [
      task("create", id, { title: "again" }),
      task("update", newId(), { title: "x" }),
      task("delete", newId()),
    ]);
    expect(results.map((result) => [result.status, result.error.code, result.rev])).toEqual([
      ["rejected", "RESOURCE_ALREADY_EXISTS", rev],
      ["rejected", "RESOURCE_NOT_FOUND", null],
      ["rejected", "RESOURCE_NOT_FOUND", null],
    ]);
  });

  test("another user's row does not exist, and its id is free", async () => {
    const [owner, stranger] = [await newActor(), await newActor()];
    const { id } = await newTask(owner);
    const { results } = await push(stranger, [
      task("update", id, { title: "stolen" }),
      task("delete", id),
      task("create", newId(), { title: "x", dependencies: [{ dependsOnTaskId: id }] }),
      task("create", id, { title: "own" }),
    ]);
    expect(results.map((result) => result.error?.code ?? result.status)).toEqual([
      "RESOURCE_NOT_FOUND",
      "RESOURCE_NOT_FOUND",
      "RESOURCE_NOT_FOUND",
      "applied",
    ]);
    expect(await read(owner, id)).toMatchObject({ title: "original" });
  });

  test("fields of the server are ignored and named, unknown ones are ignored", async () => {
    const actor = await newActor();
    const id = newId();
    const data = { id, title: "x", focusTotalMinutes: 9, userId: newId(), createdAt: "2020-01-01", colour: "red" };
    const created = await pushOne(actor, task("create", id, data));
    expect(created).toMatchObject({ status: "applied", data: { focusTotalMinutes: 0, userId: actor.user.id } });
    expect(created.ignoredFields).toEqual(["focusTotalMinutes", "userId", "createdAt"]);
    const updated = await pushOne(actor, task("update", id, { focusTotalMinutes: 9, lastFocusSessionId: newId() }));
    expect(updated).toMatchObject({ status: "applied", ignoredFields: ["focusTotalMinutes", "lastFocusSessionId"] });
  });

  test.each([
    ["no changes", {}, "changes"],
    ["an object for changes", { changes: {} }, "changes"],
    ["501 changes", { changes: Array(501).fill({}) }, "changes"],
    ["a bad time", { changes: [], lastSyncedAt: "yesterday" }, "lastSyncedAt"],
    ["a bad cursor", { changes: [], cursor: "abc" }, "cursor"],
    ["a number for a cursor", { changes: [], cursor: 5 }, "cursor"],
  ])("an envelope with %s: 400, nothing applied", async (_name, body, field) => {
    const actor = await newActor();
    const reply = await actor.post("/v1/sync/push", body);
    expect([reply.status, reply.error?.code, reply.error?.details?.[0]?.field]).toEqual([
      400,
      "VALIDATION_ERROR",
      field,
    ]);
  });

  test("a bad cursor holds up the changes beside it", async () => {
    const actor = await newActor();
    await actor.post("/v1/sync/push", { changes: [valid()], cursor: "abc" });
    expect((await pull(actor)).changes).toEqual([]);
  });

  test("more than 1 MiB: 413", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/sync/push", {
      changes: [{ ...valid(), data: { notes: "n".repeat(1 << 20) } }],
    });
    expect([reply.status, reply.error?.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });
});

describe("calls", () => {
  const fullTask = (index: number) => ({
    title: `Vazifa ${index}`,
    notes: "Long enough to be like life. ".repeat(20),
    dueDate: "2026-12-01",
    checklist: [{ title: "one" }, { title: "two", completed: true }],
  });

  test("500 creates, 500 updates, 500 replays", async () => {
    const actor = await newActor();
    const ids = Array.from({ length: 500 }, newId);
    const creates = ids.map((id, index) => task("create", id, fullTask(index)));
    const created = await actor.post("/v1/sync/push", { changes: creates });
    const { rev } = created.data.results[0];
    const updates = ids.map((id) => task("update", id, { notes: "changed ".repeat(30) }, { baseRev: rev }));
    const updated = await actor.post("/v1/sync/push", { changes: updates, cursor: created.data.cursor });
    const replayed = await actor.post("/v1/sync/push", { changes: updates, cursor: updated.data.cursor });
    const statuses = [created, updated, replayed].map(({ data }) => [
      ...new Set(data.results.map(({ status }: { status: string }) => status)),
    ]);
    expect(statuses).toEqual([["applied"], ["applied"], ["duplicate"]]);
    expect([created, updated, replayed].map(callsOf)).toEqual(Array(3).fill({ d1: 2, hub: 1 }));
    expect(updated.data.changes).toHaveLength(500);
    expect(replayed.data.changes).toHaveLength(0);
  });

  test("500 conflicts, and large texts both ways", async () => {
    const actor = await newActor();
    const ids = Array.from({ length: 25 }, newId);
    const created = await push(
      actor,
      ids.map((id) => task("create", id, { title: "ours" })),
    );
    const { rev } = created.results[0];
    await push(
      actor,
      ids.map((id) => task("update", id, { title: "theirs" })),
    );
    const local = { title: "mine", notes: "ﷺ".repeat(600) };
    const changes = ids.flatMap((id) => Array.from({ length: 20 }, () => task("update", id, local, { baseRev: rev })));
    const reply = await actor.post("/v1/sync/push", { changes });
    expect(reply.data.results.every(({ status }: { status: string }) => status === "conflict")).toBe(true);
    expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });
    const list = await actor.get("/v1/sync/conflicts?limit=100&page=5");
    expect(list.data).toHaveLength(100);
    expect(list.meta).toEqual({ page: 5, limit: 100, total: 500, totalPages: 5, hasMore: false });
    expect(callsOf(list)).toEqual({ d1: 1, hub: 1 });
  });
});

describe("races", () => {
  test("two phones and REST write at once: nothing is lost", async () => {
    const phone = await newActor();
    const tablet = await signInAgain(phone);
    const { id, rev } = await newTask(phone);
    const base = { baseRev: rev };
    const writes = await Promise.all([
      push(phone, [task("update", id, { title: "phone" }, base), task("create", newId(), { title: "p" })]),
      push(tablet, [task("update", id, { notes: "tablet" }, base), task("create", newId(), { title: "t" })]),
      push(tablet, [task("update", id, { context: "tablet" }, base)]),
      phone.patch(`/v1/tasks/${id}`, { energyLevel: 2 }),
      phone.patch(`/v1/tasks/${id}`, { estimatedMinutes: 30 }),
    ]);
    const results = writes.flatMap((reply) => ("results" in reply ? reply.results : []));
    expect(results.every(({ status }) => ["applied", "merged"].includes(status))).toBe(true);
    expect(await read(phone, id)).toMatchObject({
      title: "phone",
      notes: "tablet",
      context: "tablet",
      energyLevel: 2,
      estimatedMinutes: 30,
    });
    expect((await pull(phone)).changes).toHaveLength(3);
  });

  test("twenty twins of one push make one row, and one conflict of two writers of a field", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const changes = [
      task("create", newId(), { title: "once" }),
      task("update", id, { title: "one" }, { baseRev: rev }),
      task("update", id, { notes: "n" }, { baseRev: rev }),
    ];
    const twins = await Promise.all(Array.from({ length: 20 }, () => push(actor, changes)));
    const applied = twins.filter(({ results }) => results.every(({ status }) => status === "applied"));
    const replayed = twins.filter(({ results }) => results.every(({ status }) => status === "duplicate"));
    expect([applied.length, replayed.length]).toEqual([1, 19]);
    const rivals = ["a", "b", "c"].map((title) =>
      pushOne(actor, change("tasks", "update", id, { title }, { baseRev: rev + 1 })),
    );
    const statuses = (await Promise.all(rivals)).map(({ status }) => status).toSorted();
    expect(statuses).toEqual(["applied", "conflict", "conflict"]);
  });
});
