import { describe, expect, it, vi } from "vitest";
import { type Actor, newActor, type Reply } from "../../support/actor.ts";
import { checkIn, goalOf, newGoal, refusal } from "./goals.support.ts";

const TODAY = "2026-11-24";
const NOON = new Date(`${TODAY}T07:00:00.000Z`);

describe("creating goals", () => {
  it("fills the specification's defaults", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/goals", {
      title: " Ozish ",
      goalType: "health",
      metricType: "weight",
      direction: "decrease",
    });
    expect(reply.status).toBe(201);
    const { id, createdAt, updatedAt, ...rest } = reply.data;
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      title: "Ozish",
      description: null,
      goalType: "health",
      status: "active",
      metricType: "weight",
      direction: "decrease",
      unit: null,
      initialValue: 0,
      targetValue: null,
      progressTargetValue: null,
      currentValue: 0,
      financeMode: null,
      currency: null,
      linkedBudgetId: null,
      linkedDebtId: null,
      startDate: null,
      targetDate: null,
      completedDate: null,
      progressPercent: 0,
      milestones: [],
      linkedHabitIds: [],
      linkedTaskIds: [],
    });
    expect(createdAt).toBe(updatedAt);
    expect((await actor.get(`/v1/goals/${id}`)).data).toEqual({
      ...reply.data,
      stats: {
        financialProgressPercent: 0,
        habitsProgressPercent: 0,
        tasksProgressPercent: 0,
        focusMinutesLast30: 0,
        projectedCompletionDate: null,
      },
    });
  });

  it("keeps the specification's example whole", async () => {
    const actor = await newActor();
    const goal = await newGoal(actor, {
      title: "1000$ jamg'arish",
      description: "Yil oxirigacha",
      unit: "USD",
      initialValue: 0,
      targetValue: 1000,
      financeMode: "save",
      currency: "USD",
      targetDate: "2024-12-31",
      milestones: [
        { title: "250$ yig'ish", targetPercent: 25 },
        { title: "500$ yig'ish", targetPercent: 50 },
        { title: "750$ yig'ish", targetPercent: 75 },
      ],
    });
    expect(goal).toMatchObject({ unit: "USD", targetValue: 1000, financeMode: "save", targetDate: "2024-12-31" });
    expect(goal.milestones).toEqual(
      [25, 50, 75].map((targetPercent, order) => ({
        id: expect.any(String),
        goalId: goal.id,
        title: `${targetPercent * 10}$ yig'ish`,
        description: null,
        targetPercent,
        dueDate: null,
        completedAt: null,
        order,
      })),
    );
    const reply = await actor.post(`/v1/goals/${goal.id}/check-in`, {
      value: 150,
      note: "Ish haqi tushdi",
      sourceType: "manual",
    });
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({ goalId: goal.id, value: 150, mode: "delta", note: "Ish haqi tushdi" });
    expect(reply.data.goal).toMatchObject({ currentValue: 150, progressPercent: 15 });
  });

  it.each([
    [{ title: "" }, "title"],
    [{ goalType: "fun" }, "goalType"],
    [{ metricType: undefined }, "metricType"],
    [{ direction: "up" }, "direction"],
    [{ currency: "XXQ" }, "currency"],
    [{ targetValue: "5" }, "targetValue"],
    [{ targetValue: 1e15 }, "targetValue"],
    [{ targetDate: "2026-02-30" }, "targetDate"],
    [{ milestones: [{ title: "a", targetPercent: 101 }] }, "milestones.0.targetPercent"],
    [{ milestones: [{ targetPercent: 1 }] }, "milestones.0.title"],
  ])("refuses %j on %s", async (fields, field) => {
    const reply = await (await newActor()).post("/v1/goals", { ...BODY, ...fields });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it.each(["linkedBudgetId", "linkedDebtId"])("answers 404 for a %s that leads nowhere", async (field) => {
    const reply = await (await newActor()).post("/v1/goals", { ...BODY, [field]: crypto.randomUUID() });
    expect(refusal(reply)).toEqual([404, "RESOURCE_NOT_FOUND", field]);
  });

  it.each(["linkedTaskIds", "linkedHabitIds"])("answers 404 for %s that lead nowhere", async (field) => {
    const reply = await (await newActor()).post("/v1/goals", { ...BODY, [field]: [crypto.randomUUID()] });
    expect(refusal(reply)).toEqual([404, "RESOURCE_NOT_FOUND", `${field}.0`]);
  });
});

