import { expect, it } from "vitest";
import { addDays } from "../../../src/kernel/time.ts";
import { LIMITS } from "../../../src/limits.ts";
import { change, newId, type Pushed } from "../../engine/sync/protocol.ts";
import { scalesOf } from "../../rules/cost/measure.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { expense, openAccount } from "../finance/support.ts";
import { subject } from "../subject.ts";

it("500 transactions of 500 days complete as many habits as may have a finance rule, in bounded time", {
  timeout: 180_000,
}, async () => {
  const scales = await scalesOf(subject);
  const actor = await newPremiumActor();
  const accountId = await openAccount(actor, "UZS");
  const push = async (changes: object[]) => {
    const cost = await scales.send(actor, "POST", "/v1/sync/push", JSON.stringify({ changes }));
    scales.requireBounded(cost);
    const { results }: Pushed = cost.reply.data;
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
  };
  const financeRule = { type: "daily_spend_under", amount: 100, currency: "UZS" };
  const habits = Array.from({ length: LIMITS.planner.ruledHabits }, newId);
  await push(
    habits.map((id) => change("habits", "create", id, { title: "Tejash", habitType: "finance", financeRule })),
  );
  const today = new Date().toISOString().slice(0, 10);
  const spendings = Array.from({ length: 500 }, (_, back) => ({ id: newId(), date: addDays(today, -1 - back) }));
  await push(
    spendings.map(({ id, date }) => change("transactions", "create", id, expense(accountId, 1, "UZS", { date }))),
  );
  // All to one day, and back from it.
  const date = addDays(today, -1);
  await push(spendings.map(({ id }) => change("transactions", "update", id, { date })));
  // Days without spending stay under the amount.
  const { data } = await actor.get(`/v1/habits/${habits[0]}/stats`);
  expect(data).toMatchObject({ doneDays: 499, missedDays: 1 });
  await push(spendings.map(({ id }) => change("transactions", "delete", id)));
});
