import { describe, expect, it } from "vitest";
import { zonedToInstant } from "../../../src/kernel/time.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { later } from "../../support/later.ts";
import { completeHabit, daysOf, habitOf, newHabit, ratesOf, statsOf, streaksOf } from "./habits.support.ts";

// Each day is judged by the schedule that held on it. 2026-11-16 and 2026-11-23 are Mondays.

const noon = (day: string) => `${day}T07:00:00.000Z`;
const patch = async (actor: Actor, { id }: { id: string }, fields: object) => {
  const reply = await actor.patch(`/v1/habits/${id}`, fields);
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
};

/** A habit that is created on a day of November, with days that are done. */
async function withHabit(fields: object, createdOn: string, done: string[], today: string) {
  freezeTime(noon(createdOn));
  const actor = await newActor();
  const habit = await newHabit(actor, fields);
  await later(actor, noon(today));
  for (const dateKey of done) await completeHabit(actor, habit, { dateKey });
  return { actor, habit };
}

describe.each([
  ["Asia/Tashkent", "00:30"],
  ["Asia/Tashkent", "23:30"],
  ["America/Los_Angeles", "00:30"],
  ["America/Los_Angeles", "23:30"],
  ["Pacific/Auckland", "00:30"],
  ["Pacific/Auckland", "23:30"],
])("in %s at %s", (timezone, time) => {
  it("other weekdays count from the user's day of the change", async () => {
    const at = (day: string) => new Date(zonedToInstant(day, time, timezone)).toISOString();
    freezeTime(at("2026-11-16"));
    const actor = await newActor({ timezone });
    const habit = await newHabit(actor);
    await later(actor, at("2026-11-23"));
    for (const day of [16, 18, 19, 20, 21, 22, 23]) {
      await completeHabit(actor, habit, { dateKey: `2026-11-${day}` });
    }
    await later(actor, at("2026-11-24"));
    expect(await ratesOf(actor, habit)).toEqual([6, 6, 77.8]);
    // Tuesday the 17th was missed, and stays so; from the 24th on Tuesdays are free.
    await patch(actor, habit, { daysOfWeek: [1, 3, 5] });
    expect(await ratesOf(actor, habit)).toEqual([6, 6, 87.5]);
    expect(await daysOf(actor, habit, "2026-11-22", "2026-11-26")).toEqual([
      "22 done due",
      "23 done due",
      "24 none",
      "25 none due",
      "26 none",
    ]);
    await later(actor, at("2026-11-25"));
    expect(await ratesOf(actor, habit)).toEqual([6, 6, 77.8]);
    await later(actor, at("2026-11-26"));
    expect(await ratesOf(actor, habit)).toEqual([0, 6, 77.8]);
  });
});

