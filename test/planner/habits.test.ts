import { describe, expect, it } from "vitest";
import { newActor } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";
import { completeHabit, habitOf, newHabit, refusal } from "./habits.support.ts";

const TODAY = "2026-11-24";
/** Noon in Tashkent, the actors' zone; a Tuesday. */
const NOON = `${TODAY}T07:00:00.000Z`;

describe("creating habits", () => {
  it("fills the specification's defaults", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/habits", { title: " Suv ichish ", habitType: "health" });
    expect(reply.status).toBe(201);
    const { id, createdAt, updatedAt, ...rest } = reply.data;
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      title: "Suv ichish",
      description: null,
      iconId: null,
      habitType: "health",
      status: "active",
      goalId: null,
      linkedGoalIds: [],
      frequency: "daily",
      daysOfWeek: null,
      timesPerWeek: null,
      timeOfDay: null,
      completionMode: "boolean",
      targetPerDay: null,
      unit: null,
      countingType: "create",
      difficulty: "medium",
      priority: "medium",
      challengeLengthDays: null,
      reminderEnabled: false,
      reminderTime: null,
      financeRule: null,
      streakCurrent: 0,
      streakBest: 0,
      completionRate30d: 0,
      isDoneToday: false,
    });
    expect(createdAt).toBe(updatedAt);
    expect((await actor.get(`/v1/habits/${id}`)).data).toEqual(reply.data);
  });

  it("keeps the specification's example whole", async () => {
    const actor = await newActor();
    const { data: goal } = await actor.post("/v1/goals", {
      title: "Marafon",
      goalType: "health",
      metricType: "count",
      direction: "increase",
    });
    const sent = {
      title: "Ertalab yugurish",
      habitType: "health",
      frequency: "daily",
      daysOfWeek: [1, 2, 3, 4, 5],
      timeOfDay: "06:00",
      completionMode: "numeric",
      targetPerDay: 3,
      unit: "km",
      countingType: "create",
      difficulty: "medium",
      reminderEnabled: true,
      reminderTime: "05:45",
      linkedGoalIds: [goal.id],
    };
    const { data } = await actor.post("/v1/habits", sent);
    expect(data).toMatchObject(sent);
  });
});

describe("completing a day", () => {
  it("records today in the user's zone, and the streak follows", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const reply = await actor.post(`/v1/habits/${habit.id}/complete`, {});
    expect(reply.status, reply.text).toBe(201);
    expect(reply.data).toMatchObject({
      habitId: habit.id,
      dateKey: TODAY,
      status: "done",
      value: null,
      isCounted: true,
    });
    expect(reply.data.habit).toMatchObject({
      streakCurrent: 1,
      streakBest: 1,
      completionRate30d: 100,
      isDoneToday: true,
    });
    expect(await habitOf(actor, habit)).toEqual(reply.data.habit);
  });

  it("of the same day again changes the same row", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const first = await completeHabit(actor, habit);
    const second = await completeHabit(actor, habit, { status: "miss" });
    expect(second).toMatchObject({ id: first.id, status: "miss", isCounted: false });
    expect(second.habit).toMatchObject({ streakCurrent: 0, isDoneToday: false });
    const history = await actor.get(`/v1/habits/${habit.id}/history?from=${TODAY}&to=${TODAY}`);
    expect(history.data.completions.map(({ id }: { id: string }) => id)).toEqual([first.id]);
    expect(history.data.days).toEqual([{ date: TODAY, status: "miss", value: null, scheduled: true }]);
  });

  it("refuses days to come and days long gone", async () => {
    freezeTime("2026-11-24T19:30:00.000Z");
    const actor = await newActor();
    const habit = await newHabit(actor);
    expect(await completeHabit(actor, habit)).toMatchObject({ dateKey: "2026-11-25" });
    const at = (dateKey: string) => actor.post(`/v1/habits/${habit.id}/complete`, { dateKey });
    expect(refusal(await at("2026-11-26"))).toEqual([400, "VALIDATION_ERROR", "dateKey"]);
    expect((await at("2016-11-24")).status).toBe(201);
    expect(refusal(await at("2016-11-23"))).toEqual([400, "VALIDATION_ERROR", "dateKey"]);
  });
});
