import { describe, expect, it } from "vitest";
import { change, newId, push } from "../../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";
import { DAY, expense, openAccount } from "../support.ts";

// Rates are read before the first change of a push is applied. A change may lead later ones to a currency that nothing
// else of the push is in: yen here, which are no pivot currency either.

async function spender() {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newActor();
  return { actor, account: await openAccount(actor, "USD") };
}

const budget = (id: string, currency: string) =>
  change("budgets", "create", id, {
    name: "Food",
    budgetType: "category",
    categoryIds: ["food"],
    currency,
    limitAmount: 1000,
    periodType: "none",
  });

const spend = (account: string) => change("transactions", "create", newId(), expense(account, 10, "USD"));

async function applyAll(actor: Actor, changes: object[]): Promise<void> {
  const { results } = await push(actor, changes);
  expect(results.map(({ status, error }) => error ?? status)).toEqual(changes.map(() => "applied"));
}

describe("a push that spends dollars", () => {
  it("counts them in a yen budget that it takes back from the archive", async () => {
    const { actor, account } = await spender();
    const id = newId();
    await applyAll(actor, [budget(id, "JPY"), change("budgets", "update", id, { showStatus: "archived" })]);
    await applyAll(actor, [change("budgets", "update", id, { showStatus: "active" }), spend(account)]);
    const { spentAmount } = (await actor.get(`/v1/budgets/${id}`)).data;
    expect(spentAmount).toBeGreaterThan(0);
    expect((await actor.post(`/v1/budgets/${id}/recalculate`, {})).data.spentAmount).toBe(spentAmount);
  });

  it("counts them in a yen goal that it links to their budget", async () => {
    const { actor, account } = await spender();
    const [id, budgetId] = [newId(), newId()];
    const goal = { title: "Less", goalType: "financial", metricType: "amount", direction: "increase" };
    await applyAll(actor, [
      budget(budgetId, "USD"),
      change("goals", "create", id, { ...goal, currency: "JPY", financeMode: "spend" }),
    ]);
    await applyAll(actor, [change("goals", "update", id, { linkedBudgetId: budgetId }), spend(account)]);
    expect((await actor.get(`/v1/goals/${id}`)).data.currentValue).toBeGreaterThan(0);
  });
});