describe("a schedule that changes", () => {
  it("and changes back on the same day has not changed", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-16", ["2026-11-16", "2026-11-18"], "2026-11-19");
    const { updatedAt: _, ...before } = await habitOf(actor, habit);
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 50]);
    await patch(actor, habit, { daysOfWeek: [1, 3], frequency: "weekly" });
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 66.7]);
    await patch(actor, habit, { daysOfWeek: null, frequency: "daily" });
    expect(await habitOf(actor, habit)).toMatchObject(before);
    await later(actor, noon("2026-11-21"));
    expect(await ratesOf(actor, habit)).toEqual([0, 1, 33.3]);
  });

  it("several times on one day leaves the last", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-16", [], "2026-11-18");
    for (const daysOfWeek of [[1], [2], [3]]) await patch(actor, habit, { daysOfWeek });
    await later(actor, noon("2026-11-20"));
    await patch(actor, habit, { daysOfWeek: [0, 4] });
    const expected = ["16 none due", "17 none due", "18 none due", "19 none", "20 none", "21 none", "22 none due"];
    expect(await daysOf(actor, habit, "2026-11-16", "2026-11-22")).toEqual(expected);
  });

  it("on the day of the creation holds for the days before as well", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-18", ["2026-11-16"], "2026-11-18");
    await patch(actor, habit, { daysOfWeek: [1] });
    expect(await daysOf(actor, habit, "2026-11-16", "2026-11-18")).toEqual(["16 done due", "17 none", "18 none"]);
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 100]);
  });

  it("the day after the creation leaves the days before to the first one", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-17", ["2026-11-16"], "2026-11-18");
    await patch(actor, habit, { daysOfWeek: [1] });
    expect(await daysOf(actor, habit, "2026-11-15", "2026-11-18")).toEqual([
      "15 none",
      "16 done due",
      "17 none due",
      "18 none",
    ]);
    expect(await ratesOf(actor, habit)).toEqual([0, 1, 50]);
  });

  it("judges a day that is recorded later by the target of that day", async () => {
    const fields = { completionMode: "numeric", targetPerDay: 3, unit: "km" };
    const { actor, habit } = await withHabit(fields, "2026-11-16", [], "2026-11-18");
    await patch(actor, habit, { targetPerDay: 5 });
    const on = (day: number, body: object = {}) => completeHabit(actor, habit, { dateKey: `2026-11-${day}`, ...body });
    expect(await on(16)).toMatchObject({ value: 3, isCounted: true });
    const third = await on(17, { value: 3 });
    expect(third).toMatchObject({ isCounted: true });
    expect(await on(18, { value: 4.9 })).toMatchObject({ isCounted: false });
    expect(await on(18)).toMatchObject({ value: 5, isCounted: true });
    const correct = async (value: number) =>
      (await actor.patch(`/v1/habit-completions/${third.id}`, { value })).data.isCounted;
    expect([await correct(2.9), await correct(4)]).toEqual([false, true]);
    await later(actor, noon("2026-11-20"));
    await patch(actor, habit, { completionMode: "boolean" });
    expect(await on(19, { value: 4 })).toMatchObject({ value: 4, isCounted: false });
    expect(await on(20, { value: 4 })).toMatchObject({ value: null, isCounted: true });
  });

  it("during a pause holds from the day on which the pause ends, which is due", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-16", ["2026-11-16", "2026-11-17"], "2026-11-18");
    await patch(actor, habit, { status: "paused" });
    await later(actor, noon("2026-11-20"));
    await patch(actor, habit, { daysOfWeek: [0, 6] });
    await later(actor, noon("2026-11-22"));
    await patch(actor, habit, { status: "active" });
    expect(await daysOf(actor, habit, "2026-11-16", "2026-11-23")).toEqual([
      "16 done due",
      "17 done due",
      "18 none",
      "19 none",
      "20 none",
      "21 none",
      "22 none due",
      "23 none",
    ]);
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 66.7]);
    await later(actor, noon("2026-11-23"));
    expect(await ratesOf(actor, habit)).toEqual([0, 2, 66.7]);
  });

  it("from building to quitting, and back, leaves the days before as they were", async () => {
    const { actor, habit } = await withHabit({}, "2026-11-16", ["2026-11-16"], "2026-11-18");
    await patch(actor, habit, { countingType: "quit" });
    expect(await daysOf(actor, habit, "2026-11-16", "2026-11-19")).toEqual([
      "16 done due",
      "17 none due",
      "18 done due",
      "19 none due",
    ]);
    await later(actor, noon("2026-11-21"));
    await patch(actor, habit, { countingType: "create" });
    expect(await ratesOf(actor, habit)).toEqual([3, 3, 66.7]);
    expect(await statsOf(actor, habit)).toMatchObject({ doneDays: 4, missedDays: 0 });
  });

  it("counts for a challenge by the schedule of each day", async () => {
    const fields = { challengeLengthDays: 7 };
    const { actor, habit } = await withHabit(fields, "2026-11-16", ["2026-11-16", "2026-11-17"], "2026-11-18");
    await patch(actor, habit, { daysOfWeek: [0] });
    expect((await statsOf(actor, habit)).challenge).toMatchObject({ done: 2, scheduled: 3, isCompleted: false });
    await later(actor, noon("2026-11-22"));
    await completeHabit(actor, habit);
    expect((await statsOf(actor, habit)).challenge).toMatchObject({ done: 3, scheduled: 3, isCompleted: true });
  });
});

