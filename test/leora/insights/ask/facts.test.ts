import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UserMoment } from "../../../../src/kernel/time.ts";
import type { AskFindings } from "../../../../src/leora/insights/ask/facts.ts";
import { readQuestion } from "../../../../src/leora/insights/ask/question.ts";
import { type AskedRange, dateRangeOf } from "../../../../src/leora/insights/ask/ranges.ts";
import { type FactsRequest, factStatements, parseFacts } from "../../../../src/leora/insights/ask/reads.ts";
import { ASK_INTENTS } from "../../../../src/leora/insights/ask/subjects.ts";
import { planOf } from "../../../rules/plans.ts";
import { type Actor, newActor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";
import { contextOf } from "../../../support/context.ts";
import { expense, income, openAccount, record, transfer } from "../../finance/support.ts";

// It is Tuesday, 17 December 2024, in Tashkent. 1 USD = 12837.10 UZS from 2024-12-06 on, and 12338.77 before.
const NOW = "2024-12-17T07:00:00.000Z";
const TODAY = "2024-12-17";

async function create(actor: Actor, path: string, body: object) {
  const reply = await actor.post(path, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

function requestOf(actor: Actor, question: string, range: AskedRange = "last_30_days"): FactsRequest {
  return {
    owner: actor.owner,
    at: new UserMoment(Date.parse(NOW), { userId: actor.user.id, timezone: "Asia/Tashkent" }),
    primaryCurrency: "UZS",
    question: readQuestion(question, "en", TODAY),
    range: dateRangeOf(range, TODAY),
  };
}

async function ask(actor: Actor, question: string, range?: AskedRange): Promise<AskFindings> {
  const request = requestOf(actor, question, range);
  return parseFacts(request, await contextOf(actor).db.batch(factStatements(request)), new Map());
}

/** What is asked of one category. */
const only = (categoryId: string, amount: number) => ({ amount, categories: [{ categoryId, amount }] });

describe("facts", () => {
  let actor: Actor;
  let card: string;
  let dollars: string;

  beforeAll(async () => {
    freezeTime(NOW);
    actor = await newActor();
    card = await openAccount(actor, "UZS", { name: "Karta", initialBalance: 500 });
    dollars = await openAccount(actor, "USD", { name: "Dollar" });
    const bodies = [
      income(card, 8000000, "UZS", { date: "2024-12-10" }),
      income(dollars, 100, "USD", { date: "2024-12-05", categoryId: "freelance" }),
      expense(card, 1200000, "UZS", { date: "2024-12-02" }),
      expense(card, 40000, "UZS", { date: "2024-12-03", categoryId: "transport", subcategoryId: "taxi" }),
      expense(card, 7000, "UZS", { date: "2024-12-04", categoryId: "taxi" }),
      expense(card, 900000.01, "UZS", {
        date: "2024-12-09",
        splits: [
          { categoryId: "transport", amount: 800000 },
          { categoryId: "food", amount: 100000.01 },
        ],
      }),
      expense(dollars, 10, "USD", { date: "2024-12-16", feeAmount: 0.5, feeCategoryId: "bank" }),
      transfer(card, dollars, 1283710, "UZS", { date: "2024-12-12", feeAmount: 1000 }),
      expense(card, 3000, "UZS", { date: TODAY, categoryId: "transport", subcategoryId: "taxi" }),
      expense(card, 5, "UZS", { date: "2024-12-18" }),
      expense(card, 500000, "UZS", { date: "2024-11-17" }),
      expense(card, 11, "UZS", { date: "2023-05-06" }),
    ];
    for (const body of bodies) await record(actor, body);
    const gone = await record(actor, expense(card, 77, "UZS", { date: "2022-01-01" }));
    await actor.delete(`/v1/transactions/${gone.id}`);
  });

  beforeEach(() => freezeTime(NOW));

  it.each(["today", "last_7_days", "last_30_days", "this_month", "last_month", "this_year", "all_time"] as const)(
    "of money are those of the summary: %s",
    async (range) => {
      for (const question of ["xarajatlarim", "daromadim", "qancha tejadim", "umuman qanday?"]) {
        const { facts, dateRange, asked } = await ask(actor, question, range);
        const query = `dateFrom=${dateRange.from}&dateTo=${dateRange.to}`;
        const { totals, currency, byCategory } = (await actor.get(`/v1/transactions/summary?${query}`)).data;
        const { income: earned, expense: spent, net } = totals;
        expect(facts).toEqual({ currency, income: earned, expense: spent, net, byCategory });
        expect(asked).toBeNull();
      }
    },
  );

  it("of the last 30 days, by their numbers", async () => {
    const { facts, dateRange } = await ask(actor, "расходы");
    expect(dateRange).toEqual({ from: "2024-11-18", to: TODAY });
    // 100 × 12338.77 in income; 10 × 12837.10 of food in dollars, and 0.5 × 12837.10 as its fee.
    expect(facts).toMatchObject({ currency: "UZS", income: 9233877, expense: 2285789.56, net: 6948087.44 });
  });

  it("of all time begin with the first row that there is", async () => {
    expect((await ask(actor, "расходы", "all_time")).dateRange).toEqual({ from: "2023-05-06", to: TODAY });
    expect((await ask(actor, "focus", "all_time")).dateRange).toEqual({ from: TODAY, to: TODAY });
    expect((await ask(await newActor(), "расходы", "all_time")).dateRange).toEqual({ from: TODAY, to: TODAY });
  });

  it("of a category count its subcategories, and rows that name the subcategory alone", async () => {
    expect((await ask(actor, "сколько на такси?")).asked).toEqual(only("taxi", 50000));
    expect((await ask(actor, "transport qancha?")).asked).toEqual(only("transport", 850000));
    expect((await ask(actor, "how much for coffee")).asked).toEqual(only("coffee", 0));
    const freelance = await ask(actor, "how much income from freelance");
    expect([freelance.intent, freelance.asked]).toEqual(["income", only("freelance", 1233877)]);
  });

  it("of balances are the active accounts", async () => {
    const archived = await openAccount(actor, "UZS");
    await actor.patch(`/v1/accounts/${archived}`, { showStatus: "archived" });
    const { data } = await actor.get("/v1/accounts?sortBy=createdAt&sortOrder=asc");
    const accounts = data.map(({ id, name, currency, currentBalance }: Record<string, unknown>) => ({
      accountId: id,
      name,
      currency,
      balance: currentBalance,
    }));
    expect(accounts.map(({ accountId }: { accountId: string }) => accountId)).toEqual([card, dollars]);
    expect((await ask(actor, "balans")).facts).toEqual({ accounts });
  });

  it("of budgets and debts are as they stand today", async () => {
    const budget = await create(actor, "/v1/budgets", {
      name: "Oziq",
      budgetType: "category",
      categoryIds: ["food"],
      currency: "UZS",
      limitAmount: 2000000,
      periodType: "monthly",
    });
    const shown = (await actor.get(`/v1/budgets/${budget.id}`)).data;
    expect((await ask(actor, "byudjet")).facts).toEqual({
      count: 1,
      budgets: [
        {
          budgetId: budget.id,
          name: "Oziq",
          currency: "UZS",
          limit: 2000000,
          spent: shown.spentAmount,
          remaining: shown.remainingAmount,
          percentUsed: shown.percentUsed,
          periodEnd: "2024-12-31",
        },
      ],
    });
    expect(shown.spentAmount).toBeGreaterThan(1000000);

    const owed = { direction: "i_owe", counterpartyName: "Ali", principalCurrency: "UZS", startDate: "2024-12-01" };
    const late = await create(actor, "/v1/debts", { ...owed, principalAmount: 1000000, dueDate: "2024-12-16" });
    const costly = await create(actor, "/v1/debts", {
      ...owed,
      principalAmount: 3650000,
      interestMode: "simple",
      interestRateAnnual: 10,
    });
    const lent = {
      ...owed,
      direction: "they_owe_me",
      principalCurrency: "USD",
      principalAmount: 20,
      dueDate: "2024-12-20",
    };
    const credit = await create(actor, "/v1/debts", lent);
    await create(actor, "/v1/debts", { ...lent, status: "canceled" });
    const facts = (await ask(actor, "qarzlarim")).facts;
    // 16 days of 10 % a year.
    expect((await actor.get(`/v1/debts/${costly.id}`)).data.outstandingAmount).toBe(3666000);
    const row = (debtId: string, outstanding: number, dueDate: string | null, status: string, more: object = {}) => ({
      debtId,
      direction: "i_owe",
      counterpartyName: "Ali",
      currency: "UZS",
      outstanding,
      dueDate,
      status,
      ...more,
    });
    expect(facts).toEqual({
      count: 3,
      overdue: 1,
      totals: [
        { direction: "i_owe", currency: "UZS", outstanding: 4666000 },
        { direction: "they_owe_me", currency: "USD", outstanding: 20 },
      ],
      debts: [
        row(late.id, 1000000, "2024-12-16", "overdue"),
        row(credit.id, 20, "2024-12-20", "active", { direction: "they_owe_me", currency: "USD" }),
        row(costly.id, 3666000, null, "active"),
      ],
    });
  });

  it("of tasks, goals, habits and focus", async () => {
    const task = (title: string, dueDate: string | null, fields: object = {}) =>
      create(actor, "/v1/tasks", { title, ...(dueDate && { dueDate }), ...fields });
    const [late, today, someday] = [
      await task("kech", "2024-12-10"),
      await task("bugun", TODAY),
      await task("biror kun", null),
    ];
    await task("tayyor", "2024-12-11", { status: "completed" });
    await task("bekor", "2024-12-11", { status: "canceled" });
    const shown = (row: Record<string, unknown>, status: string) => ({
      taskId: row.id,
      title: row.title,
      status,
      priority: "medium",
      dueDate: row.dueDate,
      timeOfDay: null,
    });
    expect((await ask(actor, "vazifalarim")).facts).toEqual({
      open: 3,
      overdue: 1,
      dueToday: 1,
      dueInRange: 3,
      completedInRange: 1,
      tasks: [shown(late, "overdue"), shown(today, "planned"), shown(someday, "inbox")],
    });

    const goal = await create(actor, "/v1/goals", {
      title: "100 bet",
      goalType: "education",
      metricType: "count",
      direction: "increase",
      unit: "bet",
      targetValue: 100,
    });
    await create(actor, `/v1/goals/${goal.id}/check-in`, { value: 25 });
    const { progressPercent, currentValue } = (await actor.get(`/v1/goals/${goal.id}`)).data;
    expect((await ask(actor, "maqsadlarim")).facts).toEqual({
      active: 1,
      completed: 0,
      goals: [
        {
          goalId: goal.id,
          title: "100 bet",
          progressPercent,
          currentValue,
          targetValue: 100,
          unit: "bet",
          targetDate: null,
        },
      ],
    });
    expect(progressPercent).toBe(25);

    const habit = await create(actor, "/v1/habits", { title: "Yugurish", habitType: "health" });
    await create(actor, "/v1/habits", { title: "Suv", habitType: "health" });
    await actor.post(`/v1/habits/${habit.id}/complete`, { dateKey: TODAY });
    expect((await ask(actor, "odatlarim")).facts).toMatchObject({
      active: 2,
      dueToday: 2,
      doneToday: 1,
      habits: [
        { habitId: habit.id, title: "Yugurish", streakCurrent: 1, isDoneToday: true },
        { title: "Suv", streakCurrent: 0, isDoneToday: false },
      ],
    });

    for (const [startedAt, minutes, status] of [
      ["2024-12-16T05:00:00Z", 50, "completed"],
      ["2024-12-16T08:00:00Z", 30, "completed"],
      ["2024-12-16T09:00:00Z", 20, "canceled"],
    ] as const) {
      const session = {
        plannedMinutes: 25,
        startedAt,
        endedAt: "2024-12-16T12:00:00Z",
        actualMinutes: minutes,
        status,
      };
      await create(actor, "/v1/focus-sessions", session);
    }
    expect((await ask(actor, "fokus", "yesterday")).facts).toEqual({
      totalMinutes: 80,
      sessions: 2,
      completed: 2,
      days: 1,
    });
    expect((await ask(actor, "fokus", "today")).facts).toEqual({ totalMinutes: 0, sessions: 0, completed: 0, days: 0 });
    expect((await ask(actor, "fokus", "all_time")).dateRange.from).toBe("2024-12-16");
  });

  it("of other users are not read", async () => {
    const other = await newActor();
    for (const question of [
      "balans",
      "byudjet",
      "qarzlarim",
      "vazifalarim",
      "maqsadlarim",
      "odatlarim",
      "fokus",
      "xarajat",
    ]) {
      expect(JSON.stringify((await ask(other, question)).facts)).not.toMatch(/[1-9]/);
    }
  });

  it.each(ASK_INTENTS)("of %s come from indexes", async (intent) => {
    const asked = requestOf(actor, "taksiga va ovqatga qancha?", "all_time");
    const request = { ...asked, question: { ...asked.question, intent } };
    for (const { sql } of factStatements(request)) {
      const plan = await planOf(sql, actor.db);
      expect(
        plan.filter((step) =>
          /^SCAN (?:transactions|accounts|budgets|debts|tasks|goals|habits|focusSessions)/.test(step),
        ),
      ).toEqual([]);
    }
  });
});
