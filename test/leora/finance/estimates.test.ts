import { describe, expect, it } from "vitest";
import { change, newId, pushOne } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { goalOf, newGoal } from "../planner/goals.support.ts";
import { openBudget } from "./budgets.ts";
import { balanceOf, DAY, expense, openAccount, overrideRate, record, refusal, transfer } from "./support.ts";

// Days before the first known rate. The oldest bundled rates are of 2023-12-29: 12338.77 so'm for a dollar, 40152.20 for a
// Kuwaiti dinar, 87.22 for a yen.

const LONG_AGO = "2019-05-01";

async function traveller() {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newPremiumActor();
  const [uzs, usd] = [await openAccount(actor, "UZS"), await openAccount(actor, "USD")];
  return { actor, uzs, usd };
}

const summaryOf2019 = async (actor: Actor) =>
  (await actor.get("/v1/transactions/summary?dateFrom=2019-01-01&dateTo=2019-12-31")).data;

const enterRate = async (actor: Actor, fields: object) => {
  const rate = { fromCurrency: "USD", toCurrency: "UZS", isOverridden: true, ...fields };
  const reply = await actor.post("/v1/fx-rates", rate);
  expect(reply.status, reply.text).toBe(201);
};

const baseOf = ({ rateUsedToBase, convertedAmountToBase, isRateEstimated }: Record<string, unknown>) => [
  rateUsedToBase,
  convertedAmountToBase,
  isRateEstimated,
];

