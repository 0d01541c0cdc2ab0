import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { expense, openAccount, record, transfer } from "../finance/support.ts";
import { cron, later } from "../recurring/support.ts";
import { completeHabit, habitOf, newHabit, recordsOf } from "./habits.support.ts";

const [MONDAY, TUESDAY, WEDNESDAY] = ["2026-11-23", "2026-11-24", "2026-11-25"];
const NOON = `${TUESDAY}T07:00:00.000Z`;

async function withRule(financeRule: object | null, fields: object = {}) {
  freezeTime(NOON);
  const actor = await newActor();
  const accountId = await openAccount(actor, "UZS", { initialBalance: 10_000_000 });
  const habit = await newHabit(actor, { habitType: "finance", financeRule, ...fields });
  const spend = (amount: number, more: object = {}) =>
    record(actor, expense(accountId, amount, "UZS", { date: TUESDAY, ...more }));
  return { actor, accountId, habit, spend, records: () => recordsOf(actor, habit) };
}

const remove = (actor: Actor, { id }: { id: string }) => actor.delete(`/v1/transactions/${id}`);
const change = (actor: Actor, { id }: { id: string }, patch: object) => actor.patch(`/v1/transactions/${id}`, patch);

describe("no_spend_in_categories", () => {
  it("misses the day of a spending there, its subcategories and parts included, as long as it stands", async () => {
    const { actor, spend, records } = await withRule({ type: "no_spend_in_categories", categoryIds: ["food"] });
    const taxi = await spend(10_000, { categoryId: "transport" });
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    const lunch = await spend(30_000, { categoryId: "fast_food" });
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
    await change(actor, lunch, { date: MONDAY });
    expect(await records()).toEqual([`${MONDAY} miss finance`, `${TUESDAY} done finance`]);
    await change(actor, taxi, {
      splits: [
        { categoryId: "transport", amount: 9_000 },
        { categoryId: "coffee", amount: 1_000 },
      ],
    });
    expect(await records()).toEqual([`${MONDAY} miss finance`, `${TUESDAY} miss finance`]);
    await remove(actor, taxi);
    await remove(actor, lunch);
    // Today may still bring one; yesterday is over.
    expect(await records()).toEqual([`${MONDAY} done finance`]);
  });

  it("counts fees by their category, and no transfers", async () => {
    const rule = { type: "no_spend_in_categories", categoryIds: ["other_expense"] };
    const { actor, accountId, records } = await withRule(rule);
    const savings = await openAccount(actor, "UZS");
    const moved = await record(actor, transfer(accountId, savings, 5_000, "UZS", { date: TUESDAY }));
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    await change(actor, moved, { feeAmount: 100 });
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
  });

  it("makes days without any transaction done once they are over, in the user's zone", async () => {
    const { actor, habit, records } = await withRule({ type: "no_spend_in_categories", categoryIds: ["food"] });
    await later(actor, `${TUESDAY}T18:59:00.000Z`);
    await cron();
    expect(await records()).toEqual([]);
    await later(actor, `${TUESDAY}T19:01:00.000Z`);
    await cron();
    await cron();
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    await later(actor, "2026-11-28T07:00:00.000Z");
    await cron();
    expect(await records()).toEqual([
      `${TUESDAY} done finance`,
      `${WEDNESDAY} done finance`,
      "2026-11-26 done finance",
      "2026-11-27 done finance",
    ]);
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 4, streakBest: 4, completionRate30d: 80 });
  });

  it("never overwrites what a person recorded", async () => {
    const { actor, habit, spend, records } = await withRule({ type: "no_spend_in_categories", categoryIds: ["food"] });
    await completeHabit(actor, habit);
    await spend(30_000);
    expect(await records()).toEqual([`${TUESDAY} done manual`]);
  });
});

