import { describe, expect, it } from "vitest";
import { budgetOf, household, openBudget, spend, spentOf } from "./budgets.ts";
import { income, record } from "./support.ts";

describe("a budget at its limit", () => {
  it("is overspent by the first tiyin beyond, and says so once", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor, { limitAmount: 10, notifyOnExceed: true });
    const state = async () => {
      const { isOverspent, remainingAmount, percentUsed } = await budgetOf(actor, id);
      return [isOverspent, remainingAmount, percentUsed, (await actor.get("/v1/notifications")).meta?.total];
    };
    const spent = await spend(actor, account, 10);
    expect(await state()).toEqual([false, 0, 100, 0]);
    await spend(actor, account, 0.01);
    expect(await state()).toEqual([true, -0.01, 100.1, 1]);
    await actor.delete(`/v1/transactions/${spent}`);
    expect(await state()).toEqual([false, 9.99, 0.1, 1]);
  });
});

describe("the fee of an income", () => {
  it("is an expense: it counts in the budget of expenses alone", async () => {
    const { actor, account } = await household();
    const earned = await openBudget(actor, { transactionType: "income", categoryIds: ["salary"] });
    const fees = await openBudget(actor, { categoryIds: ["salary"] });
    const fields = { date: "2026-03-10", feeAmount: 3, feeCategoryId: "salary" };
    await record(actor, income(account, 100, "UZS", fields));
    expect(await spentOf(actor, earned, fees)).toEqual([100, 3]);
  });
});
