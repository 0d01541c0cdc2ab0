import { expect } from "vitest";
import type { Actor, Reply } from "../../support/actor.ts";

// Bundled rates to the so'm of 2024-12-06, which hold on every later day.
export const DAY = "2024-12-17";
/** A day on which the rates of 2023-12-29 hold: 1 USD = 12338.77 UZS. */
export const EARLIER_DAY = "2024-03-01";
export const USD_UZS = 12837.1;

/** Creates an account and returns its id. */
export async function openAccount(actor: Actor, currency: string, fields: object = {}): Promise<string> {
  const reply = await actor.post("/v1/accounts", { name: currency, accountType: "card", currency, ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data.id;
}

export const balanceOf = async (actor: Actor, accountId: string): Promise<number> =>
  (await actor.get(`/v1/accounts/${accountId}`)).data.currentBalance;

export const expense = (accountId: string, amount: number, currency: string, fields: object = {}) => ({
  type: "expense",
  accountId,
  amount,
  currency,
  categoryId: "food",
  date: DAY,
  ...fields,
});

export const income = (accountId: string, amount: number, currency: string, fields: object = {}) => ({
  ...expense(accountId, amount, currency),
  type: "income",
  categoryId: "salary",
  ...fields,
});

export const transfer = (
  fromAccountId: string,
  toAccountId: string,
  amount: number,
  currency: string,
  fields: object = {},
) => ({ type: "transfer", fromAccountId, toAccountId, amount, currency, date: DAY, ...fields });

/** Creates a transaction and returns it. */
export async function record(actor: Actor, body: object) {
  const reply = await actor.post("/v1/transactions", body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

/** A rate that counts for this user alone, from `DAY` on. */
export async function overrideRate(actor: Actor, from: string, to: string, rate: string): Promise<void> {
  const columns = "id, owner, date, fromCurrency, toCurrency, rate, source, isOverridden, createdAt, updatedAt";
  await actor.db
    .prepare(`INSERT INTO fxRates (${columns}) VALUES (?, ?, ?, ?, ?, ?, 'manual', 1, 0, 0)`)
    .bind(crypto.randomUUID(), actor.owner, DAY, from, to, rate)
    .run();
}

/** Status, code and the field of the first detail of a refusal. */
export const refusal = ({ status, error }: Reply) => [status, error?.code, error?.details?.[0]?.field];