describe("daily_spend_under", () => {
  it("holds the sum of a day's spending in the rule's currency against the limit", async () => {
    const rule = { type: "daily_spend_under", amount: 100, currency: "USD" };
    const { actor, habit, spend, records } = await withRule(rule);
    expect(habit.financeRule).toEqual(rule);
    const dollars = await openAccount(actor, "USD");
    await record(actor, expense(dollars, 60, "USD", { date: TUESDAY }));
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    // 512,000 UZS are 39.88 USD, 514,000 are 40.04.
    const more = await spend(512_000);
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    await change(actor, more, { amount: 514_000 });
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
    await change(actor, more, { showStatus: "archived" });
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
  });

  it("converts a transaction that comes back, though no other of the day has its currency", async () => {
    const { actor, records } = await withRule({ type: "daily_spend_under", amount: 1_000 });
    const dollars = await openAccount(actor, "USD");
    const lunch = await record(actor, expense(dollars, 5, "USD", { date: TUESDAY }));
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
    await change(actor, lunch, { showStatus: "archived" });
    expect(await records()).toEqual([]);
    await change(actor, lunch, { showStatus: "active" });
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
  });

  it("sees what another write adds at the same time", async () => {
    const { spend, records } = await withRule({ type: "daily_spend_under", amount: 100_000 });
    // From here on each of the two alone changes nothing.
    await spend(1_000);
    await Promise.all([spend(60_000), spend(60_000)]);
    expect(await records()).toEqual([`${TUESDAY} miss finance`]);
  });
});

describe("spend_in_categories", () => {
  it("is done while enough is spent, and else nothing", async () => {
    const rule = { type: "spend_in_categories", categoryIds: ["education"], minAmount: 50_000, currency: "UZS" };
    const { actor, spend, records } = await withRule(rule);
    await spend(30_000, { categoryId: "education", subcategoryId: "books" });
    expect(await records()).toEqual([]);
    const course = await spend(20_000, { categoryId: "courses" });
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    await change(actor, course, { categoryId: "food" });
    expect(await records()).toEqual([]);
    await change(actor, course, { categoryId: "courses" });
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
  });
});

describe("has_any_transactions", () => {
  it("is done by either side of a transfer of its accounts, on its day when that comes", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const [cash, savings] = [await openAccount(actor, "UZS"), await openAccount(actor, "UZS")];
    const financeRule = { type: "has_any_transactions", accountIds: [savings] };
    const habit = await newHabit(actor, { habitType: "finance", financeRule });
    await record(actor, expense(cash, 1_000, "UZS", { date: TUESDAY }));
    expect(await recordsOf(actor, habit)).toEqual([]);
    await record(actor, transfer(cash, savings, 1_000, "UZS", { date: WEDNESDAY }));
    expect(await recordsOf(actor, habit)).toEqual([]);
    await later(actor, `${WEDNESDAY}T07:00:00.000Z`);
    await cron();
    expect(await recordsOf(actor, habit)).toEqual([`${WEDNESDAY} done finance`]);
  });
});

describe("a transaction that names a habit", () => {
  it("completes it on its day, with the day's sum when it is numeric, in one batch with its goal", async () => {
    const fields = { completionMode: "numeric", targetPerDay: 50_000, unit: "UZS" };
    const { actor, habit, spend, records } = await withRule(null, fields);
    const { data: goal } = await actor.post("/v1/goals", {
      title: "Jamg'arma",
      goalType: "personal",
      metricType: "count",
      direction: "increase",
      targetValue: 100_000,
      linkedHabitIds: [habit.id],
    });
    const progress = async () => (await actor.get(`/v1/goals/${goal.id}`)).data.currentValue;
    const first = await spend(30_000, { habitId: habit.id });
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 0 });
    expect(await progress()).toBe(0);
    await spend(25_000, { habitId: habit.id });
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 1, isDoneToday: true });
    expect(await progress()).toBe(55_000);
    await change(actor, first, { habitId: null });
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 0 });
    expect(await progress()).toBe(0);
  });
});

