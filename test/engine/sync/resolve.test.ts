import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { callsOf, conflictsOf, newId, newTask, pull, pushOne, task } from "./protocol.ts";

const read = async (actor: Actor, id: string) => (await actor.get(`/v1/tasks/${id}`)).data;
const resolve = (actor: Actor, id: string, body: object, headers?: Record<string, string>) =>
  actor.post("/v1/sync/resolve-conflict", { entity: "tasks", id, ...body }, headers);

interface Conflict {
  actor: Actor;
  id: string;
  rev: number;
  conflictId: string;
}

/** A task whose title both sides changed, after which the local side also changed `local`. Time stands still. */
async function conflicting(local: object = {}, more: object = {}): Promise<Conflict> {
  freezeTime("2026-11-02T10:00:00Z");
  const actor = await newActor();
  const { id, rev } = await newTask(actor, { notes: "original" });
  passTime(10_000);
  await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
  passTime(10_000);
  const result = await pushOne(actor, task("update", id, { title: "mine", ...local }, { baseRev: rev, ...more }));
  expect(result.status).toBe("conflict");
  passTime(10_000);
  return { actor, id, rev: rev + 1, conflictId: result.conflictId };
}

describe("use_server", () => {
  test("keeps the row, its rev, and forgets the local copy", async () => {
    const { actor, id, rev } = await conflicting();
    const row = await read(actor, id);
    const reply = await resolve(actor, id, { resolution: "use_server" });
    expect([reply.status, reply.data]).toEqual([200, { entity: "tasks", id, rev, data: row }]);
    expect(await conflictsOf(actor)).toEqual([]);
    expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });
  });
});

describe("use_local", () => {
  test("applies the waiting change to the row as it is now", async () => {
    const { actor, id, conflictId } = await conflicting({ notes: "mine" });
    await actor.patch(`/v1/tasks/${id}`, { energyLevel: 3 });
    const { cursor } = await pull(actor);
    const reply = await resolve(actor, id, { resolution: "use_local", conflictId });
    expect(reply.data.data).toMatchObject({ title: "mine", notes: "mine", energyLevel: 3 });
    expect(reply.data.data).toEqual(await read(actor, id));
    expect((await pull(actor, { cursor })).changes).toMatchObject([{ id, rev: reply.data.rev, data: reply.data.data }]);
    expect(await conflictsOf(actor)).toEqual([]);
    expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });
  });

  test("reads what the waiting change links to", async () => {
    const actor = await newActor();
    const [before, row] = [await newTask(actor, { title: "first" }), await newTask(actor)];
    await actor.patch(`/v1/tasks/${row.id}`, { title: "theirs" });
    const local = { title: "mine", dependencies: [{ dependsOnTaskId: before.id }] };
    await pushOne(actor, task("update", row.id, local, { baseRev: row.rev }));
    const reply = await resolve(actor, row.id, { resolution: "use_local" });
    expect(reply.data.data).toMatchObject({ title: "mine", dependencies: [{ dependsOnTaskId: before.id }] });
    expect(callsOf(reply)).toEqual({ d1: 3, hub: 1 });
  });

  test("brings a deleted row back", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor, { notes: "kept" });
    await actor.delete(`/v1/tasks/${id}`);
    await pushOne(actor, task("update", id, { title: "mine" }));
    const reply = await resolve(actor, id, { resolution: "use_local" });
    expect(reply.data).toMatchObject({ rev: 4, data: { showStatus: "active", title: "mine", notes: "kept" } });
    expect(await read(actor, id)).toEqual(reply.data.data);
  });

  test("deletes the row", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    await pushOne(actor, task("delete", id, undefined, { baseRev: rev }));
    const reply = await resolve(actor, id, { resolution: "use_local" });
    expect(reply.data.data).toEqual({ id, showStatus: "deleted" });
    expect((await actor.get(`/v1/tasks/${id}`)).status).toBe(404);
  });

  test("is held to the entity's rules; the conflict stays", async () => {
    const actor = await newActor();
    const [open, row] = [await newTask(actor), newId()];
    const created = await pushOne(
      actor,
      task("create", row, { title: "b", dependencies: [{ dependsOnTaskId: open.id }] }),
    );
    await actor.patch(`/v1/tasks/${row}`, { status: "in_progress" });
    const sent = task("update", row, { status: "completed" }, { baseRev: created.rev });
    expect((await pushOne(actor, sent)).status).toBe("conflict");
    const reply = await resolve(actor, row, { resolution: "use_local" });
    expect([reply.status, reply.error?.code]).toEqual([409, "INVALID_STATE"]);
    expect(await conflictsOf(actor)).toHaveLength(1);
  });
});