const BODY = { title: "a", goalType: "financial", metricType: "amount", direction: "increase" };

describe("the value of a goal", () => {
  const values = async (actor: Actor, id: string) => {
    const { currentValue, progressPercent } = await goalOf(actor, id);
    return [currentValue, progressPercent];
  };

  it("goes in its direction by steps", async () => {
    const actor = await newActor();
    const up = await newGoal(actor, { initialValue: 10, targetValue: 40 });
    const down = await newGoal(actor, { initialValue: 100, targetValue: 70, direction: "decrease" });
    for (const { id } of [up, down]) await checkIn(actor, id, 10);
    expect(await values(actor, up.id)).toEqual([20, 33.33]);
    expect(await values(actor, down.id)).toEqual([90, 33.33]);
    for (const { id } of [up, down]) await checkIn(actor, id, -20.5);
    expect(await values(actor, up.id)).toEqual([-0.5, 0]);
    expect(await values(actor, down.id)).toEqual([110.5, 0]);
    for (const { id } of [up, down]) await checkIn(actor, id, 1000);
    expect(await values(actor, up.id)).toEqual([999.5, 100]);
    expect(await values(actor, down.id)).toEqual([-889.5, 100]);
    expect((await goalOf(actor, up.id)).status).toBe("active");
  });

  it("is the reading where it is weighed, or where no way is forward", async () => {
    const actor = await newActor();
    const weight = await newGoal(actor, {
      metricType: "weight",
      direction: "decrease",
      initialValue: 90,
      targetValue: 80,
    });
    const neutral = await newGoal(actor, { direction: "neutral", metricType: "count", targetValue: 8 });
    expect((await checkIn(actor, weight.id, 87.5)).mode).toBe("absolute");
    await checkIn(actor, neutral.id, 6);
    expect(await values(actor, weight.id)).toEqual([87.5, 25]);
    expect(await values(actor, neutral.id)).toEqual([6, 75]);
    await checkIn(actor, weight.id, 2.5, { mode: "delta" });
    expect(await values(actor, weight.id)).toEqual([85, 50]);
    await checkIn(actor, weight.id, 84);
    expect(await values(actor, weight.id)).toEqual([84, 60]);
  });

  it("counts from the latest reading, by day, in whatever order they arrive", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { initialValue: 100, targetValue: 200 });
    await checkIn(actor, id, 5, { dateKey: "2026-11-03" });
    await checkIn(actor, id, 7, { dateKey: "2026-11-01" });
    expect(await values(actor, id)).toEqual([112, 12]);
    const reading = await checkIn(actor, id, 150, { mode: "absolute", dateKey: "2026-11-02" });
    expect(await values(actor, id)).toEqual([155, 55]);
    const later = await checkIn(actor, id, 120, { mode: "absolute", dateKey: "2026-11-04" });
    expect(await values(actor, id)).toEqual([120, 20]);
    const path = ({ id: checkInId }: { id: string }) => `/v1/goals/${id}/check-ins/${checkInId}`;
    expect((await actor.patch(path(later), { dateKey: "2026-10-01" })).data.goal.currentValue).toBe(155);
    expect((await actor.patch(path(reading), { value: 160 })).data.goal.currentValue).toBe(165);
    expect((await actor.delete(path(reading))).data).toEqual({ id: reading.id, showStatus: "deleted" });
    expect(await values(actor, id)).toEqual([132, 32]);
    expect((await actor.patch(path(later), { showStatus: "archived" })).data.goal.currentValue).toBe(112);
    expect((await actor.patch(path(later), { showStatus: "active", mode: "delta" })).data.goal.currentValue).toBe(232);
  });

  it("keeps four decimals exactly", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 1 });
    for (const value of [0.1, 0.2, 0.00005, 0.00015]) await checkIn(actor, id, value);
    expect(await values(actor, id)).toEqual([0.3002, 30.02]);
  });

  it("follows a new start, a new target and a turn", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 100 });
    await checkIn(actor, id, 30);
    const changed = async (patch: object) => {
      const { currentValue, progressPercent } = (await actor.patch(`/v1/goals/${id}`, patch)).data;
      return [currentValue, progressPercent];
    };
    expect(await changed({ initialValue: 20 })).toEqual([50, 37.5]);
    expect(await changed({ targetValue: 60 })).toEqual([50, 75]);
    expect(await changed({ direction: "decrease", initialValue: 60, targetValue: 0 })).toEqual([30, 50]);
    expect(await changed({ targetValue: null })).toEqual([30, 0]);
    expect(await changed({ targetValue: 60 })).toEqual([30, 0]);
    expect(await changed({ initialValue: null, direction: "increase", targetValue: 60 })).toEqual([30, 50]);
    await checkIn(actor, id, 45, { mode: "absolute" });
    expect(await changed({ initialValue: 30 })).toEqual([45, 50]);
  });

  it("loses no check-in of ten at once", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 100 });
    const send = (index: number) =>
      actor.post(`/v1/goals/${id}/check-in`, {
        value: 1,
        mode: index === 0 ? "absolute" : "delta",
        dateKey: "2026-11-01",
      });
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => send(index)));
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(201));
    const { data } = await actor.get(`/v1/goals/${id}/check-ins?sortBy=createdAt&sortOrder=asc`);
    const order = data.toSorted(
      (a: { createdAt: string; id: string }, b: { createdAt: string; id: string }) =>
        a.createdAt.localeCompare(b.createdAt) || (a.id < b.id ? -1 : 1),
    );
    const at = order.findIndex(({ mode }: { mode: string }) => mode === "absolute");
    expect((await goalOf(actor, id)).currentValue).toBe(order.length - at);
  });
});