describe("a transaction of a day before the first known rate, in its account's own currency", () => {
  it("is booked, and its base amounts are by the oldest rate", async () => {
    const { actor, usd } = await traveller();
    const splits = [
      { categoryId: "food", amount: 4 },
      { categoryId: "transport", amount: 6 },
    ];
    const row = await record(
      actor,
      expense(usd, 10, "USD", { date: LONG_AGO, feeAmount: 0.5, feeCategoryId: "bank", splits }),
    );
    expect(baseOf(row)).toEqual([12338.77, 123387.7, true]);
    expect(await balanceOf(actor, usd)).toBe(-10.5);
    // The fee is 616938.5 tiyin, rounded half-even.
    const { totals, byCategory } = await summaryOf2019(actor);
    expect(totals.expense).toBe(129557.08);
    expect(byCategory.map(({ categoryId, amount }: Record<string, unknown>) => [categoryId, amount])).toEqual([
      ["transport", 74032.62],
      ["food", 49355.08],
      ["bank", 6169.38],
    ]);
    await actor.delete(`/v1/transactions/${row.id}`);
    expect(await balanceOf(actor, usd)).toBe(0);
    expect((await summaryOf2019(actor)).totals.expense).toBe(0);
  });

  it("is booked in bulk and by a push, in currencies of three places and of none", async () => {
    const { actor } = await traveller();
    const [kwd, jpy] = [await openAccount(actor, "KWD"), await openAccount(actor, "JPY")];
    const bulk = await actor.post("/v1/transactions/bulk", {
      items: [expense(kwd, 1.005, "KWD", { date: LONG_AGO }), expense(kwd, 1, "JPY", { date: LONG_AGO })],
    });
    const [booked, refused] = bulk.data.results;
    // 1.005 dinars are 4035296.1 tiyin.
    expect(baseOf(booked.data)).toEqual([40152.2, 40352.96, true]);
    expect([refused.status, refused.error.code]).toEqual(["rejected", "FX_RATE_UNAVAILABLE"]);
    const id = newId();
    const pushed = await pushOne(
      actor,
      change("transactions", "create", id, expense(jpy, 3, "JPY", { date: LONG_AGO })),
    );
    expect(pushed.status).toBe("applied");
    expect(baseOf((await actor.get(`/v1/transactions/${id}`)).data)).toEqual([87.22, 261.66, true]);
    expect([await balanceOf(actor, kwd), await balanceOf(actor, jpy)]).toEqual([-1.005, -3]);
  });

  it("is imported; a row in another currency is invalid", async () => {
    const { actor, usd } = await traveller();
    const lines = ["date,amount,currency,name", "2019-05-01,-2.00,USD,Coffee", "2019-05-02,-3.00,EUR,Tea"];
    const { data } = await actor.post("/v1/transactions/imports", {
      format: "csv",
      accountId: usd,
      content: lines.join("\n"),
      mapping: { date: "date", amount: "amount", currency: "currency", name: "name" },
    });
    expect([data.createdCount, data.invalidCount]).toEqual([1, 1]);
    const [row] = (await actor.get(`/v1/transactions?importId=${data.id}`)).data;
    expect([row.name, ...baseOf(row)]).toEqual(["Coffee", 12338.77, 24677.54, true]);
    expect(await balanceOf(actor, usd)).toBe(-2);
  });

  it("says no when its rate was known, or none was needed", async () => {
    const { actor, uzs, usd } = await traveller();
    const days = { first: "2023-12-29", before: "2023-12-28" };
    expect(baseOf(await record(actor, expense(usd, 1, "USD", { date: days.first })))).toEqual([
      12338.77,
      12338.77,
      false,
    ]);
    expect(baseOf(await record(actor, expense(usd, 1, "USD", { date: days.before })))).toEqual([
      12338.77,
      12338.77,
      true,
    ]);
    expect(baseOf(await record(actor, expense(uzs, 1, "UZS", { date: LONG_AGO })))).toEqual([1, 1, false]);
  });

  it("says so for its fee alone", async () => {
    const { actor, usd } = await traveller();
    // The tenge is no pivot currency: these two rates make none between dollars and so'm.
    await enterRate(actor, { fromCurrency: "KZT", toCurrency: "UZS", rate: 20, date: "2019-01-01" });
    await enterRate(actor, { fromCurrency: "KZT", toCurrency: "USD", rate: 0.0025, date: "2019-01-01" });
    const row = await record(actor, expense(usd, 1000, "KZT", { date: LONG_AGO, feeAmount: 1 }));
    expect(baseOf(row)).toEqual([20, 20000, true]);
    expect(await balanceOf(actor, usd)).toBe(-3.5);
    expect((await summaryOf2019(actor)).totals.expense).toBe(32338.77);
  });

  it.each<[what: string, body: (uzs: string, usd: string) => object]>([
    ["a purchase in another currency than the account's", (uzs) => expense(uzs, 10, "USD", { date: LONG_AGO })],
    ["a purchase in the base currency", (_uzs, usd) => expense(usd, 10, "UZS", { date: LONG_AGO })],
    ["a transfer that says nothing of what arrives", (uzs, usd) => transfer(usd, uzs, 10, "USD", { date: LONG_AGO })],
    [
      "a transfer that arrives in another currency than the account's",
      (uzs, usd) => transfer(usd, uzs, 10, "USD", { date: LONG_AGO, toCurrency: "EUR", toAmount: 9 }),
    ],
  ])("moves no balance by an estimate: %s is refused", async (_what, body) => {
    const { actor, uzs, usd } = await traveller();
    expect(refusal(await actor.post("/v1/transactions", body(uzs, usd)))).toEqual([
      422,
      "FX_RATE_UNAVAILABLE",
      undefined,
    ]);
    expect([await balanceOf(actor, uzs), await balanceOf(actor, usd)]).toEqual([0, 0]);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
  });

  it("moves what a transfer states", async () => {
    const { actor, uzs, usd } = await traveller();
    const stated = await record(actor, transfer(usd, uzs, 10, "USD", { date: LONG_AGO, toAmount: 84500 }));
    const rated = await record(actor, transfer(usd, uzs, 2, "USD", { date: LONG_AGO, effectiveRateFromTo: 8450 }));
    expect([baseOf(stated), baseOf(rated)]).toEqual([
      [12338.77, 123387.7, true],
      [12338.77, 24677.54, true],
    ]);
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([-12, 101400]);
  });

  it("is refused where no rate of the pair is known at all; one entered later is the oldest then", async () => {
    const { actor } = await traveller();
    const francs = await openAccount(actor, "XPF");
    const body = expense(francs, 10, "XPF", { date: LONG_AGO });
    expect(refusal(await actor.post("/v1/transactions", body))).toEqual([422, "FX_RATE_UNAVAILABLE", undefined]);
    await enterRate(actor, { fromCurrency: "XPF", rate: 110, date: "2024-06-01" });
    expect(baseOf(await record(actor, body))).toEqual([110, 1100, true]);
  });

  it("is converted anew on another day, by another amount, and by nothing else", async () => {
    const { actor, usd } = await traveller();
    const { id } = await record(actor, expense(usd, 10, "USD", { date: LONG_AGO }));
    const patched = async (patch: object) => baseOf((await actor.patch(`/v1/transactions/${id}`, patch)).data);
    expect(await patched({ date: "2024-03-01" })).toEqual([12338.77, 123387.7, false]);
    expect(await patched({ date: "2018-03-01" })).toEqual([12338.77, 123387.7, true]);
    // A rate that is entered later counts for what is converted later.
    await enterRate(actor, { rate: 8000, date: "2018-01-01" });
    expect(await patched({ name: "Kitob", tags: ["oila"] })).toEqual([12338.77, 123387.7, true]);
    expect(await patched({ showStatus: "archived" })).toEqual([12338.77, 123387.7, true]);
    expect(await patched({ showStatus: "active" })).toEqual([12338.77, 123387.7, true]);
    expect(await patched({ amount: 20 })).toEqual([8000, 160000, false]);
    expect(await patched({ date: "2017-12-31" })).toEqual([8000, 160000, true]);
    expect(await balanceOf(actor, usd)).toBe(-20);
  });

  it("takes a derived flag from no client", async () => {
    const { actor, usd } = await traveller();
    const row = await record(actor, expense(usd, 1, "USD", { date: DAY, isRateEstimated: true }));
    expect(baseOf(row)).toEqual([12837.1, 12837.1, false]);
  });
});

