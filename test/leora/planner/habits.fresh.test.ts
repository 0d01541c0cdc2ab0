import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { later } from "../recurring/support.ts";
import { completeHabit, habitOf, newHabit, recordsOf, refusal, streaksOf } from "./habits.support.ts";

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

  it("keeps a numeric value below the target without counting it", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor, { completionMode: "numeric", targetPerDay: 3, unit: "km" });
    expect(await completeHabit(actor, habit, { value: 2.5 })).toMatchObject({
      value: 2.5,
      status: "done",
      isCounted: false,
      habit: { streakCurrent: 0, isDoneToday: false },
    });
    const partial = await actor.get(`/v1/habits/${habit.id}/history?from=${TODAY}&to=${TODAY}`);
    expect(partial.data.days).toEqual([{ date: TODAY, status: "partial", value: 2.5, scheduled: true }]);
    expect(await completeHabit(actor, habit, { value: 3 })).toMatchObject({
      isCounted: true,
      habit: { streakCurrent: 1 },
    });
    // Days are evaluated by the target they had.
    await actor.patch(`/v1/habits/${habit.id}`, { targetPerDay: 5 });
    expect(await streaksOf(actor, habit)).toEqual([1, 1]);
    expect(await completeHabit(actor, habit)).toMatchObject({ value: 5, isCounted: true });
    expect(refusal(await actor.post(`/v1/habits/${habit.id}/complete`, { value: -1 }))).toEqual([
      400,
      "VALIDATION_ERROR",
      "value",
    ]);
  });

  it("can be taken back, and recorded again", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const first = await completeHabit(actor, habit);
    const path = `/v1/habits/${habit.id}/completions`;
    const undone = await actor.delete(`${path}/${TODAY}`);
    expect(undone.data).toEqual({ id: first.id, showStatus: "deleted", habit: await habitOf(actor, habit) });
    expect(undone.data.habit).toMatchObject({ streakCurrent: 0, streakBest: 0, completionRate30d: 0 });
    expect(refusal(await actor.delete(`${path}/${TODAY}`))).toEqual([404, "RESOURCE_NOT_FOUND", undefined]);
    expect((await actor.delete(`${path}/yesterday`)).status).toBe(404);
    expect((await completeHabit(actor, habit)).habit).toMatchObject({ streakCurrent: 1 });
    expect(await recordsOf(actor, habit)).toEqual([`${TODAY} done manual`]);
  });

  it("at the same time from two phones is one completion", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor, { completionMode: "numeric", targetPerDay: 3 });
    await Promise.all([1, 2, 1, 2].map((value) => completeHabit(actor, habit, { value })));
    expect(await recordsOf(actor, habit)).toHaveLength(1);
  });

  it("loses no day of two phones", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", TODAY];
    await Promise.all(days.map((dateKey) => completeHabit(actor, habit, { dateKey })));
    expect(await streaksOf(actor, habit)).toEqual([5, 5]);
  });

  it("finds no habit of somebody else, and refuses one that is put away", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const habit = await newHabit(actor);
    expect((await other.post(`/v1/habits/${habit.id}/complete`, {})).status).toBe(404);
    await actor.patch(`/v1/habits/${habit.id}`, { showStatus: "archived" });
    expect(refusal(await actor.post(`/v1/habits/${habit.id}/complete`, {}))).toEqual([409, "INVALID_STATE", "habitId"]);
  });
});

describe("habits as time goes by", () => {
  it("need no write for a new day", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    await completeHabit(actor, habit);
    await later(actor, "2026-11-25T07:00:00.000Z");
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 1, completionRate30d: 50, isDoneToday: false });
    await later(actor, "2026-11-26T07:00:00.000Z");
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 0, streakBest: 1, completionRate30d: 33.3 });
  });

  it("follow the zone of the profile", async () => {
    freezeTime("2026-11-24T20:00:00.000Z");
    const actor = await newActor();
    const habit = await newHabit(actor);
    await completeHabit(actor, habit);
    expect(await streaksOf(actor, habit)).toEqual([1, 1]);
    await actor.patch("/v1/users/me", { timezone: "America/New_York" });
    expect((await completeHabit(actor, habit)).dateKey).toBe(TODAY);
    expect(await streaksOf(actor, habit)).toEqual([2, 2]);
    await actor.patch("/v1/users/me", { timezone: "Pacific/Kiritimati" });
    expect((await completeHabit(actor, habit)).dateKey).toBe("2026-11-25");
    expect(await streaksOf(actor, habit)).toEqual([2, 2]);
  });

  it("keep their streak through a pause", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    await completeHabit(actor, habit, { dateKey: "2026-11-23" });
    await completeHabit(actor, habit);
    await later(actor, "2026-11-25T07:00:00.000Z");
    await actor.patch(`/v1/habits/${habit.id}`, { status: "paused" });
    await later(actor, "2026-12-05T07:00:00.000Z");
    expect(await streaksOf(actor, habit)).toEqual([2, 2]);
    await actor.patch(`/v1/habits/${habit.id}`, { status: "active" });
    expect((await completeHabit(actor, habit)).habit).toMatchObject({ streakCurrent: 3, completionRate30d: 100 });
    await later(actor, "2026-12-07T07:00:00.000Z");
    expect(await streaksOf(actor, habit)).toEqual([0, 3]);
  });

  it("show their statistics and how far the challenge is", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor, { challengeLengthDays: 3 });
    await completeHabit(actor, habit, { dateKey: "2026-11-01", status: "miss" });
    await completeHabit(actor, habit, { dateKey: "2026-11-23" });
    await completeHabit(actor, habit);
    expect((await actor.get(`/v1/habits/${habit.id}/stats`)).data).toEqual({
      habitId: habit.id,
      streakCurrent: 2,
      streakBest: 2,
      streakUnit: "days",
      completionRate30d: 8.3,
      firstDay: "2026-11-01",
      doneDays: 2,
      missedDays: 1,
      thisWeek: { done: 2, scheduled: 2 },
      thisMonth: { done: 2, scheduled: 24 },
      challenge: {
        lengthDays: 3,
        startDate: TODAY,
        endDate: "2026-11-26",
        day: 1,
        remainingDays: 2,
        done: 1,
        scheduled: 3,
        isCompleted: false,
      },
    });
    await later(actor, "2026-11-26T07:00:00.000Z");
    await completeHabit(actor, habit, { dateKey: "2026-11-25" });
    await completeHabit(actor, habit);
    const { challenge } = (await actor.get(`/v1/habits/${habit.id}/stats`)).data;
    expect(challenge).toMatchObject({ day: 3, remainingDays: 0, done: 3, isCompleted: true });
  });

  it("show a range of their history", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor, { daysOfWeek: [1, 2] });
    const done = await completeHabit(actor, habit, { dateKey: "2026-11-23" });
    const { habit: _, ...completion } = done;
    const path = `/v1/habits/${habit.id}/history`;
    expect((await actor.get(`${path}?from=2026-11-22&to=2026-11-25`)).data).toEqual({
      from: "2026-11-22",
      to: "2026-11-25",
      completions: [completion],
      days: [
        { date: "2026-11-22", status: "none", value: null, scheduled: false },
        { date: "2026-11-23", status: "done", value: null, scheduled: true },
        { date: "2026-11-24", status: "none", value: null, scheduled: true },
        { date: "2026-11-25", status: "none", value: null, scheduled: false },
      ],
    });
    const byDefault = await actor.get(path);
    expect([byDefault.data.from, byDefault.data.to, byDefault.data.days.length]).toEqual(["2026-10-26", TODAY, 30]);
    expect(refusal(await actor.get(`${path}?from=2026-11-25`))).toEqual([400, "VALIDATION_ERROR", "from"]);
    expect(refusal(await actor.get(`${path}?from=2025-11-23`))).toEqual([400, "VALIDATION_ERROR", "from"]);
  });
});

