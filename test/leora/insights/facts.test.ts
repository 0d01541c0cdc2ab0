import { expect, it } from "vitest";
import { lastPeriod } from "../../../src/leora/insights/periods.ts";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { openAccount } from "../finance/support.ts";
import { completeHabit, newHabit } from "../planner/habits.support.ts";
import { findingsFor } from "./found.ts";

// What random lives seldom have.

const TODAY = "2026-11-19";
const NOW = "2026-11-19T04:00:00Z";

it("a habit of three times a week asks for nothing more once it was done three times", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const habit = await newHabit(actor, { timesPerWeek: 3 });
  const overview = async () => {
    const findings = await findingsFor(actor, [lastPeriod("daily", TODAY)]);
    const { habitsDue, habitsDone } = findings.find(({ rule }) => rule === "daily_overview")?.facts ?? {};
    return [habitsDue, habitsDone];
  };
  for (const dateKey of ["2026-11-16", "2026-11-17"]) await completeHabit(actor, habit, { dateKey });
  expect(await overview()).toEqual([1, 0]);
  await completeHabit(actor, habit, { dateKey: "2026-11-18" });
  expect(await overview()).toEqual([0, 0]);
  await completeHabit(actor, habit, { dateKey: TODAY });
  expect(await overview()).toEqual([1, 1]);
});

it("of expenses with one name, the last one of a month counts, by the time of day as well", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const accountId = await openAccount(actor, "UZS");
  const expense = (date: string, time: string | null, amount: number) =>
    change("transactions", "create", newId(), {
      ...{ type: "expense", accountId, currency: "UZS", categoryId: "food", name: "Choy" },
      ...{ date, time, amount },
    });
  const { results } = await push(actor, [
    expense("2026-08-31", null, 50),
    expense("2026-09-20", "21:30", 100),
    expense("2026-09-20", "08:00", 900),
    expense("2026-09-20", null, 900),
    expense("2026-10-01", null, 900),
    expense("2026-10-31", "07:00", 110),
    expense("2026-11-01", null, 900),
  ]);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
  const findings = await findingsFor(actor, [lastPeriod("monthly", TODAY)]);
  expect(findings.find(({ rule }) => rule === "recurring_increase")?.facts).toEqual({
    transactionId: results[5].id,
    amount: 110,
    previousAmount: 100,
    currency: "UZS",
  });
});

it("the first task of today is the most important one that is open, then the earliest", async () => {
  freezeTime(NOW);
  const actor = await newActor();
  const dueToday = async () => {
    const findings = await findingsFor(actor, [lastPeriod("daily", TODAY)]);
    const finding = findings.find(({ rule }) => rule === "tasks_due_today");
    return finding && [finding.facts.count, finding.names.task];
  };
  const task = (title: string, fields: object) =>
    actor.post("/v1/tasks", { title, dueDate: TODAY, priority: "low", ...fields });
  expect(await dueToday()).toBeUndefined();
  await task("Kechqurun", { timeOfDay: "20:00" });
  await task("Vaqtsiz", {});
  await task("Ertaga", { dueDate: "2026-11-20", priority: "high" });
  expect(await dueToday()).toEqual([2, "Kechqurun"]);
  const { data: morning } = await task("Ertalab", { timeOfDay: "09:00" });
  expect(await dueToday()).toEqual([3, "Ertalab"]);
  const { data: urgent } = await task("Muhim", { priority: "high" });
  expect(await dueToday()).toEqual([4, "Muhim"]);
  for (const { id } of [urgent, morning]) await actor.post(`/v1/tasks/${id}/complete`, {});
  expect(await dueToday()).toEqual([2, "Kechqurun"]);
});

it("of a goal that is near or behind it is read how much is missing, in its unit", async () => {
  freezeTime(NOW);
  const actor = await newPremiumActor();
  const goal = (title: string, fields: object) =>
    actor.post("/v1/goals", { title, goalType: "personal", metricType: "count", direction: "increase", ...fields });
  const { data: books } = await goal("Kitob", { unit: "bet", targetValue: 300 });
  await actor.post(`/v1/goals/${books.id}/check-in`, { value: 272.5 });
  const times = { startDate: "2026-11-01", targetDate: "2026-11-29" };
  await goal("Vazn", { unit: "kg", direction: "decrease", initialValue: 90, targetValue: 80.5, ...times });
  await goal("Jamg'arma", { metricType: "amount", currency: "USD", targetValue: 1000, ...times });
  await goal("Reja", { metricType: "none", ...times });
  const findings = await findingsFor(actor, [lastPeriod("daily", TODAY)]);
  const goals = findings.filter(({ rule }) => rule.startsWith("goal_"));
  expect(goals.map(({ rule, facts, names }) => [names.goal, rule, facts.remaining, names.unit]).toSorted()).toEqual([
    ["Jamg'arma", "goal_behind", 1000, "USD"],
    ["Kitob", "goal_near", 27.5, "bet"],
    ["Reja", "goal_behind", null, undefined],
    ["Vazn", "goal_behind", 9.5, "kg"],
  ]);
});
