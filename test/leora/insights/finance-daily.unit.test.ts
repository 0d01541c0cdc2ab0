import { describe, expect, it } from "vitest";
import type { DueDebt } from "../../../src/leora/insights/facts/balances.ts";
import type { BudgetFacts } from "../../../src/leora/insights/facts/budgets.ts";
import type { RecentExpense, UsualSpending } from "../../../src/leora/insights/facts/spending.ts";
import { brief, budget, END_OF_DAY, END_OF_MONTH, flow, found, rulesOf, TODAY } from "./snapshots.ts";

describe("budgets", () => {
  const cases: [name: string, fields: Partial<BudgetFacts>, expected: string[]][] = [
    ["89.9 %, spread over the month", { spent: 72_000n, percentUsed: 89.9, end: "2026-11-18" }, []],
    ["90 %", { spent: 90_000n, percentUsed: 90 }, ["budget_near_limit warning 7"]],
    ["exactly all of it", { spent: 100_000n, percentUsed: 100 }, ["budget_near_limit warning 7"]],
    ["a minor unit more", { spent: 100_001n, percentUsed: 100, isOverspent: true }, ["budget_exceeded critical 9"]],
    ["100.1 %", { spent: 100_100n, percentUsed: 100.1, isOverspent: true }, ["budget_exceeded critical 9"]],
    ["nothing spent of less than nothing", { available: -5n, isOverspent: true }, []],
    [
      "spent although nothing is left",
      { available: -5n, spent: 1n, percentUsed: 100, isOverspent: true },
      ["budget_exceeded critical 9"],
    ],
    // 18 of 30 days: 1.2 × the limit at the end are 72,000 so far.
    ["the pace of 120 %", { spent: 72_000n, percentUsed: 72 }, []],
    ["a minor unit over that pace", { spent: 72_001n, percentUsed: 72 }, ["budget_pace warning 5"]],
    ["the pace of two days", { spent: 50_000n, percentUsed: 50, start: "2026-11-17" }, []],
    ["the pace of three days", { spent: 50_000n, percentUsed: 50, start: "2026-11-16" }, ["budget_pace warning 5"]],
    ["no end, so no pace", { spent: 80_000n, percentUsed: 80, end: null }, []],
    ["no beginning", { spent: 95_000n, percentUsed: 95, start: null }, ["budget_near_limit warning 7"]],
    ["over since yesterday", { spent: 95_000n, percentUsed: 95, end: "2026-11-17" }, []],
    ["ends today", { spent: 95_000n, percentUsed: 95, end: TODAY }, ["budget_near_limit warning 7"]],
    ["begins tomorrow", { spent: 95_000n, percentUsed: 95, start: "2026-11-19" }, []],
    ["begins today", { spent: 95_000n, percentUsed: 95, start: TODAY }, ["budget_near_limit warning 7"]],
  ];
  it.each(cases)("%s", (_, fields, expected) => {
    expect(brief(found("daily", { day: { budgets: [budget(fields)] } }))).toEqual(expected);
  });

  it("have one finding a period, which counts until its end", () => {
    const [finding] = found("daily", { day: { budgets: [budget({ spent: 72_001n, percentUsed: 72 })] } });
    expect(finding).toEqual({
      rule: "budget_pace",
      kind: "finance",
      level: "warning",
      scope: "daily",
      category: "finance",
      priority: 5,
      target: "b",
      period: "2026-11-01..2026-11-30",
      facts: {
        budgetId: "b",
        limit: 1000,
        spent: 720.01,
        percentUsed: 72,
        currency: "UZS",
        projected: 1200.02,
        daysElapsed: 18,
        daysTotal: 30,
      },
      names: { budget: "Oziq-ovqat" },
      related: { budgetId: "b" },
      actions: [{ type: "review_budget", targetId: "b", confidence: 0.85, priority: "medium" }],
      validUntil: END_OF_MONTH,
    });
  });

  it("that are exceeded say by how much, to the minor unit", () => {
    const overBy = (fields: Partial<BudgetFacts>) =>
      found("daily", { day: { budgets: [budget({ isOverspent: true, ...fields })] } })[0]?.facts;
    expect(overBy({ spent: 100_001n, percentUsed: 100 })).toEqual({
      budgetId: "b",
      limit: 1000,
      spent: 1000.01,
      percentUsed: 100,
      currency: "UZS",
      over: 0.01,
    });
    expect(overBy({ available: -5n, spent: 1n, percentUsed: 100 })).toMatchObject({ limit: -0.05, over: 0.06 });
  });

  it("without an end count until their reason is gone", () => {
    const [finding] = found("daily", { day: { budgets: [budget({ spent: 90_000n, percentUsed: 90, end: null })] } });
    expect(finding).toMatchObject({ period: "2026-11-01..", validUntil: null });
  });
});

