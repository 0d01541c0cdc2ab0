import { describe, expect, it } from "vitest";
import { addDays, zonedToInstant } from "../../../src/kernel/time.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { cron, later } from "../recurring/support.ts";
import { completeHabit, habitOf, newHabit, recordsOf, refusal, statsOf } from "./habits.support.ts";

// Every verb of the planner that says "today" means the user's day, also while UTC has another one.

/** A Wednesday, and a month in which no clocks change in these zones. */
const TODAY = "2026-06-17";
const [YESTERDAY, TOMORROW] = [addDays(TODAY, -1), addDays(TODAY, 1)];

const HOURS = ["Asia/Tashkent", "America/Los_Angeles", "Pacific/Auckland"].flatMap((timezone) =>
  ["00:30", "23:30"].map((time): [timezone: string, time: string] => [timezone, time]),
);
const instant = (day: string, time: string, timezone: string) =>
  new Date(zonedToInstant(day, time, timezone)).toISOString();

async function create(actor: Actor, path: string, body: object) {
  const reply = await actor.post(path, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}
const GOAL = { title: "Marafon", goalType: "health", metricType: "count", direction: "increase", targetValue: 10 };

describe.each(HOURS)("in %s at %s", (timezone, time) => {
  const start = async () => {
    freezeTime(instant(TODAY, time, timezone));
    return newActor({ timezone });
  };

  it("a habit is completed, skipped, and taken back today", async () => {
    const actor = await start();
    const habit = await newHabit(actor);
    expect(await completeHabit(actor, habit)).toMatchObject({ dateKey: TODAY, habit: { isDoneToday: true } });
    expect(await completeHabit(actor, habit, { status: "miss" })).toMatchObject({ dateKey: TODAY });
    const ahead = await actor.post(`/v1/habits/${habit.id}/complete`, { dateKey: TOMORROW });
    expect(refusal(ahead)).toEqual([400, "VALIDATION_ERROR", "dateKey"]);
    expect((await actor.delete(`/v1/habits/${habit.id}/completions/${TODAY}`)).status).toBe(200);
    const { data } = await actor.get(`/v1/habits/${habit.id}/history`);
    expect([data.from, data.to]).toEqual([addDays(TODAY, -29), TODAY]);
    expect((await statsOf(actor, habit)).firstDay).toBe(TODAY);
    const other = await create(actor, "/v1/habit-completions", { habitId: habit.id });
    expect(other.dateKey).toBe(TODAY);
  });

  it("a task that names a habit completes it today", async () => {
    const actor = await start();
    const habit = await newHabit(actor);
    const task = await create(actor, "/v1/tasks", { title: "Yugurish", habitId: habit.id });
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect(await recordsOf(actor, habit)).toEqual([`${TODAY} done task`]);
  });

  it("an overdue task is planned again today, and not yesterday", async () => {
    freezeTime(instant(YESTERDAY, "12:00", timezone));
    const actor = await newActor({ timezone });
    const task = await create(actor, "/v1/tasks", { title: "Kecha", status: "inbox", dueDate: addDays(YESTERDAY, -1) });
    await cron();
    await later(actor, instant(TODAY, time, timezone));
    const statusOn = async (dueDate: string) => (await actor.patch(`/v1/tasks/${task.id}`, { dueDate })).data.status;
    expect(await statusOn(YESTERDAY)).toBe("overdue");
    expect(await statusOn(TODAY)).toBe("planned");
  });

  it("a goal is checked in, and completed, today", async () => {
    const actor = await start();
    const goal = await create(actor, "/v1/goals", GOAL);
    expect(await create(actor, `/v1/goals/${goal.id}/check-in`, { value: 5 })).toMatchObject({ dateKey: TODAY });
    const source = await create(actor, "/v1/tasks", { title: "Yugurish", goalId: goal.id, progressValue: 5 });
    await actor.post(`/v1/tasks/${source.id}/complete`);
    const { data } = await actor.get(`/v1/goals/${goal.id}/check-ins`);
    expect(data.map(({ dateKey }: { dateKey: string }) => dateKey)).toEqual([TODAY, TODAY]);
    expect((await actor.get(`/v1/goals/${goal.id}`)).data.stats.projectedCompletionDate).toBe(TODAY);
    expect((await actor.post(`/v1/goals/${goal.id}/complete`)).data.completedDate).toBe(TODAY);
  });

  it("a focus session is today's", async () => {
    const actor = await start();
    const session = await create(actor, "/v1/focus-sessions/start", { plannedMinutes: 25 });
    expect(session.dateKey).toBe(TODAY);
    await actor.post(`/v1/focus-sessions/${session.id}/complete`, { actualMinutes: 20 });
    const { data } = await actor.get("/v1/focus-sessions/stats");
    expect(data.today).toEqual({ totalMinutes: 20, sessionsCount: 1, completedCount: 1 });
    // From Monday, the 15th, and from the first: 17 days.
    expect(data.byDay.at(-1)).toMatchObject({ date: TODAY, totalMinutes: 20 });
    expect([data.byDay.length, data.thisMonth.avgPerDay]).toEqual([17, 1.2]);
  });
});

describe("the edges of windows", () => {
  const noon = (day: string) => `${day}T07:00:00.000Z`;
  const old = async (fields: object = {}) => {
    freezeTime(noon("2026-03-02"));
    const actor = await newActor();
    const habit = await newHabit(actor, fields);
    await later(actor, noon(TODAY));
    return { actor, habit };
  };

  it("the rate of 30 days begins 29 days ago", async () => {
    const { actor, habit } = await old();
    await completeHabit(actor, habit, { dateKey: addDays(TODAY, -30) });
    expect(await habitOf(actor, habit)).toMatchObject({ completionRate30d: 0 });
    await completeHabit(actor, habit, { dateKey: addDays(TODAY, -29) });
    expect(await habitOf(actor, habit)).toMatchObject({ completionRate30d: 3.3 });
  });

  it("a week is Monday to Sunday, and counts no more than its quota", async () => {
    const { actor, habit } = await old({ timesPerWeek: 2 });
    await completeHabit(actor, habit, { dateKey: "2026-06-14" });
    expect((await statsOf(actor, habit)).thisWeek).toEqual({ done: 0, scheduled: 2 });
    for (const dateKey of ["2026-06-15", "2026-06-16", "2026-06-17"]) await completeHabit(actor, habit, { dateKey });
    const { thisWeek, completionRate30d, doneDays } = await statsOf(actor, habit);
    expect([thisWeek, doneDays]).toEqual([{ done: 2, scheduled: 2 }, 4]);
    // From Tuesday the 19th of May: four whole or cut weeks with one day done, and this one.
    expect(completionRate30d).toBe(30);
    await completeHabit(actor, habit, { dateKey: "2026-06-14", status: "miss" });
    await completeHabit(actor, habit, { dateKey: "2026-05-31" });
    expect((await statsOf(actor, habit)).thisMonth).toEqual({ done: 2, scheduled: 6 });
  });

  it("a challenge begins with the habit, and ends on its last day", async () => {
    freezeTime(noon("2026-06-14"));
    const actor = await newActor();
    const habit = await newHabit(actor, { challengeLengthDays: 3 });
    for (const dateKey of ["2026-06-13", "2026-06-14"]) {
      await later(actor, noon("2026-06-14"));
      await completeHabit(actor, habit, { dateKey });
    }
    const challenge = async () => (await statsOf(actor, habit)).challenge;
    expect(await challenge()).toMatchObject({ endDate: "2026-06-16", day: 1, remainingDays: 2, done: 1, scheduled: 3 });
    await later(actor, noon("2026-06-16"));
    expect(await challenge()).toMatchObject({ day: 3, remainingDays: 0, isCompleted: false });
    await later(actor, noon("2026-06-17"));
    await completeHabit(actor, habit);
    expect(await challenge()).toMatchObject({ day: 3, remainingDays: 0, done: 1, scheduled: 3, isCompleted: false });
  });

  it("a goal's focus time and pace begin 29 days ago, and archived rows count where people see them", async () => {
    const { actor, habit } = await old();
    const never = await newHabit(actor);
    const linkedHabitIds = [habit.id, never.id];
    const goal = await create(actor, "/v1/goals", { ...GOAL, targetValue: 100, linkedHabitIds });
    const session = (day: string) =>
      create(actor, "/v1/focus-sessions", {
        goalId: goal.id,
        plannedMinutes: 25,
        status: "completed",
        startedAt: noon(day),
        endedAt: noon(day),
        actualMinutes: 10,
      });
    const statsOfGoal = async () => (await actor.get(`/v1/goals/${goal.id}`)).data.stats;
    await session(addDays(TODAY, -30));
    expect((await statsOfGoal()).focusMinutesLast30).toBe(0);
    const last = await session(addDays(TODAY, -29));
    await session(TODAY);
    expect((await statsOfGoal()).focusMinutesLast30).toBe(20);
    await actor.patch(`/v1/focus-sessions/${last.id}`, { showStatus: "archived" });
    expect((await statsOfGoal()).focusMinutesLast30).toBe(10);
    const tasks = [];
    for (const status of ["completed", "planned", "planned"]) {
      tasks.push(await create(actor, "/v1/tasks", { title: "Yugurish", goalId: goal.id, status }));
    }
    await actor.patch(`/v1/tasks/${tasks[0].id}`, { showStatus: "archived" });
    expect((await statsOfGoal()).tasksProgressPercent).toBe(33.33);
    await actor.delete(`/v1/tasks/${tasks[2].id}`);
    expect((await statsOfGoal()).tasksProgressPercent).toBe(50);
    await completeHabit(actor, habit);
    expect((await statsOfGoal()).habitsProgressPercent).toBe(1.65);
    await actor.patch(`/v1/habits/${never.id}`, { showStatus: "archived" });
    expect((await statsOfGoal()).habitsProgressPercent).toBe(3.3);
    // Twenty steps before the window, and ten in it, one of them by the habit: of 100, 70 are left, in 210 days.
    await create(actor, `/v1/goals/${goal.id}/check-in`, { value: 20, dateKey: addDays(TODAY, -30) });
    const { id } = await create(actor, `/v1/goals/${goal.id}/check-in`, { value: 9, dateKey: addDays(TODAY, -29) });
    expect((await statsOfGoal()).projectedCompletionDate).toBe("2027-01-13");
    // With the habit's step alone 79 are left, at one in 30 days.
    await actor.delete(`/v1/goals/${goal.id}/check-ins/${id}`);
    expect((await statsOfGoal()).projectedCompletionDate).toBe("2032-12-12");
  });
});