describe("merge", () => {
  test("takes what only the local side changed, and the later writer of the rest: local", async () => {
    const { actor, id } = await conflicting({ notes: "mine" });
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ title: "mine", notes: "mine" });
  });

  test("the later writer: the server", async () => {
    const { actor, id } = await conflicting({ notes: "mine" }, { localUpdatedAt: "2026-11-02T10:00:09Z" });
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ title: "theirs", notes: "mine" });
  });

  test("a time in the future counts as the change's arrival", async () => {
    const { actor, id } = await conflicting({}, { localUpdatedAt: "2036-01-01T00:00:00Z" });
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs, after the arrival" });
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ title: "theirs, after the arrival" });
  });

  test("what only the server changed stays", async () => {
    const { actor, id } = await conflicting({ notes: "original" });
    await actor.patch(`/v1/tasks/${id}`, { notes: "theirs" });
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ title: "mine", notes: "theirs" });
  });

  test.each([
    ["2026-11-02T10:00:11Z", "active"],
    ["2026-11-02T10:00:09Z", "deleted"],
  ])("an update at %s of a row deleted at 10:00:10: %s", async (localUpdatedAt, showStatus) => {
    freezeTime("2026-11-02T10:00:00Z");
    const actor = await newActor();
    const { id } = await newTask(actor);
    passTime(10_000);
    await actor.delete(`/v1/tasks/${id}`);
    passTime(10_000);
    await pushOne(actor, task("update", id, { title: "mine" }, { localUpdatedAt }));
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ showStatus });
    expect(await conflictsOf(actor)).toEqual([]);
  });

  test.each([
    ["2026-11-02T10:00:11Z", "deleted"],
    ["2026-11-02T10:00:09Z", "active"],
  ])("a delete at %s of a row edited at 10:00:10: %s", async (localUpdatedAt, showStatus) => {
    freezeTime("2026-11-02T10:00:00Z");
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    passTime(10_000);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    passTime(10_000);
    await pushOne(actor, task("delete", id, undefined, { baseRev: rev, localUpdatedAt }));
    const reply = await resolve(actor, id, { resolution: "merge" });
    expect(reply.data.data).toMatchObject({ showStatus });
  });

  test("data overlays the server's row, and brings a deleted one back", async () => {
    const { actor, id } = await conflicting({ notes: "mine" });
    const reply = await resolve(actor, id, { resolution: "merge", data: { title: "both" } });
    expect(reply.data.data).toMatchObject({ title: "both", notes: "original" });
    await actor.delete(`/v1/tasks/${id}`);
    await pushOne(actor, task("update", id, { title: "mine" }));
    const restored = await resolve(actor, id, { resolution: "merge", data: { title: "back" } });
    expect(restored.data.data).toMatchObject({ title: "back", showStatus: "active" });
    expect(callsOf(restored)).toEqual({ d1: 2, hub: 1 });
  });

  test("bad data is 400, and the conflict stays", async () => {
    const { actor, id } = await conflicting();
    const reply = await resolve(actor, id, { resolution: "merge", data: { title: "" } });
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, "data.title"]);
    expect(await conflictsOf(actor)).toHaveLength(1);
  });
});

