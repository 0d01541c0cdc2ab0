import { describe, expect, it } from "vitest";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";

type Row = [dueDate: string, amount: number, principal: number, interest: number, paidAmount: number, status: string];

const BODY = {
  direction: "i_owe",
  counterpartyName: "Bank",
  principalAmount: 1000,
  principalCurrency: "UZS",
  startDate: "2024-01-31",
};

async function borrow(actor: Actor, fields: object): Promise<string> {
  const reply = await actor.post("/v1/debts", { ...BODY, ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data.id;
}

async function planOf(actor: Actor, id: string): Promise<Row[]> {
  const { data } = await actor.get(`/v1/debts/${id}/schedule`);
  return data.map((installment: Record<string, unknown>) => [
    ...["dueDate", "amount", "principal", "interest", "paidAmount", "status"].map((name) => installment[name]),
  ]);
}

const daysOf = async (actor: Actor, fields: object) =>
  (await planOf(actor, await borrow(actor, fields))).map(([day]) => day);

describe("a debt's schedule", () => {
  it("splits the debt to the last unit, and says what was paid of it and what is due", async () => {
    freezeTime("2024-03-31T07:00:00Z");
    const actor = await newActor();
    const id = await borrow(actor, { scheduleHint: "monthly", dueDate: "2024-04-30" });
    await actor.post(`/v1/debts/${id}/payments`, { amount: 400, paymentDate: "2024-02-01" });
    expect(await planOf(actor, id)).toEqual([
      ["2024-02-29", 333.34, 333.34, 0, 333.34, "paid"],
      ["2024-03-31", 333.33, 333.33, 0, 66.66, "due"],
      ["2024-04-30", 333.33, 333.33, 0, 0, "upcoming"],
    ]);
    freezeTime("2024-04-01T07:00:00Z");
    const later = await signInAgain(actor);
    expect((await planOf(later, id)).map((row) => row[5])).toEqual(["paid", "overdue", "upcoming"]);
    await later.post(`/v1/debts/${id}/settle`);
    expect((await planOf(later, id)).map((row) => [row[4], row[5]])).toEqual([
      [333.34, "paid"],
      [333.33, "paid"],
      [333.33, "paid"],
    ]);
  });

  it("has equal installments with interest, which leave nothing", async () => {
    freezeTime("2024-01-31T07:00:00Z");
    const actor = await newActor();
    const terms = {
      principalAmount: 12_000_000,
      startDate: "2024-01-01",
      dueDate: "2025-01-01",
      scheduleHint: "monthly",
    };
    for (const interestMode of ["simple", "compound"]) {
      const plan = await planOf(actor, await borrow(actor, { ...terms, interestMode, interestRateAnnual: 24 }));
      expect(plan).toHaveLength(12);
      const level = plan[0]?.[1] ?? 0;
      expect(plan.slice(0, 11).every((row) => row[1] === level)).toBe(true);
      expect(Math.abs((plan[11]?.[1] ?? 0) - level)).toBeLessThan(0.12);
      const cents = plan.reduce((sum, row) => sum + Math.round(row[2] * 100), 0);
      expect(cents).toBe(1_200_000_000);
      expect(plan[0]?.[3]).toBe(interestMode === "simple" ? 244_602.74 : 247_030.67);
    }
  });

  it.each([
    ["weekly", "2024-02-20", ["2024-02-07", "2024-02-14", "2024-02-20"]],
    ["Biweekly", "2024-03-01", ["2024-02-14", "2024-02-28", "2024-03-01"]],
    ["monthly:15", "2024-03-20", ["2024-02-15", "2024-03-15", "2024-03-20"]],
    ["monthly:31", "2024-04-30", ["2024-02-29", "2024-03-31", "2024-04-30"]],
    ["quarterly", "2024-10-31", ["2024-04-30", "2024-07-31", "2024-10-31"]],
    ["yearly", "2026-01-31", ["2025-01-31", "2026-01-31"]],
    ["every 2 weeks", "2024-02-28", ["2024-02-14", "2024-02-28"]],
    ["har 2 haftada", "2024-02-28", ["2024-02-14", "2024-02-28"]],
    ["har oy", "2024-03-31", ["2024-02-29", "2024-03-31"]],
    ["oylik", "2024-03-31", ["2024-02-29", "2024-03-31"]],
    ["каждые 2 недели", "2024-02-28", ["2024-02-14", "2024-02-28"]],
    ["ежемесячно", "2024-03-31", ["2024-02-29", "2024-03-31"]],
    ["every 10 days", "2024-02-20", ["2024-02-10", "2024-02-20"]],
    ["installments:3", "2024-04-30", ["2024-02-29", "2024-03-31", "2024-04-30"]],
    ["installments:2", "2024-02-10", ["2024-02-05", "2024-02-10"]],
    ["3 installments", null, ["2024-02-29", "2024-03-31", "2024-04-30"]],
    ["weekly x2", null, ["2024-02-07", "2024-02-14"]],
    ["monthly x2", "2024-06-01", ["2024-02-29", "2024-06-01"]],
    ["when the salary comes", "2024-06-01", ["2024-06-01"]],
    ["every blue moon", "2024-06-01", ["2024-06-01"]],
    ["", null, []],
    [null, "2024-06-01", ["2024-06-01"]],
  ])("%s until %s", async (scheduleHint, dueDate, days) => {
    expect(await daysOf(await newActor(), { scheduleHint, dueDate })).toEqual(days);
  });

  it("and what is owed stay within the range of amounts, however dear the debt and long its term", async () => {
    const actor = await newActor();
    const dear = { startDate: "0001-01-01", dueDate: "9999-12-31", interestMode: "compound", interestRateAnnual: 1000 };
    const most = Number.MAX_SAFE_INTEGER / 100;
    for (const scheduleHint of [null, "monthly", "yearly", "installments:600"]) {
      const plan = await planOf(actor, await borrow(actor, { ...dear, scheduleHint }));
      expect(plan.at(-1)?.[0]).toBe("9999-12-31");
      expect(plan.every((row) => row[1] >= 0 && row[1] <= most)).toBe(true);
    }
    const { data: debts } = await actor.get("/v1/debts");
    expect(new Set(debts.map((debt: { outstandingAmount: number }) => debt.outstandingAmount))).toEqual(
      new Set([most]),
    );
    expect((await actor.get("/v1/debts/summary")).data.totalIOwe.UZS).toBeCloseTo(4 * most, -3);
  });

  it("without an end shows twelve payments, never more than 600, and none of a canceled debt", async () => {
    const actor = await newActor();
    expect(await daysOf(actor, { scheduleHint: "monthly" })).toHaveLength(12);
    expect(await daysOf(actor, { scheduleHint: "daily", dueDate: "2999-01-01" })).toHaveLength(600);
    expect(await daysOf(actor, { scheduleHint: "every 999 years" })).toEqual(
      expect.arrayContaining(["3023-01-31", "9999-12-31"]),
    );
    const id = await borrow(actor, { scheduleHint: "monthly", status: "canceled" });
    expect(await planOf(actor, id)).toEqual([]);
    expect((await actor.get(`/v1/debts/${crypto.randomUUID()}/schedule`)).status).toBe(404);
  });
});
