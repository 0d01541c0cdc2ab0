import { describe, expect, it } from "vitest";
import { callsOf, change, conflictsOf, newId, push, pushOne, task } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

const MINUTE = 60_000;
const NOW = "2026-03-18T11:00:00.000Z";

const session = (operation: "create" | "update" | "delete", id: string, data?: object, more: object = {}) =>
  change("focusSessions", operation, id, data, more);
const rowOf = async (actor: Actor, id: string) => (await actor.get(`/v1/focus-sessions/${id}`)).data;
const totalsOf = async (actor: Actor, taskId: string) => {
  const { focusTotalMinutes, lastFocusSessionId } = (await actor.get(`/v1/tasks/${taskId}`)).data;
  return { focusTotalMinutes, lastFocusSessionId };
};
const statusesOf = ({ results }: { results: { status: string }[] }) => results.map(({ status }) => status);

describe("sessions kept offline", () => {
  it("arrive whole: the task, the finished session, the end of the running one, and the next", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const { data: running } = await actor.post("/v1/focus-sessions/start", { plannedMinutes: 25 });
    const [taskId, finished, next] = [newId(), newId(), newId()];
    passTime(50 * MINUTE);
    const pushed = await push(actor, [
      task("create", taskId, { title: "offline" }),
      session("update", running.id, { status: "completed", endedAt: "2026-03-18T11:20:00Z", taskId }),
      session("create", finished, {
        taskId,
        plannedMinutes: 25,
        status: "completed",
        startedAt: "2026-03-18T11:21:00Z",
        endedAt: "2026-03-18T11:29:00Z",
        pausedMs: 5 * MINUTE,
      }),
      session("create", next, { taskId, plannedMinutes: 25, startedAt: "2026-03-18T11:30:00Z" }),
      session("update", next, { status: "paused", pausedAt: "2026-03-18T11:35:00Z" }),
      session("update", next, { status: "in_progress", pausedMs: 2 * MINUTE }),
    ]);
    expect(statusesOf(pushed)).toEqual(Array(6).fill("applied"));
    expect(await rowOf(actor, running.id)).toMatchObject({ actualMinutes: 20, endedAt: "2026-03-18T11:20:00.000Z" });
    expect(await rowOf(actor, finished)).toMatchObject({ actualMinutes: 3, dateKey: "2026-03-18" });
    expect(await rowOf(actor, next)).toMatchObject({ status: "in_progress", pausedMs: 2 * MINUTE, pausedAt: null });
    expect(await totalsOf(actor, taskId)).toEqual({ focusTotalMinutes: 23, lastFocusSessionId: next });
    expect((await actor.post(`/v1/focus-sessions/${next}/complete`)).data.actualMinutes).toBe(18);
  });

  it("of two running ones the second is rejected, and the others are applied", async () => {
    const actor = await newActor();
    const ids = [newId(), newId(), newId()];
    const pushed = await push(actor, [
      session("create", String(ids[0]), { plannedMinutes: 25 }),
      session("create", String(ids[1]), { plannedMinutes: 25 }),
      session("create", String(ids[2]), { plannedMinutes: 25, status: "completed", actualMinutes: 3 }),
    ]);
    expect(statusesOf(pushed)).toEqual(["applied", "rejected", "applied"]);
    expect(pushed.results[1].error.code).toBe("INVALID_STATE");
  });

  it("a day's worth of them keeps every total exact, in two calls", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const taskIds = Array.from({ length: 40 }, newId);
    await push(
      actor,
      taskIds.map((id) => task("create", id, { title: "t" })),
    );
    const sessions = Array.from({ length: 400 }, (_, index) => ({
      id: newId(),
      taskId: String(taskIds[(index * 7) % 40]),
      startedAt: new Date(Date.parse("2026-03-17T00:00:00Z") + index * MINUTE).toISOString(),
      actualMinutes: index % 30,
    }));
    const reply = await actor.post("/v1/sync/push", {
      changes: sessions.map(({ id, ...data }) =>
        session("create", id, { plannedMinutes: 25, status: "completed", ...data }),
      ),
    });
    expect(callsOf(reply).d1).toBe(2);
    const { data: rows } = await actor.get("/v1/tasks?limit=100");
    for (const { id, focusTotalMinutes, lastFocusSessionId } of rows) {
      const own = sessions.filter(({ taskId }) => taskId === id);
      expect([focusTotalMinutes, lastFocusSessionId]).toEqual([
        own.reduce((sum, { actualMinutes }) => sum + actualMinutes, 0),
        own.at(-1)?.id,
      ]);
    }
  });

  it("what the server keeps of a session cannot be pushed", async () => {
    const actor = await newActor();
    const result = await pushOne(
      actor,
      session("create", newId(), { plannedMinutes: 25, dateKey: "2020-01-01", createdAt: NOW }),
    );
    expect(result).toMatchObject({ status: "applied", ignoredFields: ["dateKey", "createdAt"] });
    expect(result.data.dateKey).not.toBe("2020-01-01");
  });
});

