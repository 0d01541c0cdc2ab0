import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { budget } from "./budgets.ts";
import { openAccount, refusal } from "./support.ts";

// The hours in which the user's day is another one than the UTC day, at the end of a month that is also one of a week:
// 2026-05-31 is a Sunday.
const HOURS: [where: string, timezone: string, instant: string, today: string, yesterday: string, monthEnd: string][] =
  [
    ["after midnight in Tashkent", "Asia/Tashkent", "2026-05-31T20:00:00Z", "2026-06-01", "2026-05-31", "2026-06-30"],
    [
      "before midnight in New York",
      "America/New_York",
      "2026-06-01T03:00:00Z",
      "2026-05-31",
      "2026-05-30",
      "2026-05-31",
    ],
  ];

describe.each(HOURS)("today, %s,", (_where, timezone, instant, today, yesterday, monthEnd) => {
  async function at() {
    freezeTime(instant);
    const actor = await newActor({ timezone });
    return { actor, account: await openAccount(actor, "UZS") };
  }

  const debt = (fields: object = {}) => ({
    direction: "i_owe",
    counterpartyName: "Bank",
    principalAmount: 100,
    principalCurrency: "UZS",
    startDate: "2026-01-01",
    ...fields,
  });

  it("is the day of a balance adjustment", async () => {
    const { actor, account } = await at();
    await actor.patch(`/v1/accounts/${account}/adjust-balance`, { newBalance: 7 });
    const [row] = (await actor.get("/v1/transactions")).data;
    expect([row.date, row.amount]).toEqual([today, 7]);
  });

  it("is the day of a payment, of its transaction, and of settling", async () => {
    const { actor, account } = await at();
    const { id } = (await actor.post("/v1/debts", debt({ payFromAccountId: account }))).data;
    const payment = (await actor.post(`/v1/debts/${id}/payments`, { amount: 30 })).data;
    expect(payment.paymentDate).toBe(today);
    expect((await actor.get(`/v1/transactions/${payment.id}`)).data.date).toBe(today);
    await actor.post(`/v1/debts/${id}/settle`, { accountId: account });
    const days = (await actor.get(`/v1/debts/${id}/payments`)).data.map(
      (row: { paymentDate: string }) => row.paymentDate,
    );
    expect(days).toEqual([today, today]);
  });

  it("is early enough to settle on the day of the last payment; the day before is not", async () => {
    const { actor } = await at();
    const { id } = (await actor.post("/v1/debts", debt())).data;
    await actor.post(`/v1/debts/${id}/payments`, { amount: 30 });
    const settle = (date: string) => actor.post(`/v1/debts/${id}/settle`, { date });
    expect(refusal(await settle(yesterday))).toEqual([400, "VALIDATION_ERROR", "date"]);
    expect((await settle(today)).data.status).toBe("paid");
  });

  it("is not overdue; yesterday is", async () => {
    const { actor } = await at();
    const due = (await actor.post("/v1/debts", debt({ dueDate: today }))).data;
    const late = (await actor.post("/v1/debts", debt({ dueDate: yesterday }))).data;
    expect([due.status, late.status]).toEqual(["active", "overdue"]);
    const { activeCount, overdueCount } = (await actor.get("/v1/debts/summary")).data;
    expect([activeCount, overdueCount]).toEqual([1, 1]);
    const statusOf = async (id: string) => (await actor.get(`/v1/debts/${id}/schedule`)).data[0].status;
    expect([await statusOf(due.id), await statusOf(late.id)]).toEqual(["due", "overdue"]);
  });

  it("ends the interest of a debt", async () => {
    const { actor } = await at();
    const fields = { startDate: yesterday, principalAmount: 365_000, interestRateAnnual: 10 };
    const { data } = await actor.post("/v1/debts", debt(fields));
    expect([data.accruedInterest, data.outstandingAmount]).toEqual([100, 365_100]);
  });

  it("is in the period of a budget and of a report", async () => {
    const { actor, account } = await at();
    const weekly = (await actor.post("/v1/budgets", budget({ periodType: "weekly" }))).data;
    const monthly = (await actor.post("/v1/budgets", budget())).data;
    const weekEnd = today === "2026-06-01" ? "2026-06-07" : today;
    expect([weekly.periodEnd, monthly.periodEnd]).toEqual([weekEnd, monthEnd]);
    const body = { type: "expense", accountId: account, amount: 5, currency: "UZS", categoryId: "food", date: today };
    await actor.post("/v1/transactions", body);
    const spent = (await actor.get("/v1/budgets")).data.map((row: { spentAmount: number }) => row.spentAmount);
    expect(spent).toEqual([5, 5]);
    const { period, totals } = (await actor.get("/v1/transactions/summary")).data;
    expect([period.to, totals.expense]).toEqual([monthEnd, 5]);
  });

  it("is the day of a conversion, and the last one of a history", async () => {
    const { actor } = await at();
    const rate = { fromCurrency: "USD", toCurrency: "UZS", isOverridden: true };
    const tomorrow = today === "2026-06-01" ? "2026-06-02" : "2026-06-01";
    await actor.post("/v1/fx-rates", { ...rate, date: today, rate: 11_000 });
    await actor.post("/v1/fx-rates", { ...rate, date: tomorrow, rate: 15_000 });
    const converted = (await actor.get("/v1/fx-rates/convert?from=USD&to=UZS&amount=2")).data;
    expect([converted.date, converted.result]).toEqual([today, 22_000]);
    expect((await actor.get("/v1/fx-rates/latest")).data.rates.USD.rate).toBe(11_000);
    const history = (await actor.get("/v1/fx-rates/history?fromCurrency=USD&toCurrency=UZS")).data;
    expect([history.dateTo, history.rates.at(-1).date, history.rates.at(-1).rate]).toEqual([today, today, 11_000]);
    await openAccount(actor, "USD", { initialBalance: 1 });
    expect((await actor.get("/v1/accounts/summary")).data.totalBalanceInBaseCurrency).toBe(11_000);
  });
});
