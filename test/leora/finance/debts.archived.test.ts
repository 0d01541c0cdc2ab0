import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { balanceOf, DAY, expense, openAccount, record } from "./support.ts";

// A payment and its transaction are archived together, whichever of them is there first: neither moves money then.

async function borrower() {
  freezeTime("2024-12-17T07:00:00Z");
  const actor = await newActor();
  const cash = await openAccount(actor, "UZS", { initialBalance: 5_000 });
  const reply = await actor.post("/v1/debts", {
    direction: "i_owe",
    counterpartyName: "Bank",
    principalAmount: 1_000,
    principalCurrency: "UZS",
    startDate: "2024-12-07",
  });
  expect(reply.status, reply.text).toBe(201);
  return { actor, cash, debt: reply.data.id as string };
}

async function change(actor: Actor, path: string, patch: object) {
  const reply = await actor.patch(`/v1/${path}`, patch);
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
}

const stateOf = async (actor: Actor, { cash, debt, id }: { cash: string; debt: string; id: string }) => ({
  transaction: (await actor.get(`/v1/transactions/${id}`)).data?.showStatus,
  payment: (await actor.get(`/v1/debt-payments/${id}`)).data?.showStatus,
  balance: await balanceOf(actor, cash),
  outstanding: (await actor.get(`/v1/debts/${debt}`)).data.outstandingAmount,
});

describe("an archived payment", () => {
  it("is what an archived transaction becomes that is linked to a debt", async () => {
    const { actor, cash, debt } = await borrower();
    const { id } = await record(actor, expense(cash, 300, "UZS"));
    await change(actor, `transactions/${id}`, { showStatus: "archived" });

    expect((await change(actor, `transactions/${id}`, { debtId: debt })).showStatus).toBe("archived");
    expect(await stateOf(actor, { cash, debt, id })).toEqual({
      transaction: "archived",
      payment: "archived",
      balance: 5_000,
      outstanding: 1_000,
    });

    await change(actor, `transactions/${id}`, { showStatus: "active" });
    expect(await stateOf(actor, { cash, debt, id })).toEqual({
      transaction: "active",
      payment: "active",
      balance: 4_700,
      outstanding: 700,
    });
  });

  it("stays one when it gets an account, for the first time and again", async () => {
    const { actor, cash, debt } = await borrower();
    const paid = await actor.post(`/v1/debts/${debt}/payments`, { amount: 300, paymentDate: DAY, accountId: null });
    const { id } = paid.data;
    await change(actor, `debt-payments/${id}`, { showStatus: "archived" });
    const archived = { transaction: "archived", payment: "archived", balance: 5_000, outstanding: 1_000 };

    expect((await change(actor, `debt-payments/${id}`, { accountId: cash })).showStatus).toBe("archived");
    expect(await stateOf(actor, { cash, debt, id })).toEqual(archived);

    await change(actor, `debt-payments/${id}`, { accountId: null });
    await change(actor, `debt-payments/${id}`, { accountId: cash });
    expect(await stateOf(actor, { cash, debt, id })).toEqual(archived);

    await change(actor, `debt-payments/${id}`, { showStatus: "active" });
    expect(await stateOf(actor, { cash, debt, id })).toEqual({
      transaction: "active",
      payment: "active",
      balance: 4_700,
      outstanding: 700,
    });
  });
});