describe("milestones", () => {
  const passed = (goal: { milestones: { completedAt: string | null }[] }) =>
    goal.milestones.map(({ completedAt }) => completedAt !== null);

  it("complete as progress passes them and reopen when it falls back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOON });
    const actor = await newActor();
    const milestones = [50, 25, 75].map((targetPercent) => ({ title: `${targetPercent}`, targetPercent }));
    const { id } = await newGoal(actor, { targetValue: 100, milestones });
    const first = await checkIn(actor, id, 50);
    expect(passed(first.goal)).toEqual([true, true, false]);
    expect(first.goal.milestones[0].completedAt).toBe(NOON.toISOString());
    vi.setSystemTime(NOON.getTime() + 1000);
    const second = await checkIn(actor, id, 25);
    expect(second.goal.milestones.map(({ completedAt }: { completedAt: string }) => completedAt)).toEqual([
      NOON.toISOString(),
      NOON.toISOString(),
      new Date(NOON.getTime() + 1000).toISOString(),
    ]);
    expect(passed((await checkIn(actor, id, -30)).goal)).toEqual([false, true, false]);
    expect(passed((await actor.patch(`/v1/goals/${id}`, { targetValue: 60 })).data)).toEqual([true, true, true]);
  });

  it("are replaced by id", async () => {
    const actor = await newActor();
    const { id, milestones } = await newGoal(actor, {
      targetValue: 10,
      milestones: [
        { title: "half", targetPercent: 50, description: "d", dueDate: "2026-12-01" },
        { title: "all", targetPercent: 100 },
      ],
    });
    await checkIn(actor, id, 6);
    const patch = {
      milestones: [
        { title: "tenth", targetPercent: 10 },
        { id: milestones[0].id, title: "middle" },
      ],
    };
    const { data } = await actor.patch(`/v1/goals/${id}`, patch);
    expect(data.milestones).toEqual([
      {
        id: expect.any(String),
        goalId: id,
        title: "tenth",
        description: null,
        targetPercent: 10,
        dueDate: null,
        completedAt: data.updatedAt,
        order: 0,
      },
      { ...milestones[0], title: "middle", order: 1, completedAt: expect.any(String) },
    ]);
    const twice = await actor.patch(`/v1/goals/${id}`, { milestones: [milestones[0], milestones[0]] });
    expect(refusal(twice)).toEqual([400, "VALIDATION_ERROR", "milestones.1.id"]);
  });
});

