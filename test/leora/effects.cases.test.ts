import { expect, test } from "vitest";
import { change, newId, push, pushOne } from "../engine/sync/protocol.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";

// Histories that the property of effects.property.test.ts once found wrong.

async function add(actor: Actor, path: string, body: object): Promise<string> {
  const reply = await actor.post(`/v1/${path}`, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data.id;
}

test("a completion that comes back takes the check-ins of the one in its place away", { timeout: 30_000 }, async () => {
  freezeTime("2026-03-18T07:00:00Z");
  const actor = await newActor();
  const goal = await add(actor, "goals", {
    title: "km",
    goalType: "health",
    metricType: "count",
    direction: "increase",
    targetValue: 100,
  });
  const running = { title: "run", habitType: "health", completionMode: "numeric", goalId: goal };
  const habitId = await add(actor, "habits", running);
  const value = async () => (await actor.get(`/v1/goals/${goal}`)).data.currentValue;
  const first = await add(actor, "habit-completions", { habitId, dateKey: "2026-03-16", value: 5 });
  await actor.delete(`/v1/habit-completions/${first}`);
  await add(actor, "habit-completions", { habitId, dateKey: "2026-03-16", value: 7 });
  expect(await value()).toBe(7);

  const late = await pushOne(actor, change("habitCompletions", "update", first, { status: "done" }));
  expect(late.status).toBe("conflict");
  const resolution = { entity: "habitCompletions", id: first, resolution: "use_local" };
  expect((await actor.post("/v1/sync/resolve-conflict", resolution)).status).toBe(200);
  expect(await value()).toBe(5);
});

test("a transaction names the budgets that the whole push leaves it in", { timeout: 30_000 }, async () => {
  freezeTime("2026-03-18T07:00:00Z");
  const actor = await newActor();
  const accountId = await add(actor, "accounts", { name: "card", accountType: "card", currency: "UZS" });
  const budget = await add(actor, "budgets", {
    name: "ways",
    budgetType: "category",
    categoryIds: ["transport"],
    currency: "UZS",
    limitAmount: 100,
    periodType: "monthly",
  });
  const expense = { type: "expense", accountId, amount: 10, currency: "UZS", date: "2026-03-16" };
  const [leaves, stays, comes] = [newId(), newId(), newId()];
  for (const id of [leaves, stays]) await add(actor, "transactions", { id, ...expense, categoryId: "food" });
  await add(actor, "transactions", { id: comes, ...expense, categoryId: "transport" });

  const { results } = await push(actor, [
    change("budgets", "update", budget, { categoryIds: ["food"] }),
    change("transactions", "update", leaves, { categoryId: "education" }),
    change("transactions", "update", comes, { categoryId: "food" }),
  ]);
  const related = async (id: string) => (await actor.get(`/v1/transactions/${id}`)).data.relatedBudgetId;
  expect(await Promise.all([leaves, stays, comes].map(related))).toEqual([null, budget, budget]);
  expect(results.slice(1).map(({ data }) => data.relatedBudgetId)).toEqual([null, budget]);
  expect((await actor.get(`/v1/budgets/${budget}`)).data.spentAmount).toBe(20);
});
