import { describe, expect, it } from "vitest";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { balanceOf, DAY, expense, openAccount, overrideRate, record } from "./support.ts";

// Every pair of currencies of account, purchase, fee and base, of two, no and three decimals. The values were computed
// apart from our code: each amount × its rate of the day, which has twelve significant decimals, rounded half-even.

const BASES = ["UZS", "USD", "JPY", "KWD"] as const;
type Base = (typeof BASES)[number];

/** What is bought, and what the account takes for it. */
const PRICES: Record<Base, number> = { UZS: 12345.67, USD: 9.99, JPY: 777, KWD: 1.005 };
const FEES: Record<Base, number> = { UZS: 333.33, USD: 0.05, JPY: 7, KWD: 0.015 };

/** The account's currency, the purchase's, the balance after it, and by base what reports say of purchase and fee. */
type Row = [account: Base, purchase: Base, balance: number, reported: Record<Base, [amount: number, fee: number]>];

// biome-ignore format: one row per pair
const TABLE: Row[] = [
  ["UZS", "UZS", -12679, { UZS: [12345.67, 333.33], USD: [0.96, 0.03], JPY: [144, 4], KWD: [0.296, 0.008] }],
  ["UZS", "USD", -128575.96, { UZS: [128242.63, 333.33], USD: [9.99, 0.03], JPY: [1500, 4], KWD: [3.07, 0.008] }],
  ["UZS", "JPY", -66743.52, { UZS: [66410.19, 333.33], USD: [5.17, 0.03], JPY: [777, 4], KWD: [1.59, 0.008] }],
  ["UZS", "KWD", -42316.04, { UZS: [41982.71, 333.33], USD: [3.27, 0.03], JPY: [491, 4], KWD: [1.005, 0.008] }],
  ["USD", "UZS", -1.01, { UZS: [12345.67, 641.86], USD: [0.96, 0.05], JPY: [144, 8], KWD: [0.296, 0.015] }],
  ["USD", "USD", -10.04, { UZS: [128242.63, 641.86], USD: [9.99, 0.05], JPY: [1500, 8], KWD: [3.07, 0.015] }],
  ["USD", "JPY", -5.22, { UZS: [66410.19, 641.86], USD: [5.17, 0.05], JPY: [777, 8], KWD: [1.59, 0.015] }],
  ["USD", "KWD", -3.32, { UZS: [41982.71, 641.86], USD: [3.27, 0.05], JPY: [491, 8], KWD: [1.005, 0.015] }],
  ["JPY", "UZS", -151, { UZS: [12345.67, 598.29], USD: [0.96, 0.05], JPY: [144, 7], KWD: [0.296, 0.014] }],
  ["JPY", "USD", -1507, { UZS: [128242.63, 598.29], USD: [9.99, 0.05], JPY: [1500, 7], KWD: [3.07, 0.014] }],
  ["JPY", "JPY", -784, { UZS: [66410.19, 598.29], USD: [5.17, 0.05], JPY: [777, 7], KWD: [1.59, 0.014] }],
  ["JPY", "KWD", -498, { UZS: [41982.71, 598.29], USD: [3.27, 0.05], JPY: [491, 7], KWD: [1.005, 0.014] }],
  ["KWD", "UZS", -0.311, { UZS: [12345.67, 626.61], USD: [0.96, 0.05], JPY: [144, 7], KWD: [0.296, 0.015] }],
  ["KWD", "USD", -3.085, { UZS: [128242.63, 626.61], USD: [9.99, 0.05], JPY: [1500, 7], KWD: [3.07, 0.015] }],
  ["KWD", "JPY", -1.605, { UZS: [66410.19, 626.61], USD: [5.17, 0.05], JPY: [777, 7], KWD: [1.59, 0.015] }],
  ["KWD", "KWD", -1.02, { UZS: [41982.71, 626.61], USD: [3.27, 0.05], JPY: [491, 7], KWD: [1.005, 0.015] }],
];

describe("a purchase with a fee", () => {
  it.each(BASES)("is exact in balances and reports in %s, whatever its currencies are", async (base) => {
    freezeTime(`${DAY}T07:00:00Z`);
    const actor = await newPremiumActor({ currency: base });
    const accounts = await Promise.all(TABLE.map(([currency]) => openAccount(actor, currency)));
    const { results } = await push(
      actor,
      TABLE.map(([account, purchase], index) =>
        change("transactions", "create", newId(), {
          ...expense(accounts[index] ?? "", PRICES[purchase], purchase),
          categoryId: `buy-${account}-${purchase}`,
          feeAmount: FEES[account],
          feeCategoryId: `fee-${account}-${purchase}`,
        }),
      ),
    );
    expect(results.map(({ status, error }) => error ?? status)).toEqual(TABLE.map(() => "applied"));
    const balances = await Promise.all(accounts.map((id) => balanceOf(actor, id)));
    expect(balances).toEqual(TABLE.map(([, , balance]) => balance));
    const { data } = await actor.get(`/v1/transactions/analytics?dateFrom=${DAY}&dateTo=${DAY}`);
    const amounts = data.byCategory.expense.map(({ categoryId, amount }: Record<string, unknown>) => [
      categoryId,
      amount,
    ]);
    const expected = TABLE.flatMap(([account, purchase, , reported]) => [
      [`buy-${account}-${purchase}`, reported[base][0]],
      [`fee-${account}-${purchase}`, reported[base][1]],
    ]);
    expect(data.currency).toBe(base);
    expect(Object.fromEntries(amounts)).toEqual(Object.fromEntries(expected));
  });
});

describe("a base amount between two units", () => {
  it.each([
    [0.01, 0],
    [0.03, 0.02],
    [0.05, 0.02],
    [0.07, 0.04],
    [0.09, 0.04],
  ])("of half a unit for a cent is rounded to the even one: %f becomes %f", async (amount, rounded) => {
    freezeTime(`${DAY}T07:00:00Z`);
    const actor = await newActor();
    await overrideRate(actor, "USD", "UZS", "0.5");
    const account = await openAccount(actor, "USD");
    const row = await record(actor, expense(account, amount, "USD", { feeAmount: amount }));
    expect(row.convertedAmountToBase).toBe(rounded);
    const { totals } = (await actor.get(`/v1/transactions/summary?dateFrom=${DAY}&dateTo=${DAY}`)).data;
    expect(totals.expense).toBe(2 * rounded);
  });
});
