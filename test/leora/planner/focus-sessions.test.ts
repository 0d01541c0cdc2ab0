import { describe, expect, it } from "vitest";
import { callsOf } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

const MINUTE = 60_000;
/** Four in the afternoon in Tashkent, the actor's time zone. */
const NOW = "2026-03-18T11:00:00.000Z";

const SESSIONS = "/v1/focus-sessions";
const start = async (actor: Actor, body: object = {}) =>
  (await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25, ...body })).data;
const newTask = async (actor: Actor, body: object = {}) =>
  (await actor.post("/v1/tasks", { title: "Kitob o'qish", ...body })).data;
const totalsOf = async (actor: Actor, taskId: string) => {
  const { focusTotalMinutes, lastFocusSessionId } = (await actor.get(`/v1/tasks/${taskId}`)).data;
  return { focusTotalMinutes, lastFocusSessionId };
};
/** A finished session that began so many minutes ago and took all of them. */
const recorded = async (actor: Actor, minutes: number, body: object = {}) =>
  (
    await actor.post(SESSIONS, {
      plannedMinutes: 25,
      status: "completed",
      startedAt: new Date(Date.now() - minutes * MINUTE).toISOString(),
      ...body,
    })
  ).data;

describe("starting", () => {
  it("answers with every field of the specification", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const task = await newTask(actor);
    const reply = await actor.post(`${SESSIONS}/start`, { taskId: task.id, plannedMinutes: 25 });
    expect(reply.status).toBe(201);
    const { id, ...rest } = reply.data;
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      taskId: task.id,
      goalId: null,
      plannedMinutes: 25,
      actualMinutes: 0,
      status: "in_progress",
      startedAt: NOW,
      endedAt: null,
      interruptionsCount: 0,
      notes: null,
      pausedAt: null,
      pausedMs: 0,
      dateKey: "2026-03-18",
      createdAt: NOW,
      updatedAt: NOW,
    });
    expect((await actor.get(`${SESSIONS}/${id}`)).data).toEqual(reply.data);
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: id });
  });

  it("takes the moment of the request, whatever the client says", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const session = await start(actor, { startedAt: "2026-01-01T00:00:00Z", status: "completed" });
    expect(session).toMatchObject({ startedAt: NOW, status: "in_progress" });
  });

  it.each([
    ["plannedMinutes", {}],
    ["plannedMinutes", { plannedMinutes: 0 }],
    ["plannedMinutes", { plannedMinutes: 1441 }],
    ["plannedMinutes", { plannedMinutes: 2.5 }],
    ["taskId", { plannedMinutes: 25, taskId: "x" }],
  ])("refuses a wrong %s", async (field, body) => {
    const actor = await newActor();
    const reply = await actor.post(`${SESSIONS}/start`, body);
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, field]);
  });

  it("refuses a deleted task, and another user's", async () => {
    const [actor, other] = await Promise.all([newActor(), newActor()]);
    const [deleted, foreign] = await Promise.all([newTask(actor), newTask(other)]);
    await actor.delete(`/v1/tasks/${deleted.id}`);
    for (const taskId of [deleted.id, foreign.id, crypto.randomUUID()]) {
      const reply = await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25, taskId });
      expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([404, "taskId"]);
    }
  });
});

describe("one session at a time", () => {
  it.each(["in_progress", "paused"])("a second start is refused while one is %s", async (status) => {
    const actor = await newActor();
    const { id } = await start(actor);
    if (status === "paused") await actor.patch(`${SESSIONS}/${id}/pause`);
    const second = await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25 });
    expect([second.status, second.error?.code]).toEqual([409, "INVALID_STATE"]);
    expect((await actor.get(SESSIONS)).meta?.total).toBe(1);
  });

  it.each(["complete", "cancel"])("after %s the next one may start", async (verb) => {
    const actor = await newActor();
    const { id } = await start(actor);
    await actor.post(`${SESSIONS}/${id}/${verb}`);
    expect((await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25 })).status).toBe(201);
  });

  it("after the running one is deleted the next one may start, which keeps the first from coming back", async () => {
    const actor = await newActor();
    const { id } = await start(actor);
    expect((await actor.delete(`${SESSIONS}/${id}`)).data).toEqual({ id, showStatus: "deleted" });
    expect((await actor.get(`${SESSIONS}/${id}`)).status).toBe(404);
    expect((await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25 })).status).toBe(201);
  });

  it("of ten starts at the same moment one wins, the others are told so", async () => {
    const actor = await newActor();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => actor.post(`${SESSIONS}/start`, { plannedMinutes: 25 })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(409)]);
    expect(new Set(replies.map(({ error }) => error?.code))).toEqual(new Set([undefined, "INVALID_STATE"]));
    expect((await actor.get(`${SESSIONS}?status=in_progress`)).meta?.total).toBe(1);
  });

  it("two users do not know of each other", async () => {
    const [actor, other] = await Promise.all([newActor(), newActor()]);
    const { id } = await start(actor);
    expect((await other.post(`${SESSIONS}/start`, { plannedMinutes: 25 })).status).toBe(201);
    for (const path of ["pause", "resume"]) expect((await other.patch(`${SESSIONS}/${id}/${path}`)).status).toBe(404);
  });
});