describe("a task that names a habit", () => {
  it("completes it when it is done, until it is reopened", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const { data: task } = await actor.post("/v1/tasks", { title: "Yugurish", habitId: habit.id });
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect(await recordsOf(actor, habit)).toEqual([`${TODAY} done task`]);
    await later(actor, "2026-11-25T07:00:00.000Z");
    await actor.post(`/v1/tasks/${task.id}/reopen`);
    expect(await recordsOf(actor, habit)).toEqual([]);
    await completeHabit(actor, habit);
    await actor.post(`/v1/tasks/${task.id}/complete`);
    await actor.delete(`/v1/tasks/${task.id}`);
    expect(await recordsOf(actor, habit)).toEqual(["2026-11-25 done manual"]);
  });
});

describe("what a habit may be", () => {
  it.each([
    [{ reminderEnabled: true }, "reminderTime"],
    [{ timesPerWeek: 8 }, "timesPerWeek"],
    [{ timesPerWeek: 0 }, "timesPerWeek"],
    [{ daysOfWeek: [7] }, "daysOfWeek.0"],
    [{ targetPerDay: 0 }, "targetPerDay"],
    [{ frequency: "hourly" }, "frequency"],
    [{ reminderTime: "25:00" }, "reminderTime"],
    [{ financeRule: { type: "daily_spend_under", amount: 0.001, currency: "UZS" } }, "financeRule.amount"],
    [{ financeRule: { type: "no_spend_in_categories", categoryIds: [] } }, "financeRule.categoryIds"],
  ])("refuses %j", async (fields, field) => {
    const actor = await newActor();
    const reply = await actor.post("/v1/habits", { title: "Suv", habitType: "health", ...fields });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it("leads only to the user's own goals and accounts", async () => {
    const actor = await newActor();
    const id = crypto.randomUUID();
    const create = async (fields: object) =>
      refusal(await actor.post("/v1/habits", { title: "Suv", habitType: "health", ...fields }));
    expect(await create({ goalId: id })).toEqual([404, "RESOURCE_NOT_FOUND", "goalId"]);
    expect(await create({ linkedGoalIds: [id] })).toEqual([404, "RESOURCE_NOT_FOUND", "linkedGoalIds.0"]);
    const financeRule = { type: "has_any_transactions", accountIds: [id] };
    expect(await create({ financeRule })).toEqual([404, "RESOURCE_NOT_FOUND", "financeRule.accountIds.0"]);
  });

  it("is found by what it is", async () => {
    const actor = await newActor();
    const { data: goal } = await actor.post("/v1/goals", {
      title: "Sog'liq",
      goalType: "health",
      metricType: "none",
      direction: "increase",
    });
    await newHabit(actor, { title: "Suv", priority: "low", goalId: goal.id });
    await newHabit(actor, { title: "Kitob", habitType: "education", priority: "high", linkedGoalIds: [goal.id] });
    await newHabit(actor, { title: "Byudjet", habitType: "finance", frequency: "weekly", status: "paused" });
    const titles = async (query: string) =>
      (await actor.get(`/v1/habits?sortBy=title&sortOrder=asc&${query}`)).data.map(
        ({ title }: { title: string }) => title,
      );
    expect(await titles(`goalId=${goal.id}`)).toEqual(["Kitob", "Suv"]);
    expect(await titles("status=paused")).toEqual(["Byudjet"]);
    expect(await titles("habitType=education")).toEqual(["Kitob"]);
    expect(await titles("frequency=weekly")).toEqual(["Byudjet"]);
    expect(await titles("search=KIT")).toEqual(["Kitob"]);
  });
});
