import { describe, expect, it } from "vitest";
import { idOfStored, storedId } from "../../../src/kernel/db/stored-id.ts";
import { LIMITS } from "../../../src/limits.ts";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { budget, budgetOf, entriesOf, expectProven, openBudget } from "./budgets.ts";
import { balanceOf, DAY, expense, openAccount, record } from "./support.ts";

// A change of a push or a bulk request that is refused after other modules have reacted to it: the budget has its entry,
// the account its new balance, and then the debt says that this is more than what is owed.

async function debtor() {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newPremiumActor();
  const account = await openAccount(actor, "UZS", { initialBalance: 1000 });
  const food = await openBudget(actor, { periodType: "none", notifyOnExceed: true, limitAmount: 50 });
  const debt = { direction: "i_owe", counterpartyName: "Bank", principalAmount: 100, principalCurrency: "UZS" };
  const { id: debtId } = (await actor.post("/v1/debts", { ...debt, startDate: "2024-12-01" })).data;
  return { actor, account, food, debtId };
}

const storedEntries = async ({ db }: Actor, budgetId: string) => {
  const query = db.prepare("SELECT transactionId FROM budgetEntries WHERE budgetId = ?");
  const { results } = await query.bind(storedId(budgetId)).all();
  return results.map(({ transactionId }) => ({ transactionId: idOfStored(String(transactionId)) }));
};

const notificationsOf = async (actor: Actor) => (await actor.get("/v1/notifications")).meta?.total;

describe("a refused change leaves nothing behind", () => {
  it("when it creates a transaction that names a budget", async () => {
    const { actor, account, food, debtId } = await debtor();
    const [refused, applied] = [newId(), newId()];
    const { results } = await push(actor, [
      change("transactions", "create", refused, expense(account, 500, "UZS", { budgetId: food, debtId })),
      change("transactions", "create", applied, expense(account, 7, "UZS")),
    ]);
    expect(results.map(({ status, error }) => error?.code ?? status)).toEqual(["INVALID_STATE", "applied"]);
    expect(await storedEntries(actor, food)).toEqual([{ transactionId: applied }]);
    expect((await budgetOf(actor, food)).spentAmount).toBe(7);
    expect(await balanceOf(actor, account)).toBe(993);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(1);
    expect((await actor.get(`/v1/debts/${debtId}`)).data.outstandingAmount).toBe(100);
    expect(await notificationsOf(actor)).toBe(0);
    await expectProven(actor, food);
  });

  it("not even for the next change of the same row, which has all its effects", async () => {
    const { actor, account, food, debtId } = await debtor();
    const { id } = await record(actor, expense(account, 500, "UZS", { categoryId: "transport" }));
    const { results } = await push(actor, [
      change("transactions", "update", id, { budgetId: food, debtId }),
      change("transactions", "update", id, { amount: 60, budgetId: food }),
    ]);
    expect(results.map(({ status, error }) => error?.code ?? status)).toEqual(["INVALID_STATE", "applied"]);
    expect(await storedEntries(actor, food)).toEqual([{ transactionId: id }]);
    expect((await budgetOf(actor, food)).spentAmount).toBe(60);
    expect(await balanceOf(actor, account)).toBe(940);
    expect(await notificationsOf(actor)).toBe(1);
    await expectProven(actor, food);
  });

  it("when it moves a stored transaction into the budget", async () => {
    const { actor, account, food, debtId } = await debtor();
    const { id } = await record(actor, expense(account, 500, "UZS", { categoryId: "transport" }));
    const { results } = await push(actor, [
      change("transactions", "update", id, { budgetId: food, debtId }),
      change("transactions", "update", id, { name: "Taksi" }),
    ]);
    expect(results.map(({ status, error }) => error?.code ?? status)).toEqual(["INVALID_STATE", "applied"]);
    expect(await storedEntries(actor, food)).toEqual([]);
    expect((await budgetOf(actor, food)).spentAmount).toBe(0);
    const row = (await actor.get(`/v1/transactions/${id}`)).data;
    expect([row.name, row.budgetId, row.debtId, row.relatedBudgetId]).toEqual(["Taksi", null, null, null]);
    expect(await notificationsOf(actor)).toBe(0);
  });

  it("when it takes a stored transaction out of the budget", async () => {
    const { actor, account, food, debtId } = await debtor();
    const { id } = await record(actor, expense(account, 500, "UZS"));
    expect(await notificationsOf(actor)).toBe(1);
    const items = [
      { operation: "update", id, data: { debtId } },
      { operation: "create", data: expense(account, 3, "UZS") },
    ];
    const { results } = (await actor.post("/v1/transactions/bulk", { items })).data;
    expect(results.map(({ status }: { status: string }) => status)).toEqual(["rejected", "applied"]);
    expect(await entriesOf(actor, food)).toHaveLength(2);
    expect((await budgetOf(actor, food)).spentAmount).toBe(503);
    expect(await balanceOf(actor, account)).toBe(497);
    await expectProven(actor, food);
  });

  it("when it takes back a budget that is one too many", async () => {
    const { actor, account, food } = await debtor();
    const { id } = await record(actor, expense(account, 5, "UZS"));
    await actor.patch(`/v1/budgets/${food}`, { showStatus: "archived" });
    const equal = Array.from({ length: LIMITS.finance.budgetsOfCategory }, () =>
      change("budgets", "create", newId(), budget({ periodType: "none" })),
    );
    await push(actor, equal);
    const { results } = await push(actor, [
      change("budgets", "update", food, { showStatus: "active" }),
      change("transactions", "update", id, { amount: 6 }),
    ]);
    expect(results.map(({ status, error }) => error?.code ?? status)).toEqual(["LIMIT_REACHED", "applied"]);
    expect(await storedEntries(actor, food)).toEqual([]);
    expect((await budgetOf(actor, food)).showStatus).toBe("archived");
    expect((await actor.get(`/v1/transactions/${id}`)).data.relatedBudgetId).toBe(
      equal.map((sent) => sent.id).toSorted()[0],
    );
  });
});

describe("totals of lists", () => {
  it("count active and archived rows apart, and deleted ones nowhere", async () => {
    const { actor, account } = await debtor();
    const ids = [];
    for (const amount of [1, 2, 3]) ids.push((await record(actor, expense(account, amount, "UZS"))).id);
    const totals = async () => {
      const lists = ["transactions", "accounts", "budgets", "debts"].flatMap((name) =>
        ["active", "archived"].map((status) => actor.get(`/v1/${name}?showStatus=${status}`)),
      );
      return (await Promise.all(lists)).map(({ meta }) => meta?.total);
    };
    expect(await totals()).toEqual([3, 0, 1, 0, 1, 0, 1, 0]);
    await actor.patch(`/v1/transactions/${ids[0]}`, { showStatus: "archived" });
    await actor.patch(`/v1/transactions/${ids[1]}`, { showStatus: "archived" });
    expect(await totals()).toEqual([1, 2, 1, 0, 1, 0, 1, 0]);
    await actor.patch(`/v1/transactions/${ids[1]}`, { showStatus: "active" });
    await actor.delete(`/v1/transactions/${ids[0]}`);
    await actor.delete(`/v1/transactions/${ids[2]}`);
    expect(await totals()).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    await actor.patch(`/v1/accounts/${account}`, { showStatus: "archived" });
    expect(await totals()).toEqual([1, 0, 0, 1, 1, 0, 1, 0]);
    expect((await actor.get("/v1/accounts/summary")).data).toMatchObject({ accountsCount: 0, byType: {} });
  });
});