describe("the clock", () => {
  it("does not count pauses, rounds to the nearest minute, and may be ended while paused", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const { id } = await start(actor);
    passTime(10 * MINUTE);
    expect((await actor.patch(`${SESSIONS}/${id}/pause`)).data).toMatchObject({
      status: "paused",
      pausedAt: "2026-03-18T11:10:00.000Z",
      pausedMs: 0,
    });
    passTime(5 * MINUTE);
    expect((await actor.patch(`${SESSIONS}/${id}/resume`)).data).toMatchObject({
      status: "in_progress",
      pausedAt: null,
      pausedMs: 5 * MINUTE,
    });
    passTime(7 * MINUTE + 30_000);
    await actor.patch(`${SESSIONS}/${id}/pause`);
    passTime(20 * MINUTE);
    const done = await actor.post(`${SESSIONS}/${id}/complete`, { notes: "Yaxshi session bo'ldi" });
    expect(done.status).toBe(200);
    expect(done.data).toMatchObject({
      status: "completed",
      actualMinutes: 18,
      pausedAt: null,
      pausedMs: 25 * MINUTE,
      endedAt: "2026-03-18T11:42:30.000Z",
      notes: "Yaxshi session bo'ldi",
    });
  });

  it.each([
    [29_999, 0],
    [30_000, 1],
    [23 * MINUTE + 29_999, 23],
  ])("%s ms are %s minutes", async (ms, minutes) => {
    freezeTime(NOW);
    const actor = await newActor();
    const { id } = await start(actor);
    passTime(ms);
    expect((await actor.post(`${SESSIONS}/${id}/complete`)).data.actualMinutes).toBe(minutes);
  });

  it("believes the minutes that the client states", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const { id } = await start(actor);
    passTime(40 * MINUTE);
    expect((await actor.post(`${SESSIONS}/${id}/complete`, { actualMinutes: 23 })).data.actualMinutes).toBe(23);
  });

  it("a repeated pause or resume changes nothing", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const session = await start(actor);
    expect((await actor.patch(`${SESSIONS}/${session.id}/resume`)).data).toEqual(session);
    const paused = (await actor.patch(`${SESSIONS}/${session.id}/pause`)).data;
    passTime(MINUTE);
    expect((await actor.patch(`${SESSIONS}/${session.id}/pause`)).data).toEqual(paused);
  });

  it("counts interruptions, also simultaneous ones", async () => {
    const actor = await newActor();
    const { id } = await start(actor);
    await Promise.all(Array.from({ length: 4 }, () => actor.post(`${SESSIONS}/${id}/interrupt`)));
    expect((await actor.post(`${SESSIONS}/${id}/interrupt`)).data.interruptionsCount).toBe(5);
  });

  it.each(["complete", "cancel"])("after %s every verb is refused and nothing runs again", async (verb) => {
    const actor = await newActor();
    const { id } = await start(actor);
    const { data: finished } = await actor.post(`${SESSIONS}/${id}/${verb}`);
    const replies = [
      await actor.patch(`${SESSIONS}/${id}/pause`),
      await actor.patch(`${SESSIONS}/${id}/resume`),
      await actor.post(`${SESSIONS}/${id}/complete`),
      await actor.post(`${SESSIONS}/${id}/cancel`),
      await actor.post(`${SESSIONS}/${id}/interrupt`),
      await actor.patch(`${SESSIONS}/${id}`, { status: "in_progress" }),
      await actor.patch(`${SESSIONS}/${id}`, { status: "paused" }),
    ];
    for (const { status, error } of replies) expect([status, error?.code]).toEqual([409, "INVALID_STATE"]);
    expect((await actor.get(`${SESSIONS}/${id}`)).data).toEqual(finished);
  });
});