describe("completing a goal", () => {
  it("sets the day in the user's zone, forces nothing, and is undone", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T18:30:00.000Z") });
    const actor = await newActor({ timezone: "Asia/Tashkent" });
    const { id } = await newGoal(actor, { targetValue: 10 });
    const done = await actor.post(`/v1/goals/${id}/complete`);
    const { status, completedDate, progressPercent } = done.data;
    expect([done.status, status, completedDate, progressPercent]).toEqual([200, "completed", "2026-11-23", 0]);
    vi.setSystemTime(new Date("2026-11-23T19:10:00.000Z"));
    expect((await actor.post(`/v1/goals/${id}/complete`)).data).toEqual(done.data);
    const again = await actor.post(`/v1/goals/${id}/reactivate`);
    expect([again.status, again.data.status, again.data.completedDate]).toEqual([200, "active", null]);
    expect((await actor.post(`/v1/goals/${id}/reactivate`)).data).toEqual(again.data);
    const patched = await actor.patch(`/v1/goals/${id}`, { status: "completed" });
    expect(patched.data.completedDate).toBe(TODAY);
    expect((await actor.patch(`/v1/goals/${id}`, { status: "paused" })).data.completedDate).toBeNull();
  });
});

describe("lists", () => {
  it("filter, sort and search goals", async () => {
    const actor = await newActor();
    const half = await newGoal(actor, { title: "b", targetDate: "2026-12-02", targetValue: 10 });
    await newGoal(actor, { title: "a", targetDate: "2026-12-01", goalType: "health", metricType: "count" });
    await newGoal(actor, { title: "c", status: "paused", description: "Йил" });
    await checkIn(actor, half.id, 5);
    const titles = async (query: string) =>
      (await actor.get(`/v1/goals?${query}`)).data.map((goal: { title: string }) => goal.title).join("");
    expect(await titles("")).toBe("cab");
    expect(await titles("status=paused")).toBe("c");
    expect(await titles("goalType=health")).toBe("a");
    expect(await titles("metricType=amount")).toBe("cb");
    expect(await titles("targetDateFrom=2026-12-02")).toBe("b");
    expect(await titles("targetDateTo=2026-12-01")).toBe("a");
    expect(await titles("sortBy=targetDate&sortOrder=asc")).toBe("abc");
    expect(await titles("sortBy=title&sortOrder=desc")).toBe("cba");
    expect((await titles("sortBy=progressPercent"))[0]).toBe("b");
    expect(await titles(`search=${encodeURIComponent("йИЛ")}`)).toBe("c");
  });

  it("page a goal's check-ins, newest first", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const [goal, otherGoal] = [await newGoal(actor), await newGoal(actor)];
    for (const value of [1, 2, 3]) await checkIn(actor, goal.id, value, { dateKey: `2026-11-0${4 - value}` });
    await checkIn(actor, otherGoal.id, 9);
    const read = async (query: string): Promise<number[]> =>
      (await actor.get(`/v1/goals/${goal.id}/check-ins${query}`)).data.map(({ value }: { value: number }) => value);
    expect(await read("")).toEqual([3, 2, 1]);
    expect(await read("?sortBy=dateKey&sortOrder=desc")).toEqual([1, 2, 3]);
    expect(await read("?dateFrom=2026-11-02&dateTo=2026-11-02")).toEqual([2]);
    const page = await actor.get(`/v1/goals/${goal.id}/check-ins?limit=2`);
    expect(page.meta).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2, hasMore: true });
    expect((await stranger.get(`/v1/goals/${goal.id}/check-ins`)).status).toBe(404);
    expect((await actor.get(`/v1/goals/${crypto.randomUUID()}/check-ins`)).status).toBe(404);
  });
});