describe("an unusual expense", () => {
  const expense = (fields: Partial<RecentExpense> = {}): RecentExpense => ({
    id: "t",
    categoryId: "food",
    currency: "UZS",
    amount: 2500,
    date: TODAY,
    ...fields,
  });
  const usual = (days: [date: string, amounts: number[]][], currency = "UZS"): UsualSpending => ({
    categoryId: "food",
    currency,
    days: days.map(([date, amounts]) => ({ date, amounts })),
  });
  const five = usual([["2026-11-10", [1000, 900, 1100, 5000, 1]]]);
  const six = usual([
    ["2026-11-10", [1, 1000, 9000]],
    ["2026-11-11", [9000, 800, 1]],
  ]);
  const of = (recent: RecentExpense[], ...spending: UsualSpending[]) =>
    found("daily", { day: { spending: { recent, usual: spending } } });

  it.each<[string, Partial<RecentExpense>, UsualSpending, boolean]>([
    ["2.5 × the median", {}, five, true],
    ["a minor unit less", { amount: 2499 }, five, false],
    ["four to compare with", {}, usual([["2026-11-10", [1000, 1000, 1000, 1]]]), false],
    ["as much as 2.5 × what lies between the middle two", { amount: 2250 }, six, true],
    ["a minor unit less than that", { amount: 2249 }, six, false],
    ["90 days before", {}, usual([["2026-08-20", [1000, 1000, 1000, 1000, 1000]]]), true],
    ["91 days before", {}, usual([["2026-08-19", [1000, 1000, 1000, 1000, 1000]]]), false],
    ["of its own day", {}, usual([[TODAY, [1000, 1000, 1000, 1000, 1000]]]), false],
    ["another currency", {}, usual([["2026-11-10", [1, 1, 1, 1, 1]]], "USD"), false],
    [
      "a later day than it",
      { date: "2026-11-12" },
      usual([
        ["2026-11-12", [1000]],
        ["2026-11-10", [1000, 1000, 1000, 1000]],
      ]),
      false,
    ],
  ])("%s", (_, fields, spending, isUnusual) => {
    expect(rulesOf(of([expense(fields)], spending))).toEqual(isUnusual ? ["unusual_spend"] : []);
  });

  it("names the expense and the median, exactly, once for its day", () => {
    const days = usual([
      ["2026-11-10", [1000, 1000, 1000]],
      ["2026-11-11", [1001, 1001, 1001]],
    ]);
    const [finding] = of([expense({ amount: 2502, date: "2026-11-15" })], days);
    expect(finding).toMatchObject({
      level: "warning",
      priority: 6,
      target: "t",
      period: "2026-11-15",
      validUntil: END_OF_DAY,
      related: { transactionId: "t" },
      actions: [{ type: "open_transaction", targetId: "t" }],
    });
    expect(finding?.facts).toEqual({
      transactionId: "t",
      categoryId: "food",
      amount: 25.02,
      median: 10.005,
      ratio: 2.5,
      currency: "UZS",
      date: "2026-11-15",
    });
  });
});