describe("recording a session that is over", () => {
  it("takes what the device knows of it", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await start(actor);
    const session = await actor.post(SESSIONS, {
      plannedMinutes: 50,
      status: "completed",
      startedAt: "2026-03-17T23:30:00+05:00",
      endedAt: "2026-03-18T00:30:00+05:00",
      pausedMs: 10 * MINUTE,
      interruptionsCount: 2,
    });
    expect(session.status).toBe(201);
    expect(session.data).toMatchObject({
      startedAt: "2026-03-17T18:30:00.000Z",
      endedAt: "2026-03-17T19:30:00.000Z",
      actualMinutes: 50,
      pausedMs: 10 * MINUTE,
      interruptionsCount: 2,
      dateKey: "2026-03-17",
    });
  });

  it("takes a clock that runs ahead as now, and refuses one that ends before it starts", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const ahead = { plannedMinutes: 25, status: "completed", startedAt: "2027-01-01T00:00:00Z" };
    expect((await actor.post(SESSIONS, ahead)).data).toMatchObject({ startedAt: NOW, endedAt: NOW, actualMinutes: 0 });
    const backwards = { ...ahead, startedAt: "2026-03-18T10:00:00Z", endedAt: "2026-03-18T09:59:59Z" };
    const reply = await actor.post(SESSIONS, backwards);
    expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, "endedAt"]);
  });
});

describe("a task's focus", () => {
  it("follows completing, correcting, moving, deleting", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const [task, other] = await Promise.all([newTask(actor), newTask(actor)]);
    const first = await recorded(actor, 120, { taskId: task.id, actualMinutes: 30 });
    const second = await recorded(actor, 60, { taskId: task.id });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 90, lastFocusSessionId: second.id });

    await actor.patch(`${SESSIONS}/${first.id}`, { actualMinutes: 45 });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 105, lastFocusSessionId: second.id });
    await actor.patch(`${SESSIONS}/${second.id}`, { taskId: other.id });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 45, lastFocusSessionId: first.id });
    expect(await totalsOf(actor, other.id)).toEqual({ focusTotalMinutes: 60, lastFocusSessionId: second.id });
    await actor.patch(`${SESSIONS}/${second.id}`, { taskId: null });
    expect(await totalsOf(actor, other.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
    await actor.delete(`${SESSIONS}/${first.id}`);
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
  });

  it("leaves out what is canceled or archived", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const task = await newTask(actor);
    const session = await recorded(actor, 30, { taskId: task.id });
    const path = `${SESSIONS}/${session.id}`;
    await actor.patch(path, { showStatus: "archived" });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
    await actor.patch(path, { showStatus: "active" });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 30, lastFocusSessionId: session.id });
    await actor.patch(path, { status: "canceled" });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 0, lastFocusSessionId: null });
    await actor.patch(path, { status: "completed" });
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 30, lastFocusSessionId: session.id });
  });

  it("is exact when its sessions change at the same time", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const task = await newTask(actor);
    const last = await recorded(actor, 10, { taskId: task.id });
    const [, older] = await Promise.all([
      actor.delete(`${SESSIONS}/${last.id}`),
      recorded(actor, 40, { taskId: task.id, actualMinutes: 0 }),
      recorded(actor, 50, { taskId: task.id }),
      recorded(actor, 60, { taskId: task.id }),
    ]);
    expect(await totalsOf(actor, task.id)).toEqual({ focusTotalMinutes: 110, lastFocusSessionId: older.id });
  });

  it("an edit that changes no minutes leaves the task alone", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const task = await newTask(actor);
    const session = await recorded(actor, 10, { taskId: task.id });
    const before = (await actor.get(`/v1/tasks/${task.id}`)).data;
    passTime(MINUTE);
    await actor.patch(`${SESSIONS}/${session.id}`, { notes: "Boshqa" });
    expect((await actor.get(`/v1/tasks/${task.id}`)).data).toEqual(before);
  });
});

