import { describe, expect, it } from "vitest";
import { change, newId, pull, push } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { expense, openAccount } from "../finance/support.ts";
import { completeHabit, habitOf, newHabit, recordsOf, streaksOf } from "./habits.support.ts";

const TODAY = "2026-11-24";
const NOON = `${TODAY}T07:00:00.000Z`;

const completion = (habitId: string, fields: object = {}) =>
  change("habitCompletions", "create", newId(), { habitId, dateKey: TODAY, status: "done", ...fields });

describe("habits made offline", () => {
  it("arrive with their completions in one push", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const id = newId();
    const days = ["2026-11-22", "2026-11-23", TODAY];
    const { results, changes } = await push(actor, [
      change("habits", "create", id, { title: "Suv", habitType: "health", streakCurrent: 99 }),
      ...days.map((dateKey) => completion(id, { dateKey })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied", "applied", "applied"]);
    expect(results[0].ignoredFields).toEqual(["streakCurrent"]);
    expect(changes.find((change) => change.id === id).data).toMatchObject({ streakCurrent: 3, completionRate30d: 100 });
    expect(await streaksOf(actor, { id })).toEqual([3, 3]);
  });

  it("take one completion a day: the later one stands, the earlier one is gone on every device", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor, { completionMode: "numeric", targetPerDay: 3 });
    const first = await completeHabit(actor, habit, { value: 3 });
    const { cursor } = await pull(actor);
    const second = completion(habit.id, { value: 1 });
    const pushed = await push(actor, [second], { cursor });
    expect(pushed.results[0].status).toBe("applied");
    const { changes } = await pull(actor, { cursor });
    const operations = changes.map(({ entity, id, operation }) => `${entity} ${id} ${operation}`);
    expect(operations.toSorted()).toEqual(
      [
        `habitCompletions ${first.id} delete`,
        `habitCompletions ${second.id} create`,
        `habits ${habit.id} update`,
      ].toSorted(),
    );
    expect(await recordsOf(actor, habit)).toEqual([`${TODAY} done manual`]);
    expect(await streaksOf(actor, habit)).toEqual([0, 0]);
  });

  it("refuse a day to come without holding up the others", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const { results } = await push(actor, [
      completion(habit.id, { dateKey: "2026-11-25" }),
      completion(newId()),
      completion(habit.id),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "applied"]);
    expect(results[0].error).toMatchObject({ code: "VALIDATION_ERROR", details: [{ field: "dateKey" }] });
    expect(results[1].error).toMatchObject({ code: "RESOURCE_NOT_FOUND" });
  });

  it("take a day that a refused completion has left free", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const goal = { title: "Yo'l", goalType: "health", metricType: "count", direction: "increase" };
    const { data } = await actor.post("/v1/goals", { ...goal, initialValue: 800_000_000_000 });
    const habit = await newHabit(actor, { goalId: data.id, completionMode: "numeric", targetPerDay: 1 });
    // The first would take the goal beyond the exact numbers, which shows only after the completion is made.
    const { results } = await push(actor, [
      completion(habit.id, { value: 800_000_000_000 }),
      completion(habit.id, { value: 2 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "applied"]);
    expect(await recordsOf(actor, habit)).toEqual([`${TODAY} done manual`]);
    expect((await actor.get(`/v1/goals/${data.id}`)).data.currentValue).toBe(800_000_000_002);
  });

  it("do not disturb an edit: streaks are no field that conflicts", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const habit = await newHabit(actor);
    const { changes } = await pull(actor);
    const baseRev = changes.find(({ id }) => id === habit.id)?.rev;
    await completeHabit(actor, habit);
    const edit = change("habits", "update", habit.id, { title: "Suzish" }, { baseRev });
    expect((await push(actor, [edit])).results[0].status).toBe("applied");
    expect(await habitOf(actor, habit)).toMatchObject({ title: "Suzish", streakCurrent: 1 });
  });

  it("are evaluated by transactions of the same push, whatever their order of days", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const financeRule = { type: "daily_spend_under", amount: 100, currency: "UZS" };
    const habit = await newHabit(actor, { habitType: "finance", financeRule });
    const spend = (amount: number, date: string) =>
      change("transactions", "create", newId(), expense(accountId, amount, "UZS", { date }));
    await push(actor, [
      spend(60, TODAY),
      spend(10, "2026-11-22"),
      spend(60, TODAY),
      spend(99, "2026-11-23"),
      spend(60, "2026-11-25"),
    ]);
    expect(await recordsOf(actor, habit)).toEqual([
      "2026-11-22 done finance",
      "2026-11-23 done finance",
      `${TODAY} miss finance`,
    ]);
  });

  it("follow a rule that arrives with transactions from the next transaction on", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const spend = () => change("transactions", "create", newId(), expense(accountId, 60, "UZS", { date: TODAY }));
    const ruled = { habitType: "finance", financeRule: { type: "has_any_transactions" } };
    await newHabit(actor, ruled);
    const [recorded, arriving] = [await newHabit(actor), { id: newId() }];
    await completeHabit(actor, recorded);
    const { results } = await push(actor, [
      change("habits", "update", recorded.id, ruled),
      change("habits", "create", arriving.id, { title: "Tejash", ...ruled }),
      spend(),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied", "applied"]);
    expect(await recordsOf(actor, recorded)).toEqual([`${TODAY} done manual`]);
    await push(actor, [spend()]);
    expect(await recordsOf(actor, recorded)).toEqual([`${TODAY} done manual`]);
    expect(await recordsOf(actor, arriving)).toEqual([`${TODAY} done finance`]);
  });
});
