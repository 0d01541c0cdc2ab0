import { describe, expect, it } from "vitest";
import { callsOf, newId } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";

type Item = { operation?: string; id?: string; data?: object };

const bulk = (actor: Actor, items: readonly unknown[], headers?: Record<string, string>) =>
  actor.post("/v1/tasks/bulk", { items }, headers);
const create = (data: object, id?: string): Item => ({ ...(id && { id }), data });
const statusesOf = ({ data }: Awaited<ReturnType<typeof bulk>>) =>
  data.results.map(({ status }: { status: string }) => status);
const clockOf = (actor: Actor) =>
  actor.db.prepare("SELECT rev FROM clocks WHERE owner = ?").bind(actor.owner).first<number>("rev");

describe("many tasks in one write", () => {
  it("are created, changed and deleted in order, later items seeing earlier ones", async () => {
    const actor = await newActor();
    const { data: old } = await actor.post("/v1/tasks", { title: "old" });
    const [a, b] = [newId(), newId()];
    const reply = await bulk(actor, [
      create({ title: "a" }, a),
      { operation: "update", id: a, data: { status: "completed" } },
      create({ title: "b", dependencies: [{ dependsOnTaskId: a }] }, b),
      { operation: "update", id: b, data: { status: "completed", priority: "high" } },
      { operation: "delete", id: old.id },
      create({ title: "no id" }),
    ]);
    expect(reply.status).toBe(200);
    const { results, ...counts } = reply.data;
    expect(counts).toEqual({ appliedCount: 6, rejectedCount: 0 });
    const generated = results[5].id;
    expect(results).toEqual([
      { index: 0, id: a, operation: "create", status: "applied", data: (await actor.get(`/v1/tasks/${a}`)).data },
      { index: 1, id: a, operation: "update", status: "applied", data: (await actor.get(`/v1/tasks/${a}`)).data },
      { index: 2, id: b, operation: "create", status: "applied", data: (await actor.get(`/v1/tasks/${b}`)).data },
      { index: 3, id: b, operation: "update", status: "applied", data: (await actor.get(`/v1/tasks/${b}`)).data },
      { index: 4, id: old.id, operation: "delete", status: "applied", data: { id: old.id, showStatus: "deleted" } },
      {
        index: 5,
        id: generated,
        operation: "create",
        status: "applied",
        data: (await actor.get(`/v1/tasks/${generated}`)).data,
      },
    ]);
    expect(results[3].data).toMatchObject({ status: "completed", priority: "high" });
    expect((await actor.get(`/v1/tasks/${old.id}`)).status).toBe(404);
  });

  it("an item that breaks a rule is rejected alone, with its reason, and leaves no trace", async () => {
    const [actor, other] = await Promise.all([newActor(), newActor()]);
    const { data: foreign } = await other.post("/v1/tasks", { title: "foreign" });
    const { data: own } = await actor.post("/v1/tasks", { title: "own" });
    const id = newId();
    const { data } = await bulk(actor, [
      create({ title: "good" }),
      create({ title: "" }),
      create({ title: "waits for nobody", dependencies: [{ dependsOnTaskId: foreign.id }] }, id),
      { operation: "update", id: foreign.id, data: { title: "mine" } },
      { operation: "delete", id: newId() },
      { operation: "update", data: { title: "which?" } },
      { operation: "update", id: own.id, data: { priority: "urgent" } },
      create({ title: "twice" }, own.id),
      { operation: "shred", id: own.id },
      { operation: "delete", id: "x" },
      null,
      [],
      "text",
      create({ title: "good too" }, id),
      { operation: "update", id: own.id, data: { dependencies: [{ dependsOnTaskId: own.id }] } },
      { operation: "delete", id: own.id },
      { operation: "delete", id: own.id },
    ]);
    type Result = { status: string; error?: { code: string; details?: { field: string }[] } };
    const outcomes = data.results.map(({ status, error }: Result) =>
      error ? [error.code, error.details?.[0]?.field] : status,
    );
    expect(outcomes).toEqual([
      "applied",
      ["VALIDATION_ERROR", "data.title"],
      ["RESOURCE_NOT_FOUND", "dependencies.0.dependsOnTaskId"],
      ["RESOURCE_NOT_FOUND", undefined],
      ["RESOURCE_NOT_FOUND", undefined],
      ["VALIDATION_ERROR", "id"],
      ["VALIDATION_ERROR", "data.priority"],
      ["RESOURCE_ALREADY_EXISTS", "id"],
      ["VALIDATION_ERROR", "operation"],
      ["VALIDATION_ERROR", "id"],
      ["VALIDATION_ERROR", ""],
      ["VALIDATION_ERROR", ""],
      ["VALIDATION_ERROR", ""],
      "applied",
      ["INVALID_STATE", "dependencies"],
      "applied",
      ["RESOURCE_NOT_FOUND", undefined],
    ]);
    expect([data.appliedCount, data.rejectedCount]).toEqual([3, 14]);
    const { data: rows } = await actor.get("/v1/tasks?sortOrder=asc");
    expect(rows.map(({ title }: { title: string }) => title).toSorted()).toEqual(["good", "good too"]);
    expect((await other.get(`/v1/tasks/${foreign.id}`)).data).toEqual(foreign);
    const stored = await actor.db
      .prepare("SELECT count(*) AS n FROM taskDependencies WHERE owner = ?")
      .bind(actor.owner)
      .first("n");
    expect(stored).toBe(0);
  });

  it("nothing is written when every item is rejected", async () => {
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: "first" });
    const before = await clockOf(actor);
    const reply = await bulk(actor, [create({}), { operation: "delete", id: newId() }]);
    expect([reply.status, statusesOf(reply)]).toEqual([200, ["rejected", "rejected"]]);
    expect(await clockOf(actor)).toBe(before);
  });

  it("500 of them are completed in two calls and one revision", async () => {
    const actor = await newActor();
    const ids = Array.from({ length: 500 }, newId);
    const created = await bulk(
      actor,
      ids.map((id, index) => create({ title: `t${index}` }, id)),
    );
    expect([created.data.appliedCount, callsOf(created)]).toEqual([500, { d1: 2, hub: 1 }]);
    const before = await clockOf(actor);
    const completed = await bulk(
      actor,
      ids.map((id) => ({ operation: "update", id, data: { status: "completed" } })),
    );
    expect([completed.data.appliedCount, callsOf(completed)]).toEqual([500, { d1: 2, hub: 1 }]);
    expect((await actor.get("/v1/tasks?status=completed&limit=1")).meta?.total).toBe(500);
    expect(await clockOf(actor)).toBe(Number(before) + 1);
  });

  it.each([
    ["501 items", Array.from({ length: 501 }, () => create({ title: "t" }))],
    ["none", []],
  ])("%s are refused as a whole", async (_, items) => {
    const actor = await newActor();
    const reply = await bulk(actor, items);
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, "items"]);
    expect((await actor.post("/v1/tasks/bulk", {})).status).toBe(400);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
  });

  it("over 1 MiB is 413", async () => {
    const actor = await newActor();
    const items = Array.from({ length: 120 }, () => create({ title: "t", notes: "x".repeat(10_000) }));
    expect((await bulk(actor, items)).status).toBe(413);
  });

  it("the same key writes once, also for twins, and stands for these items alone", async () => {
    const actor = await newActor();
    const key = { "Idempotency-Key": newId() };
    const items = [create({ title: "once" }), create({ title: "" })];
    const twins = await Promise.all([bulk(actor, items, key), bulk(actor, items, key), bulk(actor, items, key)]);
    const replay = await bulk(actor, items, key);
    expect(replay.headers.get("idempotency-replayed")).toBe("true");
    for (const twin of twins) expect(twin.data).toEqual(replay.data);
    expect((await actor.get("/v1/tasks")).data).toEqual([replay.data.results[0].data]);
    expect(replay.data.results[0].data.idempotencyKey).toBe(key["Idempotency-Key"]);
    const other = await bulk(actor, [create({ title: "other" })], key);
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });

  it("every socket receives every row", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    const { data } = await bulk(actor, [create({ title: "a" }), create({ title: "" }), create({ title: "b" })]);
    const frames = [await socket.next("entity:updated"), await socket.next("entity:updated")];
    expect(frames.map((frame) => frame.data.data.title).toSorted()).toEqual(["a", "b"]);
    expect(new Set(frames.map((frame) => frame.data.rev)).size).toBe(1);
    expect(data.appliedCount).toBe(2);
  });
});