describe("a weekly quota that changes", () => {
  // Two weeks with three days each, and two days of the week from the 23rd.
  const DONE = [9, 11, 13, 16, 17, 18, 23, 24].map((day) => `2026-11-${String(day).padStart(2, "0")}`);
  const withQuota = () => withHabit({ timesPerWeek: 3 }, "2026-11-09", DONE, "2026-11-25");

  it("asks for more from the week that is not over on", async () => {
    const { actor, habit } = await withQuota();
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 88.9]);
    await patch(actor, habit, { timesPerWeek: 5 });
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 88.9]);
    await later(actor, noon("2026-11-29"));
    await completeHabit(actor, habit, { dateKey: "2026-11-26" });
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 81.8]);
    expect((await statsOf(actor, habit)).thisWeek).toEqual({ done: 3, scheduled: 5 });
    await later(actor, noon("2026-11-30"));
    expect(await streaksOf(actor, habit)).toEqual([0, 2]);
  });

  it("asks for less in the same way", async () => {
    const { actor, habit } = await withQuota();
    await patch(actor, habit, { timesPerWeek: 2 });
    expect(await ratesOf(actor, habit)).toEqual([3, 3, 100]);
    await completeHabit(actor, habit);
    expect(await ratesOf(actor, habit)).toEqual([3, 3, 100]);
    expect(await statsOf(actor, habit)).toMatchObject({
      doneDays: 9,
      thisWeek: { done: 2, scheduled: 2 },
      // 9–15 and 16–22 by the quota of three.
      thisMonth: { done: 8, scheduled: 8 },
    });
  });

  it("becomes fixed days: weeks that reached it count, a week that did not ends the streak", async () => {
    const { actor, habit } = await withQuota();
    await patch(actor, habit, { timesPerWeek: null });
    // Monday and Tuesday were free and done; Wednesday is due.
    expect(await ratesOf(actor, habit)).toEqual([8, 8, 88.9]);
    expect(await statsOf(actor, habit)).toMatchObject({ streakUnit: "days", thisWeek: { done: 2, scheduled: 3 } });
    await actor.delete(`/v1/habits/${habit.id}/completions/2026-11-11`);
    expect(await ratesOf(actor, habit)).toEqual([5, 5, 77.8]);
  });

  it("that is not reached ends a streak when its week is over, on its last free day", async () => {
    const { actor, habit } = await withHabit({ timesPerWeek: 3 }, "2026-11-16", ["2026-11-16"], "2026-11-19");
    await patch(actor, habit, { timesPerWeek: null, daysOfWeek: [6] });
    await later(actor, noon("2026-11-22"));
    await completeHabit(actor, habit, { dateKey: "2026-11-21" });
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 66.7]);
    await later(actor, noon("2026-11-23"));
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 66.7]);
  });

  it("follows fixed days, which stay judged one by one", async () => {
    const done = ["2026-11-16", "2026-11-17", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"];
    const { actor, habit } = await withHabit({}, "2026-11-16", done, "2026-11-24");
    expect(await ratesOf(actor, habit)).toEqual([5, 5, 77.8]);
    await patch(actor, habit, { timesPerWeek: 2 });
    // The week with a missed day is no whole week. The done Monday counts for the quota of this one.
    expect(await ratesOf(actor, habit)).toEqual([0, 0, 77.8]);
    expect((await statsOf(actor, habit)).thisWeek).toEqual({ done: 1, scheduled: 2 });
    await completeHabit(actor, habit);
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 88.9]);
    await completeHabit(actor, habit, { dateKey: "2026-11-18" });
    expect(await ratesOf(actor, habit)).toEqual([2, 2, 100]);
  });
});