describe("cash", () => {
  it.each<[string, bigint | null, number, string[]]>([
    ["less than was spent", 99_999n, 10, ["cash_runway warning 7"]],
    ["as much as was spent", 100_000n, 10, []],
    ["nine expenses", 0n, 9, []],
    ["a currency without a rate", null, 10, []],
    ["less than nothing", -1n, 10, ["cash_runway warning 7"]],
  ])("%s", (_, cash, recentExpenseCount, expected) => {
    const findings = found("daily", { day: { cash, recentExpenseCount, recentFlow: flow(0, 1000) } });
    expect(brief(findings)).toEqual(expected);
  });

  it("is named with what was spent", () => {
    const [finding] = found("daily", { day: { cash: -150n, recentExpenseCount: 10, recentFlow: flow(0, 1000) } });
    expect(finding).toMatchObject({ target: "", facts: { available: -1.5, expense: 1000, currency: "UZS" } });
  });

  it("is not compared with expenses that cannot be converted", () => {
    expect(found("daily", { day: { cash: 0n, recentExpenseCount: 10, recentFlow: null } })).toEqual([]);
  });
});

it("an account below zero", () => {
  const [finding] = found("daily", { day: { lowAccounts: [{ id: "a", name: "Humo", currency: "USD", balance: -1 }] } });
  expect(brief(finding ? [finding] : [])).toEqual(["low_balance critical 9"]);
  expect(finding).toMatchObject({
    target: "a",
    period: TODAY,
    facts: { accountId: "a", balance: -0.01, currency: "USD" },
    names: { account: "Humo" },
    related: { accountId: "a" },
    actions: [{ type: "open_accounts", targetId: "a", priority: "high", confidence: 0.95 }],
    validUntil: END_OF_DAY,
  });
});

describe("debts", () => {
  const debt = (fields: Partial<DueDebt>): DueDebt => ({
    id: "d",
    direction: "i_owe",
    counterparty: "Alisher",
    outstanding: 150_050n,
    currency: "USD",
    dueDate: TODAY,
    isOverdue: false,
    ...fields,
  });
  it.each<[string, Partial<DueDebt>, string, number]>([
    ["mine, overdue", { isOverdue: true, dueDate: "2026-11-17" }, "debt_overdue critical 10", 1],
    [
      "theirs, overdue",
      { isOverdue: true, dueDate: "2026-11-08", direction: "they_owe_me" },
      "debt_overdue warning 7",
      10,
    ],
    ["due today", {}, "debt_due_soon warning 8", 0],
    ["theirs, due in three days", { dueDate: "2026-11-21", direction: "they_owe_me" }, "debt_due_soon warning 8", 3],
  ])("%s", (_, fields, expected, days) => {
    const findings = found("daily", { day: { debts: [debt(fields)] } });
    expect(brief(findings)).toEqual([expected]);
    const { direction, dueDate } = debt(fields);
    expect(findings[0]).toMatchObject({
      target: "d",
      period: TODAY,
      names: { counterparty: "Alisher" },
      related: { debtId: "d" },
      actions: [{ type: "pay_debt", targetId: "d" }],
    });
    expect(findings[0]?.facts).toEqual({ debtId: "d", direction, outstanding: 1500.5, currency: "USD", dueDate, days });
  });
});

describe("no transactions", () => {
  it.each<[string, number, string | null, number | null]>([
    ["for three days", 5, "2026-11-15", 3],
    ["for two days", 5, "2026-11-16", null],
    ["of four ever", 4, "2026-11-01", null],
    ["but some ahead", 5, null, null],
  ])("%s", (_, count, lastDate, days) => {
    const findings = found("daily", { day: { records: { count, lastDate } } });
    expect(findings.map(({ facts }) => facts)).toEqual(days === null ? [] : [{ lastDate, days }]);
    if (days !== null) expect(brief(findings)).toEqual(["no_transactions info 3"]);
  });
});
