import { describe, expect, it } from "vitest";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { LIMITS } from "../../../src/limits.ts";
import { change, conflictsOf, newId, pull, push, pushOne } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { later } from "../../support/later.ts";
import { completeHabit, daysOf, newHabit, ratesOf } from "./habits.support.ts";

// 2026-11-16 is a Monday; noon in Tashkent, the actors' zone.
const noon = (day: string) => `${day}T07:00:00.000Z`;

/** A daily habit of the 16th, and a change of it that a phone made offline at a moment. */
async function withHabit(today: string) {
  freezeTime(noon("2026-11-16"));
  const actor = await newActor();
  const habit = await newHabit(actor);
  const { changes } = await pull(actor);
  const { rev: baseRev } = changes.find(({ id }) => id === habit.id) ?? {};
  await later(actor, noon(today));
  const changed = (data: object, localUpdatedAt: string) =>
    change("habits", "update", habit.id, data, { localUpdatedAt, baseRev });
  return { actor, habit, changed };
}

const week = (actor: Actor, habit: { id: string }) => daysOf(actor, habit, "2026-11-16", "2026-11-22");
const resolve = (actor: Actor, { id }: { id: string }, resolution: string) =>
  actor.post("/v1/sync/resolve-conflict", { entity: "habits", id, resolution });

const DAILY = ["16 none due", "17 none due", "18 none due", "19 none due", "20 none due", "21 none due", "22 none due"];
/** Only Sundays from the 19th on, and from the 20th on. */
const FROM_19 = ["16 none due", "17 none due", "18 none due", "19 none", "20 none", "21 none", "22 none due"];
const FROM_20 = ["16 none due", "17 none due", "18 none due", "19 none due", "20 none", "21 none", "22 none due"];

describe("a schedule that a phone changed offline", () => {
  it("holds from the user's day on which it was changed", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-21");
    // Half past midnight of the 19th in Tashkent.
    const sent = changed({ daysOfWeek: [0] }, "2026-11-18T19:30:00.000Z");
    expect((await pushOne(actor, sent)).status).toBe("applied");
    expect(await week(actor, habit)).toEqual(FROM_19);
    expect((await pushOne(actor, sent)).status).toBe("duplicate");
    expect(await week(actor, habit)).toEqual(FROM_19);
  });

  it.each(["2026-11-29T00:00:00.000Z", "1970-01-01T00:00:00.000Z"])("at %s, by a wrong clock, today", async (at) => {
    const { actor, habit, changed } = await withHabit("2026-11-20");
    await pushOne(actor, changed({ daysOfWeek: [0] }, at));
    expect(await week(actor, habit)).toEqual(FROM_20);
  });

  it("does not reach behind a change that another phone made later", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-20");
    await actor.patch(`/v1/habits/${habit.id}`, { daysOfWeek: [0] });
    const result = await pushOne(actor, changed({ frequency: "custom" }, noon("2026-11-18")));
    expect(result.status).toBe("merged");
    expect(await week(actor, habit)).toEqual(FROM_20);
  });

  it("is paused from that day on, too", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-21");
    await completeHabit(actor, habit, { dateKey: "2026-11-18" });
    await pushOne(actor, changed({ status: "paused" }, noon("2026-11-19")));
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 33.3]);
    await actor.patch(`/v1/habits/${habit.id}`, { status: "active" });
    expect(await ratesOf(actor, habit)).toEqual([1, 1, 25]);
  });
});

