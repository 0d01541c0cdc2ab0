import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { entriesOf, openBudget } from "./budgets.ts";
import { balanceOf, DAY, expense, openAccount, record, transfer } from "./support.ts";

// What is undone is what was done, whatever rates, accounts and budgets have become since.

async function household() {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newActor();
  const [uzs, usd] = [await openAccount(actor, "UZS"), await openAccount(actor, "USD")];
  return { actor, uzs, usd };
}

const setRate = async (actor: Actor, rate: number) => {
  const body = { fromCurrency: "USD", toCurrency: "UZS", date: "2024-12-01", rate, isOverridden: true };
  expect((await actor.post("/v1/fx-rates", body)).status).toBe(201);
};

const expenseOf = async (actor: Actor) =>
  (await actor.get(`/v1/transactions/summary?dateFrom=2024-12-01&dateTo=${DAY}`)).data.totals.expense;

describe("undoing after the rate has changed", () => {
  it("takes back a purchase from balance, budget and report", async () => {
    const { actor, uzs } = await household();
    await setRate(actor, 12_000);
    const food = await openBudget(actor, { periodType: "none" });
    const { id } = await record(actor, expense(uzs, 10, "USD", { feeAmount: 500, feeCategoryId: "food" }));
    const totals = async () => [
      await balanceOf(actor, uzs),
      (await actor.get(`/v1/budgets/${food}`)).data.spentAmount,
      await expenseOf(actor),
    ];
    expect(await totals()).toEqual([-120_500, 120_500, 120_500]);
    await setRate(actor, 13_000);
    await actor.patch(`/v1/transactions/${id}`, { name: "Kitob" });
    expect(await totals()).toEqual([-120_500, 120_500, 120_500]);
    await actor.patch(`/v1/transactions/${id}`, { showStatus: "archived" });
    expect(await totals()).toEqual([0, 0, 0]);
    await actor.patch(`/v1/transactions/${id}`, { showStatus: "active" });
    expect((await totals())[0]).toBe(-120_500);
    await actor.delete(`/v1/transactions/${id}`);
    expect(await totals()).toEqual([0, 0, 0]);
    expect(await entriesOf(actor, food)).toEqual([]);
  });

  it("takes back both sides of a transfer", async () => {
    const { actor, uzs, usd } = await household();
    await setRate(actor, 12_000);
    const { id } = await record(actor, transfer(usd, uzs, 10, "USD", { feeAmount: 1 }));
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([-11, 120_000]);
    await setRate(actor, 13_000);
    await actor.delete(`/v1/transactions/${id}`);
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([0, 0]);
  });

  it("takes back a payment of a debt in another currency", async () => {
    const { actor, uzs } = await household();
    await setRate(actor, 12_000);
    const debt = { direction: "i_owe", counterpartyName: "Bank", principalAmount: 100, principalCurrency: "USD" };
    const { id } = (await actor.post("/v1/debts", { ...debt, startDate: DAY })).data;
    const payment = { amount: 1_200_000, currency: "UZS", accountId: uzs };
    const paid = (await actor.post(`/v1/debts/${id}/payments`, payment)).data;
    const state = async () => {
      const { status, outstandingAmount, settledAt, finalRateUsed, finalProfitLoss } = (
        await actor.get(`/v1/debts/${id}`)
      ).data;
      return [status, outstandingAmount, settledAt !== null, finalRateUsed, finalProfitLoss];
    };
    expect(await state()).toEqual(["paid", 0, true, 12_000, 0]);
    expect(await balanceOf(actor, uzs)).toBe(-1_200_000);
    await setRate(actor, 13_000);
    await actor.delete(`/v1/transactions/${paid.id}`);
    expect(await state()).toEqual(["active", 100, false, null, null]);
    expect(await balanceOf(actor, uzs)).toBe(0);
  });
});

describe("a transaction that comes back from deletion", () => {
  it("has no day of deletion, and counts again", async () => {
    const { actor, uzs } = await household();
    const other = await openAccount(actor, "UZS");
    const debt = {
      direction: "they_owe_me",
      counterpartyName: "Alisher",
      principalAmount: 100,
      principalCurrency: "UZS",
    };
    const { id } = (await actor.post("/v1/debts", { ...debt, startDate: DAY, fundingAccountId: uzs })).data;
    expect(await balanceOf(actor, uzs)).toBe(-100);
    await actor.delete(`/v1/transactions/${id}`);
    expect(await balanceOf(actor, uzs)).toBe(0);
    expect((await actor.get(`/v1/debts/${id}`)).data.fundingTransactionId).toBeNull();
    await actor.patch(`/v1/debts/${id}`, { fundingAccountId: other });
    const { data } = await actor.get(`/v1/transactions/${id}`);
    expect([data.showStatus, data.deletedAt, data.accountId, data.debtId]).toEqual(["active", null, other, id]);
    expect([await balanceOf(actor, uzs), await balanceOf(actor, other)]).toEqual([0, -100]);
  });
});
