import { expect, test } from "vitest";
import { callsOf, pull } from "../engine/sync/protocol.ts";
import { newActor } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";

test("a transaction that touches account, budget, goals and habit is one batch", { timeout: 30_000 }, async () => {
  freezeTime("2026-03-18T07:00:00Z");
  const actor = await newActor();
  const add = async (path: string, body: object): Promise<string> => {
    const reply = await actor.post(`/v1/${path}`, body);
    expect(reply.status, reply.text).toBe(201);
    return reply.data.id;
  };
  const account = await add("accounts", { name: "card", accountType: "card", currency: "UZS", initialBalance: 1000 });
  const budget = await add("budgets", {
    name: "study",
    budgetType: "category",
    categoryIds: ["education"],
    currency: "UZS",
    limitAmount: 50,
    periodType: "monthly",
    notifyOnExceed: true,
  });
  const goal = (body: object) =>
    add("goals", {
      title: "g",
      goalType: "personal",
      metricType: "count",
      direction: "increase",
      targetValue: 10,
      ...body,
    });
  const [lessons, spending] = [
    await goal({}),
    await goal({
      metricType: "amount",
      currency: "UZS",
      financeMode: "spend",
      linkedBudgetId: budget,
      targetValue: 500,
    }),
  ];
  const habit = await add("habits", {
    title: "learn",
    habitType: "finance",
    goalId: lessons,
    financeRule: { type: "spend_in_categories", categoryIds: ["education"] },
  });
  const { cursor } = await pull(actor);
  const revs = async (sql: string) =>
    (await actor.db.prepare(sql).bind(actor.owner).all<{ rev: number }>()).results.map(({ rev }) => rev);
  const commitsBefore = await revs("SELECT rev FROM commits WHERE owner = ? ORDER BY rev");

  const reply = await actor.post("/v1/transactions", {
    type: "expense",
    accountId: account,
    amount: 60,
    currency: "UZS",
    categoryId: "education",
    date: "2026-03-18",
  });
  expect(reply.status, reply.text).toBe(201);
  expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });

  const commits = await revs("SELECT rev FROM commits WHERE owner = ? ORDER BY rev");
  expect(commits).toHaveLength(commitsBefore.length + 1);
  const { changes } = await pull(actor, { cursor });
  expect(new Set(changes.map(({ rev }) => rev))).toEqual(new Set([commits.at(-1)]));
  const rows = new Map(changes.map(({ entity, id, data }) => [`${entity} ${id}`, data]));
  expect(changes.map(({ entity }) => entity).toSorted()).toEqual([
    "accounts",
    "budgets",
    "goalCheckIns",
    "goalCheckIns",
    "goals",
    "goals",
    "habitCompletions",
    "habits",
    "notifications",
    "transactions",
  ]);
  expect(rows.get(`accounts ${account}`)).toMatchObject({ currentBalance: 940 });
  expect(rows.get(`budgets ${budget}`)).toMatchObject({ spentAmount: 60, isOverspent: true });
  expect(rows.get(`goals ${spending}`)).toMatchObject({ currentValue: 60, progressPercent: 12 });
  expect(rows.get(`goals ${lessons}`)).toMatchObject({ currentValue: 1, progressPercent: 10 });
  expect(rows.get(`habits ${habit}`)).toMatchObject({ streakCurrent: 1, isDoneToday: true });
  expect(rows.get(`transactions ${reply.data.id}`)).toEqual(reply.data);
  expect(reply.data.relatedBudgetId).toBe(budget);
});