describe("check-ins", () => {
  it("default to the user's today", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T20:00:00.000Z") });
    const actor = await newActor({ timezone: "Asia/Tashkent" });
    const { id } = await newGoal(actor);
    expect((await checkIn(actor, id, 1)).dateKey).toBe(TODAY);
  });

  it("belong to their goal alone", async () => {
    const actor = await newActor();
    const [goal, otherGoal] = [await newGoal(actor), await newGoal(actor)];
    const { id } = await checkIn(actor, goal.id, 1);
    const replies: Reply[] = [
      await actor.patch(`/v1/goals/${otherGoal.id}/check-ins/${id}`, { value: 2 }),
      await actor.delete(`/v1/goals/${otherGoal.id}/check-ins/${id}`),
      await actor.post(`/v1/goals/${crypto.randomUUID()}/check-in`, { value: 2 }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await goalOf(actor, goal.id)).currentValue).toBe(1);
  });

  it("happen once per idempotency key", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor);
    const send = () => actor.post(`/v1/goals/${id}/check-in`, { value: 5 }, { "Idempotency-Key": "k" });
    const replies = await Promise.all([send(), send(), send()]);
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect((await goalOf(actor, id)).currentValue).toBe(5);
  });

  it("cannot push a goal out of the exact numbers", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor);
    await checkIn(actor, id, 900_000_000_000);
    const reply = await actor.post(`/v1/goals/${id}/check-in`, { value: 900_000_000_000 });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", "value"]);
    expect((await goalOf(actor, id)).currentValue).toBe(900_000_000_000);
  });

  it("go with their goal, and come back with it", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 10 });
    const [kept, gone] = [await checkIn(actor, id, 5), await checkIn(actor, id, 3)];
    await actor.delete(`/v1/goal-check-ins/${gone.id}`);
    const task = async () => {
      const fields = { title: "t", goalId: id, progressValue: 1, status: "completed" };
      return (await actor.post("/v1/tasks", fields)).data.id;
    };
    const [changed, reopened] = [await task(), await task()];
    expect((await goalOf(actor, id)).currentValue).toBe(7);
    const before = await actor.get("/v1/sync/pull");
    await actor.delete(`/v1/goals/${id}`);
    expect((await actor.get(`/v1/goal-check-ins/${kept.id}`)).status).toBe(404);
    await actor.patch(`/v1/tasks/${changed}`, { progressValue: 2 });
    await actor.post(`/v1/tasks/${reopened}/reopen`);
    // Another phone had renamed it: the user takes that.
    const { rev } = before.data.changes.find((change: { id: string }) => change.id === id);
    const change = { entity: "goals", id, operation: "update", data: { title: "kept" }, baseRev: rev };
    const localUpdatedAt = new Date().toISOString();
    const { data } = await actor.post("/v1/sync/push", {
      changes: [{ ...change, localUpdatedAt, idempotencyKey: crypto.randomUUID() }],
    });
    expect(data.results[0].status).toBe("conflict");
    const { conflictId } = data.results[0];
    const body = { entity: "goals", id, resolution: "use_local", conflictId };
    expect((await actor.post("/v1/sync/resolve-conflict", body)).status).toBe(200);
    expect(await goalOf(actor, id)).toMatchObject({ title: "kept", currentValue: 7, progressPercent: 70 });
    const { data: left } = await actor.get(`/v1/goals/${id}/check-ins`);
    expect(left.map(({ value }: { value: number }) => value).toSorted()).toEqual([2, 5]);
    expect(left.map(({ id }: { id: string }) => id)).toContain(kept.id);
  });
});
