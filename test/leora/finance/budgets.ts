import { expect } from "vitest";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { upgrade } from "../../support/plan.ts";
import { expense, openAccount, record } from "./support.ts";

/** A Wednesday. */
export const NOW = "2026-03-18T08:00:00Z";

export const budget = (fields: object = {}) => ({
  name: "Byudjet",
  budgetType: "category",
  categoryIds: ["food"],
  currency: "UZS",
  limitAmount: 1000,
  periodType: "monthly",
  ...fields,
});

/** Somebody with an account, whose clock stands still. */
export async function household(instant = NOW, overrides: object = {}) {
  freezeTime(instant);
  const actor = await newActor(overrides);
  return { actor, account: await openAccount(actor, "UZS") };
}

/** The same with Premium, for more than two budgets. */
export async function wealthyHousehold() {
  const { actor, account } = await household();
  return { actor: await upgrade(actor), account };
}

/** The same person, signed in anew at another time: tokens live for an hour. */
export function later(actor: Actor, instant: string): Promise<Actor> {
  freezeTime(instant);
  return signInAgain(actor);
}

/** Creates a budget and returns its id. */
export async function openBudget(actor: Actor, fields: object = {}): Promise<string> {
  const reply = await actor.post("/v1/budgets", budget(fields));
  expect(reply.status, reply.text).toBe(201);
  return reply.data.id;
}

/** An expense for food; its id. */
export const spend = async (actor: Actor, account: string, amount: number, fields: object = {}): Promise<string> =>
  (await record(actor, expense(account, amount, "UZS", { date: "2026-03-10", ...fields }))).id;

export const budgetOf = async (actor: Actor, id: string) => (await actor.get(`/v1/budgets/${id}`)).data;

export const spentOf = async (actor: Actor, ...ids: string[]): Promise<number[]> =>
  Promise.all(ids.map(async (id) => (await budgetOf(actor, id)).spentAmount));

/** Changes a budget and returns it. */
export async function change(actor: Actor, id: string, patch: object) {
  const reply = await actor.patch(`/v1/budgets/${id}`, patch);
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
}

/** A budget's entries as [transactionId, amount, rate, isCounted], the latest day first. */
export async function entriesOf(actor: Actor, id: string) {
  const reply = await actor.get(`/v1/budgets/${id}/entries?limit=100`);
  expect(reply.status, reply.text).toBe(200);
  return reply.data.map(
    (entry: {
      transactionId: string;
      appliedAmountBudgetCurrency: number;
      rateUsedTxnToBudget: number;
      isCounted: boolean;
    }) => [entry.transactionId, entry.appliedAmountBudgetCurrency, entry.rateUsedTxnToBudget, entry.isCounted],
  );
}

/** Recalculation finds nothing to put right. */
export async function expectProven(actor: Actor, id: string): Promise<void> {
  const before = { budget: await budgetOf(actor, id), entries: await entriesOf(actor, id) };
  const { status, text, data } = await actor.post(`/v1/budgets/${id}/recalculate`);
  expect(status, text).toBe(200);
  // A period that ended is stored as such at the next write.
  expect({ ...data, updatedAt: before.budget.updatedAt }).toEqual(before.budget);
  expect(await entriesOf(actor, id)).toEqual(before.entries);
}