describe("a rule that changes or rests", () => {
  it("decides about no day of a pause", async () => {
    const { actor, habit, records } = await withRule({ type: "no_spend_in_categories", categoryIds: ["food"] });
    await later(actor, `${WEDNESDAY}T07:00:00.000Z`);
    await cron();
    await actor.patch(`/v1/habits/${habit.id}`, { status: "paused" });
    await later(actor, "2026-11-27T07:00:00.000Z");
    await actor.patch(`/v1/habits/${habit.id}`, { status: "active" });
    await later(actor, "2026-11-28T07:00:00.000Z");
    await cron();
    expect(await records()).toEqual([`${TUESDAY} done finance`, "2026-11-27 done finance"]);
  });

  it("decides from its day on; the days before keep theirs, also for what is entered later", async () => {
    const rule = (amount: number, currency = "UZS") => ({ type: "daily_spend_under", amount, currency });
    const { actor, accountId, habit, records } = await withRule(rule(5, "USD"));
    await later(actor, `${WEDNESDAY}T07:00:00.000Z`);
    await actor.patch(`/v1/habits/${habit.id}`, { financeRule: rule(10_000) });
    const spend = (amount: number, date: string) => record(actor, expense(accountId, amount, "UZS", { date }));
    // About 4 and 8 dollars; 50,000 sum are too much from Wednesday on.
    const [monday, tuesday] = [await spend(50_000, MONDAY), await spend(100_000, TUESDAY)];
    await spend(50_000, WEDNESDAY);
    expect(await records()).toEqual([`${MONDAY} done finance`, `${TUESDAY} miss finance`, `${WEDNESDAY} miss finance`]);
    await change(actor, tuesday, { amount: 9_000 });
    await change(actor, monday, { amount: 200_000 });
    expect(await records()).toEqual([`${MONDAY} miss finance`, `${TUESDAY} done finance`, `${WEDNESDAY} miss finance`]);
  });

  it("leaves a day that is over, and was not evaluated yet, to the rule that it had", async () => {
    const { actor, habit, records } = await withRule({ type: "no_spend_in_categories", categoryIds: ["food"] });
    // Ten minutes past midnight of Wednesday in Tashkent, before cron.
    await later(actor, `${TUESDAY}T19:10:00.000Z`);
    await actor.patch(`/v1/habits/${habit.id}`, { financeRule: { type: "has_any_transactions" } });
    await cron();
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
    await later(actor, "2026-11-27T07:00:00.000Z");
    await cron();
    expect(await records()).toEqual([`${TUESDAY} done finance`]);
  });

  it("says nothing about the days before a habit had one", async () => {
    const { actor, habit, spend, records } = await withRule(null);
    await later(actor, `${WEDNESDAY}T07:00:00.000Z`);
    await actor.patch(`/v1/habits/${habit.id}`, { financeRule: { type: "has_any_transactions" } });
    await spend(1_000);
    expect(await records()).toEqual([]);
    await spend(1_000, { date: WEDNESDAY });
    expect(await records()).toEqual([`${WEDNESDAY} done finance`]);
    // Without a rule nothing decides any more, and what was decided stays.
    await actor.patch(`/v1/habits/${habit.id}`, { financeRule: null });
    await spend(1_000, { date: WEDNESDAY });
    expect(await records()).toEqual([`${WEDNESDAY} done finance`]);
  });

  it("counts against the target of the transaction's day", async () => {
    const fields = { completionMode: "numeric", targetPerDay: 50_000, unit: "UZS" };
    const { actor, habit, spend } = await withRule(null, fields);
    await later(actor, `${WEDNESDAY}T07:00:00.000Z`);
    await actor.patch(`/v1/habits/${habit.id}`, { targetPerDay: 100_000 });
    await spend(60_000, { habitId: habit.id });
    await spend(60_000, { habitId: habit.id, date: WEDNESDAY });
    expect(await habitOf(actor, habit)).toMatchObject({ streakCurrent: 1, isDoneToday: false });
  });
});