describe("several conflicts of a row", () => {
  async function two() {
    const conflict = await conflicting();
    const { actor, id, rev } = conflict;
    const second = await pushOne(actor, task("update", id, { title: "mine, later" }, { baseRev: rev - 1 }));
    return { ...conflict, second: second.conflictId };
  }

  test("without conflictId all close, in the order they came", async () => {
    const { actor, id } = await two();
    const reply = await resolve(actor, id, { resolution: "use_local" });
    expect(reply.data.data.title).toBe("mine, later");
    expect(await conflictsOf(actor)).toEqual([]);
  });

  test("with conflictId only that one closes", async () => {
    const { actor, id, conflictId, second } = await two();
    const reply = await resolve(actor, id, { resolution: "use_local", conflictId });
    expect(reply.data.data.title).toBe("mine");
    expect(await conflictsOf(actor)).toMatchObject([{ conflictId: second, server: { title: "mine" } }]);
  });
});

describe("expectedRev", () => {
  test("current: resolved; stale: 409 with fresh copies", async () => {
    const { actor, id, rev, conflictId } = await conflicting();
    await actor.patch(`/v1/tasks/${id}`, { notes: "newer" });
    const row = await read(actor, id);
    const stale = await resolve(actor, id, { resolution: "use_local", expectedRev: rev });
    expect([stale.status, stale.error?.code]).toEqual([409, "SYNC_CONFLICT"]);
    expect(stale.data).toEqual({
      entity: "tasks",
      id,
      rev: rev + 2,
      data: row,
      conflicts: [expect.objectContaining({ conflictId, local: { title: "mine" }, server: row })],
    });
    const reply = await resolve(actor, id, { resolution: "use_local", expectedRev: rev + 2 });
    expect([reply.status, reply.data.rev]).toEqual([200, rev + 3]);
  });
});

describe("refusals", () => {
  test("nothing waits, unknown conflict, unknown row, foreign row, unknown entity, unknown resolution", async () => {
    const { actor, id } = await conflicting();
    const stranger = await newActor();
    const code = async (who: Actor, row: string, body: object) => {
      const { status, error } = await resolve(who, row, body);
      return [status, error?.code, error?.details?.[0]?.field];
    };
    const body = { resolution: "use_server" };
    expect(await code(actor, id, { ...body, conflictId: newId() })).toEqual([404, "RESOURCE_NOT_FOUND", "conflictId"]);
    expect(await code(actor, newId(), body)).toEqual([404, "RESOURCE_NOT_FOUND", undefined]);
    expect(await code(stranger, id, body)).toEqual([404, "RESOURCE_NOT_FOUND", undefined]);
    expect(await code(actor, id, { ...body, entity: "users" })).toEqual([400, "VALIDATION_ERROR", "entity"]);
    expect(await code(actor, id, { resolution: "mine" })).toEqual([400, "VALIDATION_ERROR", "resolution"]);
    const free = await newTask(actor);
    expect(await code(actor, free.id, body)).toEqual([409, "INVALID_STATE", undefined]);
    expect(await conflictsOf(stranger)).toEqual([]);
  });
});

describe("twice", () => {
  test("with one idempotency key: the stored reply, its rev included", async () => {
    const { actor, id } = await conflicting();
    const key = { "Idempotency-Key": newId() };
    const [first, second] = [
      await resolve(actor, id, { resolution: "use_local" }, key),
      await resolve(actor, id, { resolution: "use_local" }, key),
    ];
    expect(second.data).toEqual(first.data);
    expect(first.data.rev).toBe((await pull(actor)).changes.find((change) => change.id === id).rev);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
  });

  test("at once: one resolves, the others find nothing waiting", async () => {
    const { actor, id } = await conflicting();
    const bodies = ["use_server", "use_local", "use_local", "merge"].map((resolution) => ({ resolution }));
    const replies = await Promise.all(bodies.map((body) => resolve(actor, id, body)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });
});