describe("the list", () => {
  it("filters by status, task and day in the user's zone, and sorts by start", async () => {
    freezeTime("2026-03-18T19:30:00Z"); // the 19th in Tashkent
    const actor = await newActor();
    const task = await newTask(actor);
    const old = await recorded(actor, 60 * 24, { taskId: task.id });
    const evening = await recorded(actor, 31); // 23:59 on the 18th
    const night = await recorded(actor, 29, { status: "canceled" });
    const ids = async (query: string) =>
      (await actor.get(`${SESSIONS}?sortBy=startedAt&sortOrder=asc&${query}`)).data.map(({ id }: { id: string }) => id);
    expect(await ids("")).toEqual([old.id, evening.id, night.id]);
    expect(await ids("dateFrom=2026-03-18&dateTo=2026-03-18")).toEqual([old.id, evening.id]);
    expect(await ids("dateFrom=2026-03-19")).toEqual([night.id]);
    expect(await ids("status=canceled")).toEqual([night.id]);
    expect(await ids(`taskId=${task.id}`)).toEqual([old.id]);
  });
});

describe("statistics", () => {
  it("count today, the week from Monday and the month, in the user's zone", async () => {
    freezeTime("2026-03-03T19:30:00Z"); // Wednesday the 4th, half past midnight in Tashkent
    const actor = await newActor();
    const on = (startedAt: string, body: object = {}) => recorded(actor, 0, { startedAt, endedAt: startedAt, ...body });
    await on("2026-03-03T19:00:00Z", { actualMinutes: 20 }); // today
    await on("2026-03-03T19:10:00Z", { status: "canceled", actualMinutes: 99 });
    await start(actor); // today, running
    await on("2026-03-03T18:59:00Z", { actualMinutes: 30 }); // yesterday, 23:59
    await on("2026-03-01T19:00:00Z", { actualMinutes: 40 }); // Monday the 2nd
    await on("2026-03-01T12:00:00Z", { actualMinutes: 50 }); // Sunday the 1st
    await on("2026-02-28T12:00:00Z", { actualMinutes: 60 }); // last month
    const reply = await actor.get(`${SESSIONS}/stats`);
    expect(reply.data).toEqual({
      today: { totalMinutes: 20, sessionsCount: 2, completedCount: 1 },
      thisWeek: { totalMinutes: 90, sessionsCount: 4 },
      thisMonth: { totalMinutes: 140, avgPerDay: 35 },
      byDay: [
        { date: "2026-03-01", totalMinutes: 50, sessionsCount: 1, completedCount: 1 },
        { date: "2026-03-02", totalMinutes: 40, sessionsCount: 1, completedCount: 1 },
        { date: "2026-03-03", totalMinutes: 30, sessionsCount: 1, completedCount: 1 },
        { date: "2026-03-04", totalMinutes: 20, sessionsCount: 2, completedCount: 1 },
      ],
    });
    expect(callsOf(reply)).toEqual({ d1: 1, hub: 1 });
  });

  it("a week may begin in the month before", async () => {
    freezeTime("2026-04-01T10:00:00Z"); // a Wednesday
    const actor = await newActor();
    const { data } = await actor.get(`${SESSIONS}/stats`);
    expect(data.byDay.map(({ date }: { date: string }) => date)).toEqual(["2026-03-30", "2026-03-31", "2026-04-01"]);
    expect(data.thisMonth).toEqual({ totalMinutes: 0, avgPerDay: 0 });
  });

  it("a session stays on the day it had where its user was", async () => {
    freezeTime("2026-03-18T20:00:00Z");
    const actor = await newActor();
    await recorded(actor, 0, { actualMinutes: 25 }); // the 19th in Tashkent
    await actor.patch("/v1/users/me", { timezone: "America/New_York" });
    expect((await actor.get(`${SESSIONS}/stats`)).data.today.totalMinutes).toBe(0);
    expect((await actor.get(`${SESSIONS}?dateFrom=2026-03-19`)).meta?.total).toBe(1);
  });
});

describe("calls", () => {
  it("every write takes two", async () => {
    const actor = await newActor();
    const task = await newTask(actor);
    const started = await actor.post(`${SESSIONS}/start`, { plannedMinutes: 25, taskId: task.id });
    expect(callsOf(started)).toEqual({ d1: 2, hub: 1 });
    expect(callsOf(await actor.post(`${SESSIONS}/${started.data.id}/complete`, { actualMinutes: 5 }))).toEqual({
      d1: 2,
      hub: 1,
    });
  });
});