describe("a budget in another currency", () => {
  const SINCE_2019 = { periodType: "none", startDate: "2019-01-01" };

  it("counts by the oldest rate, and by the day's once that is known", async () => {
    const { actor, usd } = await traveller();
    const before = await record(actor, expense(usd, 2, "USD", { date: LONG_AGO }));
    const id = await openBudget(actor, { ...SINCE_2019, limitAmount: 1_000_000 });
    const after = await record(
      actor,
      expense(usd, 1, "USD", { date: "2019-06-01", feeAmount: 1, feeCategoryId: "food" }),
    );
    await record(actor, expense(usd, 1, "USD", { date: "2024-03-01" }));
    const entries = async () =>
      (await actor.get(`/v1/budgets/${id}/entries?sortBy=date&sortOrder=asc`)).data.map(
        (entry: Record<string, unknown>) => [entry.appliedAmountBudgetCurrency, entry.isRateEstimated],
      );
    expect(await entries()).toEqual([
      [24677.54, true],
      [24677.54, true],
      [12338.77, false],
    ]);
    expect((await actor.get(`/v1/budgets/${id}`)).data.spentAmount).toBe(61693.85);
    await enterRate(actor, { rate: 8000, date: "2019-01-01" });
    const recalculated = await actor.post(`/v1/budgets/${id}/recalculate`);
    expect(recalculated.data.spentAmount).toBe(44338.77);
    expect((await entries()).map(([, isEstimated]: unknown[]) => isEstimated)).toEqual([false, false, false]);
    for (const row of [before, after]) await actor.delete(`/v1/transactions/${row.id}`);
    expect((await actor.get(`/v1/budgets/${id}`)).data.spentAmount).toBe(12338.77);
  });

  it("takes a transaction that names it", async () => {
    const { actor, usd } = await traveller();
    const id = await openBudget(actor, { ...SINCE_2019, categoryIds: [] });
    await record(actor, expense(usd, 3, "USD", { date: LONG_AGO, budgetId: id }));
    expect((await actor.get(`/v1/budgets/${id}`)).data.spentAmount).toBe(37016.31);
  });
});

