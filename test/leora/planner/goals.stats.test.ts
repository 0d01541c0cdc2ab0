import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { checkIn, goalOf, newGoal } from "./goals.support.ts";

const TODAY = "2026-11-24";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T07:00:00.000Z`) });
});

const statsOf = async (actor: Actor, id: string) => (await goalOf(actor, id)).stats;

describe("a goal's stats", () => {
  it("tell its financial progress where money counts", async () => {
    const actor = await newActor();
    const [money, pages] = [
      await newGoal(actor, { targetValue: 8 }),
      await newGoal(actor, { targetValue: 8, goalType: "education", metricType: "count" }),
    ];
    for (const { id } of [money, pages]) await checkIn(actor, id, 1);
    expect((await statsOf(actor, money.id)).financialProgressPercent).toBe(12.5);
    expect((await statsOf(actor, pages.id)).financialProgressPercent).toBe(0);
  });

  it("tell which part of its tasks is done, by either link, each once", async () => {
    const actor = await newActor();
    const task = async (fields: object) => (await actor.post("/v1/tasks", { title: "t", ...fields })).data;
    const other = await newGoal(actor);
    const [free, gone] = [await task({ status: "completed" }), await task({ status: "completed" })];
    const goal = await newGoal(actor, { linkedTaskIds: [free.id, gone.id] });
    await task({ goalId: goal.id, status: "completed" });
    await task({ goalId: goal.id });
    await task({ goalId: other.id });
    await actor.patch(`/v1/tasks/${free.id}`, { goalId: goal.id });
    await actor.delete(`/v1/tasks/${gone.id}`);
    expect((await statsOf(actor, goal.id)).tasksProgressPercent).toBe(66.67);
    expect((await statsOf(actor, other.id)).tasksProgressPercent).toBe(0);
  });

  it("tell the focus minutes of 30 days in the user's zone, its own and its tasks'", async () => {
    const actor = await newActor({ timezone: "Asia/Tashkent" });
    const free = (await actor.post("/v1/tasks", { title: "t" })).data;
    const goal = await newGoal(actor, { linkedTaskIds: [free.id] });
    const own = (await actor.post("/v1/tasks", { title: "t", goalId: goal.id })).data;
    const session = async (startedAt: string, actualMinutes: number, fields: object) => {
      const clock = { startedAt, endedAt: startedAt.replace("00:00.000Z", "40:00.000Z"), actualMinutes };
      const reply = await actor.post("/v1/focus-sessions", {
        plannedMinutes: 25,
        status: "completed",
        ...clock,
        ...fields,
      });
      expect(reply.status, reply.text).toBe(201);
    };
    // The 30th day before tomorrow is 26 October; it begins at 19:00 UTC of the 25th.
    await session("2026-10-25T18:00:00.000Z", 1, { goalId: goal.id });
    await session("2026-10-25T19:00:00.000Z", 2, { goalId: goal.id });
    await session("2026-11-20T10:00:00.000Z", 4, { taskId: own.id, goalId: goal.id });
    await session("2026-11-21T10:00:00.000Z", 8, { taskId: free.id });
    await session("2026-11-22T10:00:00.000Z", 16, { goalId: goal.id, status: "canceled" });
    await session("2026-11-23T10:00:00.000Z", 32, {});
    expect((await statsOf(actor, goal.id)).focusMinutesLast30).toBe(14);
  });
});

describe("the projected completion", () => {
  const projected = async (actor: Actor, id: string) => (await statsOf(actor, id)).projectedCompletionDate;

  it("goes by the pace of the last 30 days", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 100 });
    await checkIn(actor, id, 30, { dateKey: "2026-09-01" });
    expect(await projected(actor, id)).toBeNull();
    await checkIn(actor, id, 5, { dateKey: "2026-10-25" });
    expect(await projected(actor, id)).toBeNull();
    await checkIn(actor, id, 15, { dateKey: "2026-10-26" });
    await checkIn(actor, id, 5, { dateKey: TODAY });
    // 20 in 30 days; 45 are left: 67.5 days.
    expect(await projected(actor, id)).toBe("2027-01-31");
    await actor.patch(`/v1/goals/${id}`, { targetValue: null });
    expect(await projected(actor, id)).toBeNull();
    await actor.patch(`/v1/goals/${id}`, { targetValue: 50 });
    expect(await projected(actor, id)).toBe(TODAY);
  });

  it("goes by readings, and by a shorter life", async () => {
    const actor = await newActor();
    const scale = {
      goalType: "health",
      metricType: "weight",
      direction: "decrease",
      initialValue: 90,
      targetValue: 80,
    };
    const { id } = await newGoal(actor, scale);
    await checkIn(actor, id, 89, { dateKey: "2026-11-19" });
    await checkIn(actor, id, 87, { dateKey: "2026-11-23" });
    // From 90 to 87 since 18 November: half a kilo a day.
    expect(await projected(actor, id)).toBe("2026-12-08");
    await checkIn(actor, id, 88, { dateKey: "2026-08-01" });
    await checkIn(actor, id, 1, { dateKey: "2026-08-02", mode: "delta" });
    // It had come to 87 by August, and there it is again.
    expect(await projected(actor, id)).toBeNull();
    await checkIn(actor, id, 91, { dateKey: TODAY });
    expect(await projected(actor, id)).toBeNull();
  });

  it("is never beyond the calendar", async () => {
    const actor = await newActor();
    const { id } = await newGoal(actor, { targetValue: 900_000_000_000 });
    await checkIn(actor, id, 0.0001);
    expect(await projected(actor, id)).toBeNull();
  });
});