describe("two phones that change the schedule", () => {
  it("leave a conflict and the history as it was; the local one holds from the day of the decision", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-19");
    await actor.patch(`/v1/habits/${habit.id}`, { daysOfWeek: [0] });
    const other = await signInAgain(actor);
    const mine = changed({ daysOfWeek: [6] }, noon("2026-11-17"));
    expect((await pushOne(other, mine)).status).toBe("conflict");
    expect(await week(actor, habit)).toEqual(FROM_19);
    await later(actor, noon("2026-11-21"));
    expect((await resolve(actor, habit, "use_local")).status).toBe(200);
    expect(await week(actor, habit)).toEqual([...FROM_19.slice(0, 5), "21 none due", "22 none"]);
    expect(await conflictsOf(actor)).toEqual([]);
  });

  it("keep the server's with its history", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-20");
    await actor.patch(`/v1/habits/${habit.id}`, { daysOfWeek: [0] });
    await pushOne(actor, changed({ daysOfWeek: [6] }, noon("2026-11-17")));
    expect((await resolve(actor, habit, "use_server")).status).toBe(200);
    expect(await week(actor, habit)).toEqual(FROM_20);
  });

  it("bring a deleted habit back with its history, paused in between", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-19");
    await actor.patch(`/v1/habits/${habit.id}`, { daysOfWeek: [0, 5, 6] });
    await later(actor, noon("2026-11-20"));
    await actor.delete(`/v1/habits/${habit.id}`);
    await pushOne(actor, changed({ title: "Suzish" }, noon("2026-11-19")));
    await later(actor, noon("2026-11-21"));
    expect((await resolve(actor, habit, "use_local")).status).toBe(200);
    expect(await week(actor, habit)).toEqual([...FROM_19.slice(0, 4), "20 none", "21 none due", "22 none due"]);
  });
});

describe("the history of a schedule", () => {
  it("is no field of the wire, and in no log", async () => {
    const { actor, habit, changed } = await withHabit("2026-11-20");
    const forged = { daysOfWeek: [0], pastSchedules: [{ until: "2026-11-18", daysOfWeek: [1] }] };
    const result = await pushOne(actor, changed(forged, noon("2026-11-20")));
    expect(Object.keys(result.data)).not.toContain("pastSchedules");
    expect(await week(actor, habit)).toEqual(FROM_20);
    const query = "SELECT changes FROM revisions WHERE owner = ?1 AND id = ?2";
    const { results } = await actor.db.prepare(query).bind(actor.owner, storedId(habit.id)).all();
    expect(results).toEqual([{ changes: JSON.stringify({ daysOfWeek: [null, [0]] }) }]);
  });

  it("is that of the changes that are accepted: a refused one leaves nothing", async () => {
    const { actor, habit } = await withHabit("2026-11-20");
    const update = (data: object, id: string = habit.id) => change("habits", "update", id, data);
    const { results } = await push(actor, [
      update({ daysOfWeek: [1], reminderEnabled: true }),
      update({ title: "Suzish" }),
      update({ daysOfWeek: [1] }, newId()),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "applied", "rejected"]);
    expect(await week(actor, habit)).toEqual(DAILY);
    await push(actor, [update({ daysOfWeek: [1] }), update({ daysOfWeek: [0] })]);
    expect(await week(actor, habit)).toEqual(FROM_20);
  });

  it("is bounded: the days of the oldest are judged by the next", async () => {
    const { actor, habit } = await withHabit("2026-11-18");
    // Day by day Mondays to Saturdays, and not: one more than there is room for.
    const days = Array.from({ length: LIMITS.planner.pastSchedules + 1 }, (_, index) => index);
    const at = (index: number) => new Date(Date.parse(noon("2026-11-18")) + index * 86_400_000).toISOString();
    await later(actor, at(days.length));
    const changes = days.map((index) =>
      change(
        "habits",
        "update",
        habit.id,
        { daysOfWeek: index % 2 === 0 ? [1, 2, 3, 4, 5, 6] : [0] },
        {
          localUpdatedAt: at(index),
        },
      ),
    );
    await push(actor, changes.slice(0, -1));
    const first = ["16 none due", "17 none due", "18 none due", "19 none", "20 none due", "21 none", "22 none"];
    expect(await week(actor, habit)).toEqual(first);
    const sundays = () => daysOf(actor, habit, "2026-11-15", "2026-11-15");
    expect(await sundays()).toEqual(["15 none"]);
    await completeHabit(actor, habit, { dateKey: "2026-11-15" });
    expect(await sundays()).toEqual(["15 done due"]);
    await push(actor, changes.slice(-1));
    expect(await week(actor, habit)).toEqual(first);
    expect(await sundays()).toEqual(["15 done"]);
  });
});