describe("a running session that two devices changed", () => {
  async function twoDevices() {
    freezeTime(NOW);
    const actor = await newActor();
    const id = newId();
    const { rev } = await pushOne(actor, session("create", id, { plannedMinutes: 25 }));
    return { actor, id, rev };
  }

  it("merges what does not clash", async () => {
    const { actor, id, rev } = await twoDevices();
    await actor.patch(`/v1/focus-sessions/${id}/pause`);
    const merged = await pushOne(actor, session("update", id, { notes: "Choy" }, { baseRev: rev }));
    expect(merged).toMatchObject({ status: "merged", data: { status: "paused", notes: "Choy" } });
  });

  it("stays completed when the other device paused it, and cannot be made to run again", async () => {
    const { actor, id, rev } = await twoDevices();
    passTime(25 * MINUTE);
    const { data: completed } = await actor.post(`/v1/focus-sessions/${id}/complete`);
    const late = await pushOne(actor, session("update", id, { status: "paused" }, { baseRev: rev }));
    expect(late).toMatchObject({ status: "conflict", data: { status: "completed", actualMinutes: 25 } });
    const resolve = (resolution: string) =>
      actor.post("/v1/sync/resolve-conflict", { entity: "focusSessions", id, resolution });
    expect((await resolve("use_local")).status).toBe(409);
    expect((await resolve("use_server")).data.data).toEqual(completed);
    expect(await conflictsOf(actor)).toEqual([]);
  });

  it("canceled here and completed there: the choice is the person's, and the totals follow it", async () => {
    const { actor, id, rev } = await twoDevices();
    const { data: row } = await actor.post("/v1/tasks", { title: "t" });
    await actor.patch(`/v1/focus-sessions/${id}`, { taskId: row.id });
    await actor.post(`/v1/focus-sessions/${id}/cancel`);
    expect(await totalsOf(actor, row.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
    const local = { status: "completed", actualMinutes: 21 };
    expect(await pushOne(actor, session("update", id, local, { baseRev: rev }))).toMatchObject({ status: "conflict" });
    await actor.post("/v1/sync/resolve-conflict", { entity: "focusSessions", id, resolution: "use_local" });
    expect(await totalsOf(actor, row.id)).toEqual({ focusTotalMinutes: 21, lastFocusSessionId: id });
  });

  it("comes back from deletion with its minutes, unless another one runs", async () => {
    const { actor, id, rev } = await twoDevices();
    const { data: row } = await actor.post("/v1/tasks", { title: "t" });
    const done = { status: "completed", actualMinutes: 12, taskId: row.id };
    const back = { entity: "focusSessions", id, resolution: "use_local" };
    await actor.delete(`/v1/focus-sessions/${id}`);
    expect(await pushOne(actor, session("update", id, { notes: "hali" }, { baseRev: rev }))).toMatchObject({
      status: "conflict",
    });
    const { data: other } = await actor.post("/v1/focus-sessions/start", { plannedMinutes: 25 });
    expect((await actor.post("/v1/sync/resolve-conflict", back)).error?.code).toBe("INVALID_STATE");
    await actor.post(`/v1/focus-sessions/${other.id}/complete`);
    expect((await actor.post("/v1/sync/resolve-conflict", back)).data.data).toMatchObject({
      status: "in_progress",
      notes: "hali",
    });

    await actor.patch(`/v1/focus-sessions/${id}`, done);
    await actor.delete(`/v1/focus-sessions/${id}`);
    expect(await totalsOf(actor, row.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
    await pushOne(actor, session("update", id, { notes: "qaytdi" }, { baseRev: rev }));
    await actor.post("/v1/sync/resolve-conflict", back);
    expect(await totalsOf(actor, row.id)).toEqual({ focusTotalMinutes: 12, lastFocusSessionId: id });
  });
});