describe("a goal", () => {
  it("is moved by a transaction of a day before the first known rate, at the oldest rate", async () => {
    const { actor, usd } = await traveller();
    const goal = await newGoal(actor, { targetValue: 1_000_000, currency: "UZS", financeMode: "save" });
    const income = { type: "income", accountId: usd, amount: 3, currency: "USD", categoryId: "salary" };
    const row = await record(actor, { ...income, date: LONG_AGO, goalId: goal.id });
    expect((await goalOf(actor, goal.id)).currentValue).toBe(37016.31);
    await enterRate(actor, { rate: 8000, date: "2019-01-01" });
    await actor.patch(`/v1/transactions/${row.id}`, { amount: 4 });
    expect((await goalOf(actor, goal.id)).currentValue).toBe(32000);
    await actor.delete(`/v1/transactions/${row.id}`);
    expect((await goalOf(actor, goal.id)).currentValue).toBe(0);
  });
});

describe("a debt of a day before the first known rate", () => {
  const debt = (fields: object = {}) => ({
    direction: "they_owe_me",
    counterpartyName: "Alisher",
    principalAmount: 100,
    principalCurrency: "USD",
    startDate: LONG_AGO,
    ...fields,
  });

  it("is worth its principal at the oldest rate, and so are its payments", async () => {
    const { actor, usd } = await traveller();
    const { data } = await actor.post("/v1/debts", debt({ fundingAccountId: usd }));
    expect([data.rateOnStart, data.principalBaseValue, data.isRateEstimated]).toEqual([12338.77, 1233877, true]);
    expect(await balanceOf(actor, usd)).toBe(-100);
    const pay = (fields: object) => actor.post(`/v1/debts/${data.id}/payments`, { accountId: usd, ...fields });
    const first = await pay({ amount: 40, paymentDate: "2019-06-01" });
    const second = await pay({ amount: 60, paymentDate: DAY });
    expect([baseOf(first.data), baseOf(second.data)]).toEqual([
      [12338.77, 493550.8, true],
      [12837.1, 770226, false],
    ]);
    const paid = (await actor.get(`/v1/debts/${data.id}`)).data;
    expect([paid.status, paid.finalProfitLoss, paid.finalRateUsed]).toEqual(["paid", 29899.8, 12837.1]);
    expect(await balanceOf(actor, usd)).toBe(0);
    const moved = await actor.patch(`/v1/debts/${data.id}/payments/${first.data.id}`, { paymentDate: "2024-03-01" });
    expect(baseOf(moved.data)).toEqual([12338.77, 493550.8, false]);
    const later = (await actor.patch(`/v1/debts/${data.id}`, { startDate: "2024-01-01" })).data;
    expect([later.rateOnStart, later.isRateEstimated]).toEqual([12338.77, false]);
  });

  it("is owed what is known: a payment or a repayment by an estimate is refused", async () => {
    const { actor, uzs } = await traveller();
    const { data } = await actor.post("/v1/debts", debt());
    const payment = { amount: 1000, currency: "UZS", paymentDate: "2019-06-01", accountId: uzs };
    const pay = (fields: object) => actor.post(`/v1/debts/${data.id}/payments`, { ...payment, ...fields });
    expect(refusal(await pay({}))).toEqual([422, "FX_RATE_UNAVAILABLE", undefined]);
    expect((await actor.get(`/v1/debts/${data.id}`)).data.outstandingAmount).toBe(100);
    expect((await pay({ rateUsedToDebt: 0.001 })).data).toMatchObject({
      convertedAmountToDebt: 1,
      isRateEstimated: true,
    });
    expect(refusal(await actor.post("/v1/debts", debt({ repaymentCurrency: "UZS" })))).toEqual([
      422,
      "FX_RATE_UNAVAILABLE",
      undefined,
    ]);
    const agreed = await actor.post("/v1/debts", debt({ repaymentCurrency: "UZS", repaymentRateOnStart: 8450 }));
    expect([agreed.status, agreed.data.principalBaseValue, agreed.data.isRateEstimated]).toEqual([201, 1233877, true]);
  });

  it("says no when the user gives the rates or needs none", async () => {
    const { actor } = await traveller();
    await overrideRate(actor, "USD", "UZS", "13000");
    const { data } = await actor.post("/v1/debts", debt({ startDate: DAY }));
    expect([data.rateOnStart, data.isRateEstimated]).toEqual([13000, false]);
  });
});
