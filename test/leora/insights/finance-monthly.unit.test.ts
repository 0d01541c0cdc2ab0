import { describe, expect, it } from "vitest";
import { brief, END_OF_MONTH, flow, found, OPTIONS, rulesOf } from "./snapshots.ts";

describe("savings", () => {
  it.each<[income: number, expense: number, expected: string[]]>([
    [0, 500, []],
    [1000, 1500, ["savings_rate_low warning 5"]],
    [1000, 901, ["savings_rate_low warning 5"]],
    [1000, 900, []],
    [1000, 801, []],
    [1000, 800, ["savings_rate_good celebration 4"]],
    [1000, 0, ["savings_rate_good celebration 4"]],
  ])("of %d earned and %d spent", (income, expense, expected) => {
    expect(brief(found("monthly", { period: { flow: flow(income, expense) } }))).toEqual(expected);
  });

  it("are those of the last whole month, and said until the end of this one", () => {
    const [finding] = found("monthly", { period: { flow: flow(1000, 1500) } });
    expect(finding).toMatchObject({ target: "", period: "2026-10", validUntil: END_OF_MONTH, scope: "monthly" });
    expect(finding?.facts).toEqual({
      month: "2026-10",
      income: 1000,
      expense: 1500,
      net: -500,
      savingsPercent: -50,
      currency: "UZS",
    });
  });

  it("are not told where they cannot be converted", () => {
    expect(found("monthly", { period: { flow: null } })).toEqual([]);
  });
});

describe("a category", () => {
  const spikes = (now: Record<string, number>, before: Record<string, number>, all: number) =>
    found("monthly", {
      period: { flow: flow(0, all, now) },
      month: { previousFlow: flow(0, 0, before) },
    });

  it.each<[string, number, number, number, boolean]>([
    ["half as much again, a tenth of everything", 150, 100, 500, true],
    ["a rise of less than a tenth", 150, 100, 501, false],
    ["less than half as much again", 149, 100, 490, false],
    ["nothing the month before", 150, 0, 150, false],
  ])("%s", (_, amount, previous, all, isSpike) => {
    expect(rulesOf(spikes({ food: amount }, { food: previous }, all))).toEqual(isSpike ? ["category_spike"] : []);
  });

  it("is compared with itself, and named where the user made it", () => {
    const told = {
      period: { flow: flow(0, 500, { mine: 300, food: 200 }) },
      month: { previousFlow: flow(0, 0, { mine: 100, rent: 5 }) },
    };
    const [finding, ...others] = found("monthly", told, { ...OPTIONS, categoryNames: new Map([["mine", "Gullar"]]) });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      level: "warning",
      priority: 5,
      target: "mine",
      period: "2026-10",
      names: { category: "Gullar" },
    });
    expect(finding?.facts).toEqual({
      month: "2026-10",
      categoryId: "mine",
      amount: 300,
      previousAmount: 100,
      currency: "UZS",
    });
  });
});

describe("a repeated expense", () => {
  const repeated = (...amounts: number[]) => ({
    name: "Netflix",
    currency: "USD",
    months: amounts.map((amount, index) => ({ transactionId: `t${index}`, amount })),
  });
  it.each<[string, number[], boolean]>([
    ["a tenth dearer", [1000, 1000, 1100], true],
    ["not quite a tenth dearer", [500, 1000, 1099], false],
    ["dearer than the first month only", [500, 1100, 1100], false],
    ["dearer than the month before only", [2000, 1000, 1100], true],
  ])("%s", (_, amounts, isDearer) => {
    const findings = found("monthly", { month: { repeated: [repeated(...amounts)] } });
    expect(brief(findings)).toEqual(isDearer ? ["recurring_increase info 4"] : []);
  });

  it("names the last one, and what the one before cost", () => {
    const [finding] = found("monthly", { month: { repeated: [repeated(900, 999, 1199)] } });
    expect(finding).toMatchObject({ target: "USD Netflix", period: "2026-10", names: { name: "Netflix" } });
    expect(finding?.facts).toEqual({ transactionId: "t2", amount: 11.99, previousAmount: 9.99, currency: "USD" });
    expect(finding?.related).toEqual({ transactionId: "t2" });
  });
});
