import { describe, expect, it, vi } from "vitest";
import { callsOf, change, push } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { checkIn, checkInsOf, goalOf, newGoal } from "./goals.support.ts";

const COUNTED = { goalType: "health", metricType: "count", targetValue: 100 };

async function newHabit(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/habits", { title: "Yugurish", habitType: "health", ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

async function record(actor: Actor, habitId: string, fields: object = {}) {
  const reply = await actor.post(`/v1/habits/${habitId}/complete`, fields);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

const currentOf = async (actor: Actor, id: string): Promise<number> => (await goalOf(actor, id)).currentValue;

const daysAgo = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);

describe("a done habit", () => {
  it("checks in one in every goal that it is linked to, either way, once", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const [main, listed] = [await newGoal(actor, COUNTED), await newGoal(actor, COUNTED)];
    const habit = await newHabit(actor, { goalId: main.id, linkedGoalIds: [listed.id, main.id] });
    const naming = await newGoal(actor, { ...COUNTED, linkedHabitIds: [habit.id] });
    const all = [main.id, listed.id, naming.id];
    const values = () => Promise.all(all.map((id) => currentOf(actor, id)));
    const { id } = await record(actor, habit.id);
    await record(actor, habit.id);
    expect(await values()).toEqual([1, 1, 1]);
    const [checkIn, ...others] = await checkInsOf(actor, main.id);
    expect(others).toEqual([]);
    expect(checkIn).toMatchObject({ value: 1, mode: "delta", sourceType: "habit", sourceId: id, dateKey: daysAgo(0) });
    await record(actor, habit.id, { dateKey: daysAgo(1) });
    expect(await values()).toEqual([2, 2, 2]);
    await record(actor, habit.id, { status: "miss" });
    expect(await values()).toEqual([1, 1, 1]);
    expect((await actor.delete(`/v1/habits/${habit.id}/completions/${daysAgo(1)}`)).status).toBe(200);
    expect(await values()).toEqual([0, 0, 0]);
  });

  it("checks in its value when that reaches the day's target", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const goal = await newGoal(actor, COUNTED);
    const habit = await newHabit(actor, { goalId: goal.id, completionMode: "numeric", targetPerDay: 3, unit: "km" });
    await record(actor, habit.id, { value: 2.5 });
    expect(await currentOf(actor, goal.id)).toBe(0);
    await record(actor, habit.id, { value: 3.5 });
    expect(await currentOf(actor, goal.id)).toBe(3.5);
    await record(actor, habit.id, { value: 1, dateKey: daysAgo(1) });
    await record(actor, habit.id, { value: 10, dateKey: daysAgo(2) });
    expect(await currentOf(actor, goal.id)).toBe(13.5);
    await record(actor, habit.id, { value: 2 });
    expect(await currentOf(actor, goal.id)).toBe(10);
  });

  it("is a reading of a weight when it is measured, a step when it is not", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const scale = {
      goalType: "health",
      metricType: "weight",
      direction: "decrease",
      initialValue: 90,
      targetValue: 80,
    };
    const goal = await newGoal(actor, scale);
    const [scales, gym] = [
      await newHabit(actor, { goalId: goal.id, completionMode: "numeric", targetPerDay: 1, unit: "kg" }),
      await newHabit(actor, { goalId: goal.id }),
    ];
    await record(actor, scales.id, { value: 88, dateKey: daysAgo(2) });
    await record(actor, scales.id, { value: 86.5, dateKey: daysAgo(1) });
    expect(await goalOf(actor, goal.id)).toMatchObject({ currentValue: 86.5, progressPercent: 35 });
    await record(actor, gym.id, { dateKey: daysAgo(0) });
    expect(await currentOf(actor, goal.id)).toBe(85.5);
    await record(actor, scales.id, { status: "miss", dateKey: daysAgo(1) });
    expect(await currentOf(actor, goal.id)).toBe(87);
  });

  it("counts once when two phones bring the same day", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const goal = await newGoal(actor, COUNTED);
    const habit = await newHabit(actor, { linkedGoalIds: [goal.id] });
    const done = () =>
      change("habitCompletions", "create", crypto.randomUUID(), {
        habitId: habit.id,
        dateKey: daysAgo(0),
        status: "done",
      });
    for (const completion of [done(), done()]) await push(actor, [completion]);
    await push(actor, [done(), done()]);
    expect(await currentOf(actor, goal.id)).toBe(1);
    expect(await checkInsOf(actor, goal.id)).toHaveLength(1);
  });

  it("comes of a task that names the habit, and goes with it", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const goal = await newGoal(actor, COUNTED);
    const habit = await newHabit(actor, { goalId: goal.id });
    const task = (await actor.post("/v1/tasks", { title: "t", habitId: habit.id })).data;
    const done = await actor.post(`/v1/tasks/${task.id}/complete`);
    expect([callsOf(done).d1, await currentOf(actor, goal.id)]).toEqual([2, 1]);
    await actor.post(`/v1/tasks/${task.id}/reopen`);
    expect(await currentOf(actor, goal.id)).toBe(0);
  });

  it("comes of a transaction that fulfils its finance rule, and goes with it, in one batch", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const goal = await newGoal(actor, COUNTED);
    const accountId = (await actor.post("/v1/accounts", { name: "a", accountType: "card", currency: "UZS" })).data.id;
    await newHabit(actor, { goalId: goal.id, habitType: "finance", financeRule: { type: "has_any_transactions" } });
    const body = { type: "income", accountId, amount: 5, currency: "UZS", categoryId: "salary", date: daysAgo(0) };
    const paid = await actor.post("/v1/transactions", body);
    expect([paid.status, callsOf(paid).d1, await currentOf(actor, goal.id)]).toEqual([201, 2, 1]);
    const gone = await actor.delete(`/v1/transactions/${paid.data.id}`);
    expect([gone.status, callsOf(gone).d1, await currentOf(actor, goal.id)]).toEqual([200, 2, 0]);
  });

  it("moves a goal of readings also when its habit arrives in the same push", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const [main, listed] = [await newGoal(actor, COUNTED), await newGoal(actor, COUNTED)];
    for (const { id } of [main, listed]) await checkIn(actor, id, 10, { mode: "absolute", dateKey: daysAgo(1) });
    const habitId = crypto.randomUUID();
    const { results } = await push(actor, [
      change("habits", "create", habitId, {
        title: "Suv",
        habitType: "health",
        goalId: main.id,
        linkedGoalIds: [listed.id],
      }),
      change("habitCompletions", "create", crypto.randomUUID(), { habitId, dateKey: daysAgo(0), status: "done" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect([await currentOf(actor, main.id), await currentOf(actor, listed.id)]).toEqual([11, 11]);
  });

  it("moves its goals also when its habit is deleted", async () => {
    const actor = await newActor({ timezone: "UTC" });
    const [main, listed] = [await newGoal(actor, COUNTED), await newGoal(actor, COUNTED)];
    const habit = await newHabit(actor, { goalId: main.id, linkedGoalIds: [listed.id] });
    const missed = await record(actor, habit.id, { status: "miss" });
    expect((await actor.delete(`/v1/habits/${habit.id}`)).status).toBe(200);
    const done = await actor.patch(`/v1/habit-completions/${missed.id}`, { status: "done" });
    expect([done.status, callsOf(done).d1]).toEqual([200, 2]);
    expect([await currentOf(actor, main.id), await currentOf(actor, listed.id)]).toEqual([1, 1]);
  });

  it("tells the goal's mean rate of completion", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T07:00:00.000Z") });
    const actor = await newActor({ timezone: "UTC" });
    const goal = await newGoal(actor, COUNTED);
    const [always, never] = [await newHabit(actor, { goalId: goal.id }), await newHabit(actor)];
    await record(actor, always.id);
    await actor.patch(`/v1/goals/${goal.id}`, { linkedHabitIds: [always.id, never.id] });
    const rates = await Promise.all(
      [always, never].map(async ({ id }) => (await actor.get(`/v1/habits/${id}`)).data.completionRate30d),
    );
    expect((await goalOf(actor, goal.id)).stats.habitsProgressPercent).toBe((rates[0] + rates[1]) / 2);
    expect(rates[0]).toBeGreaterThan(rates[1]);
    await checkIn(actor, goal.id, 1);
  });
});
