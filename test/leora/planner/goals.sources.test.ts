import { describe, expect, it, vi } from "vitest";
import { callsOf, change, push } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { DAY, EARLIER_DAY, expense, income, openAccount, record, transfer, USD_UZS } from "../finance/support.ts";
import { checkIn, checkInsOf, goalOf, newGoal } from "./goals.support.ts";

const TODAY = "2026-11-24";
const COUNTED = { goalType: "education", metricType: "count", targetValue: 100 };

const newTask = async (actor: Actor, fields: object) =>
  (await actor.post("/v1/tasks", { title: "O'qish", ...fields })).data;

const currentOf = async (actor: Actor, id: string): Promise<number> => (await goalOf(actor, id)).currentValue;

describe("a completed task", () => {
  it("checks in its progress once, and is undone with it", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T07:00:00.000Z`) });
    const actor = await newActor();
    const goal = await newGoal(actor, COUNTED);
    const task = await newTask(actor, { goalId: goal.id, progressValue: 30 });
    expect(await currentOf(actor, goal.id)).toBe(0);
    for (const _ of [1, 2]) await actor.post(`/v1/tasks/${task.id}/complete`);
    const [checkIn, ...others] = await checkInsOf(actor, goal.id);
    expect(others).toEqual([]);
    expect(checkIn).toMatchObject({ value: 30, mode: "delta", sourceType: "task", sourceId: task.id, dateKey: TODAY });
    expect(await goalOf(actor, goal.id)).toMatchObject({ currentValue: 30, progressPercent: 30 });
    await actor.post(`/v1/tasks/${task.id}/reopen`);
    expect([await currentOf(actor, goal.id), await checkInsOf(actor, goal.id)]).toEqual([0, []]);
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect((await checkInsOf(actor, goal.id)).map(({ id }: { id: string }) => id)).toEqual([checkIn.id]);
    await actor.delete(`/v1/tasks/${task.id}`);
    expect(await currentOf(actor, goal.id)).toBe(0);
  });

  it("counts by the goal's list too, once per goal", async () => {
    const actor = await newActor();
    const task = await newTask(actor, { progressValue: 2.5 });
    const [goal, otherGoal] = [
      await newGoal(actor, { ...COUNTED, linkedTaskIds: [task.id, task.id] }),
      await newGoal(actor, { ...COUNTED, direction: "decrease", initialValue: 100, targetValue: 0 }),
    ];
    expect(goal.linkedTaskIds).toEqual([task.id]);
    await actor.patch(`/v1/tasks/${task.id}`, { status: "completed", goalId: goal.id });
    expect([await currentOf(actor, goal.id), await currentOf(actor, otherGoal.id)]).toEqual([2.5, 100]);
    await actor.patch(`/v1/tasks/${task.id}`, { goalId: otherGoal.id });
    expect([await currentOf(actor, goal.id), await currentOf(actor, otherGoal.id)]).toEqual([2.5, 97.5]);
    await actor.patch(`/v1/tasks/${task.id}`, { progressValue: 4 });
    expect([await currentOf(actor, goal.id), await currentOf(actor, otherGoal.id)]).toEqual([4, 96]);
    await actor.patch(`/v1/tasks/${task.id}`, { showStatus: "archived", goalId: null });
    expect([await currentOf(actor, goal.id), await currentOf(actor, otherGoal.id)]).toEqual([4, 100]);
  });

  it("goes by the links of the time when it counts", async () => {
    const actor = await newActor();
    const task = await newTask(actor, { progressValue: 5 });
    await actor.post(`/v1/tasks/${task.id}/complete`);
    const goal = await newGoal(actor, { ...COUNTED, linkedTaskIds: [task.id] });
    await actor.patch(`/v1/tasks/${task.id}`, { notes: "later" });
    expect(await currentOf(actor, goal.id)).toBe(0);
    await actor.post(`/v1/tasks/${task.id}/reopen`);
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect(await currentOf(actor, goal.id)).toBe(5);
    await actor.patch(`/v1/goals/${goal.id}`, { linkedTaskIds: [] });
    expect(await currentOf(actor, goal.id)).toBe(5);
    await actor.post(`/v1/tasks/${task.id}/reopen`);
    expect(await currentOf(actor, goal.id)).toBe(0);
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect(await currentOf(actor, goal.id)).toBe(0);
  });

  it("does not begin a check-in in a paused goal, but the one it has follows it", async () => {
    const actor = await newActor();
    const goal = await newGoal(actor, COUNTED);
    const [early, late] = [
      await newTask(actor, { goalId: goal.id, progressValue: 1 }),
      await newTask(actor, { goalId: goal.id, progressValue: 10 }),
    ];
    await actor.post(`/v1/tasks/${early.id}/complete`);
    await actor.patch(`/v1/goals/${goal.id}`, { status: "paused" });
    await actor.post(`/v1/tasks/${late.id}/complete`);
    expect(await currentOf(actor, goal.id)).toBe(1);
    await actor.patch(`/v1/tasks/${early.id}`, { progressValue: 3 });
    await checkIn(actor, goal.id, 5);
    expect(await currentOf(actor, goal.id)).toBe(8);
    await actor.post(`/v1/tasks/${early.id}/reopen`);
    expect(await currentOf(actor, goal.id)).toBe(5);
  });

  it("goes on when its goal is gone", async () => {
    const actor = await newActor();
    const goal = await newGoal(actor, COUNTED);
    const task = await newTask(actor, { goalId: goal.id, progressValue: 1 });
    await actor.post(`/v1/tasks/${task.id}/complete`);
    await actor.delete(`/v1/goals/${goal.id}`);
    const replies = [
      await actor.post(`/v1/tasks/${task.id}/reopen`),
      await actor.post(`/v1/tasks/${task.id}/complete`),
      await actor.patch(`/v1/tasks/${task.id}`, { progressValue: 2 }),
    ];
    expect(replies.map(({ status, data }) => [status, data.goalId])).toEqual(Array(3).fill([200, goal.id]));
  });

  it("counts once when it arrives by sync, again and again", async () => {
    const actor = await newActor();
    const [goalId, taskId] = [crypto.randomUUID(), crypto.randomUUID()];
    const changes = [
      change("goals", "create", goalId, { title: "a", direction: "increase", ...COUNTED }),
      change("tasks", "create", taskId, { title: "b", goalId, progressValue: 7 }),
      change("tasks", "update", taskId, { status: "completed" }),
      change("goalCheckIns", "create", crypto.randomUUID(), { goalId, value: 3 }),
    ];
    for (const _ of [1, 2]) await push(actor, changes);
    expect(await currentOf(actor, goalId)).toBe(10);
    await push(actor, [change("tasks", "update", taskId, { status: "planned" })]);
    expect(await currentOf(actor, goalId)).toBe(3);
    await push(actor, [change("tasks", "update", taskId, { status: "completed" }), change("tasks", "delete", taskId)]);
    expect(await currentOf(actor, goalId)).toBe(3);
  });

  it("takes two calls to count", async () => {
    const actor = await newActor();
    const goal = await newGoal(actor, COUNTED);
    await checkIn(actor, goal.id, 4, { mode: "absolute" });
    const task = await newTask(actor, { goalId: goal.id, progressValue: 1 });
    expect(callsOf(await actor.post(`/v1/tasks/${task.id}/complete`)).d1).toBe(2);
    expect(callsOf(await actor.get(`/v1/goals/${goal.id}`)).d1).toBe(1);
    expect(callsOf(await actor.get(`/v1/goals/${goal.id}/check-ins`)).d1).toBe(1);
    expect(callsOf(await actor.post(`/v1/goals/${goal.id}/check-in`, { value: 1 })).d1).toBe(2);
  });

  it("is checked in by hand where its device did so already", async () => {
    const actor = await newActor();
    const goal = await newGoal(actor, COUNTED);
    const task = await newTask(actor, { goalId: goal.id, progressValue: 6 });
    const source = { sourceType: "task", sourceId: task.id };
    await checkIn(actor, goal.id, 6, source);
    await actor.post(`/v1/tasks/${task.id}/complete`);
    expect(await currentOf(actor, goal.id)).toBe(6);
    const twice = await actor.post(`/v1/goals/${goal.id}/check-in`, { value: 6, ...source });
    expect([twice.status, twice.error?.code]).toEqual([409, "RESOURCE_ALREADY_EXISTS"]);
    const nowhere = { value: 6, sourceType: "task", sourceId: crypto.randomUUID() };
    expect((await actor.post(`/v1/goals/${goal.id}/check-in`, nowhere)).status).toBe(404);
  });
});

describe("a transaction", () => {
  it("checks in what it is worth in the goal's currency that day", async () => {
    const actor = await newActor();
    const [account, dollars] = [await openAccount(actor, "UZS"), await newGoal(actor, { currency: "USD" })];
    const base = await newGoal(actor);
    const paid = await record(actor, expense(account, 128371, "UZS", { goalId: dollars.id }));
    expect([paid.goalName, paid.goalType]).toEqual(["Jamg'arma", "financial"]);
    const [checkIn] = await checkInsOf(actor, dollars.id);
    expect(checkIn).toMatchObject({ value: 10, sourceType: "finance", sourceId: paid.id, dateKey: DAY });
    await actor.patch(`/v1/transactions/${paid.id}`, { date: EARLIER_DAY });
    expect((await goalOf(actor, dollars.id)).currentValue).toBe(10.4);
    expect((await checkInsOf(actor, dollars.id))[0].dateKey).toBe(EARLIER_DAY);
    const moved = await actor.patch(`/v1/transactions/${paid.id}`, { goalId: base.id, amount: 2 * USD_UZS });
    expect(moved.data.goalName).toBe("Jamg'arma");
    expect([await currentOf(actor, dollars.id), await currentOf(actor, base.id)]).toEqual([0, 25674.2]);
    await actor.patch(`/v1/transactions/${paid.id}`, { showStatus: "archived" });
    expect(await currentOf(actor, base.id)).toBe(0);
    await actor.patch(`/v1/transactions/${paid.id}`, { showStatus: "active" });
    expect(await currentOf(actor, base.id)).toBe(25674.2);
    const cut = await actor.patch(`/v1/transactions/${paid.id}`, { goalId: null });
    expect([cut.data.goalName, cut.data.goalType, await currentOf(actor, base.id)]).toEqual([null, null, 0]);
  });

  it.each([
    ["save", [100, -10, 1]],
    ["spend", [-100, 10, 0]],
    ["debt_close", [100, 10, 1]],
    [null, [100, 10, 1]],
  ])("moves a goal of mode %s by income, expense and transfer", async (financeMode, steps) => {
    const actor = await newActor();
    const [first, second] = [await openAccount(actor, "UZS"), await openAccount(actor, "UZS")];
    const { id: goalId } = await newGoal(actor, { financeMode });
    const values = [0];
    for (const body of [
      income(first, 100, "UZS", { goalId }),
      expense(first, 10, "UZS", { goalId }),
      transfer(first, second, 1, "UZS", { goalId }),
    ]) {
      await record(actor, body);
      values.push(await currentOf(actor, goalId));
    }
    expect(values.slice(1).map((value, index) => value - (values[index] ?? 0))).toEqual(steps);
  });

  it("moves a goal of another currency that arrives in the same push", async () => {
    const actor = await newActor();
    const [account, goalId] = [await openAccount(actor, "UZS"), crypto.randomUUID()];
    const goal = {
      title: "Dollar",
      goalType: "financial",
      metricType: "amount",
      direction: "increase",
      currency: "USD",
    };
    const { results } = await push(actor, [
      change("goals", "create", goalId, goal),
      change("transactions", "create", crypto.randomUUID(), expense(account, 128371, "UZS", { goalId })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(await currentOf(actor, goalId)).toBe(10);
  });

  it("does not move a goal that counts no money", async () => {
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    const goal = await newGoal(actor, COUNTED);
    const paid = await record(actor, expense(account, 10, "UZS", { goalId: goal.id }));
    expect([paid.goalName, await currentOf(actor, goal.id)]).toEqual(["Jamg'arma", 0]);
  });

  it("counts in the goals of the budgets it enters", async () => {
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    const budget = await actor.post("/v1/budgets", {
      name: "Oziq-ovqat",
      budgetType: "category",
      categoryIds: ["food"],
      transactionType: "expense",
      currency: "UZS",
      limitAmount: 2000000,
      periodType: "none",
    });
    expect(budget.status, budget.text).toBe(201);
    const goal = await newGoal(actor, { linkedBudgetId: budget.data.id, financeMode: "spend" });
    const paid = await record(actor, expense(account, 300, "UZS"));
    await record(actor, expense(account, 50, "UZS", { categoryId: "transport" }));
    expect(await currentOf(actor, goal.id)).toBe(300);
    await actor.patch(`/v1/transactions/${paid.id}`, { goalId: goal.id });
    expect(await currentOf(actor, goal.id)).toBe(300);
    await actor.patch(`/v1/transactions/${paid.id}`, { categoryId: "transport" });
    expect(await currentOf(actor, goal.id)).toBe(300);
    await actor.patch(`/v1/transactions/${paid.id}`, { goalId: null });
    expect(await currentOf(actor, goal.id)).toBe(0);
  });

  it("counts in the goal of the debt that it pays, not of the one that it funds", async () => {
    const actor = await newActor();
    const account = await openAccount(actor, "UZS", { initialBalance: 10000 });
    const debt = await actor.post("/v1/debts", {
      direction: "i_owe",
      counterpartyName: "Ali",
      principalAmount: 1000,
      principalCurrency: "UZS",
      startDate: DAY,
      receivedToAccountId: account,
      fundingAccountId: account,
    });
    expect(debt.status, debt.text).toBe(201);
    const { id } = debt.data;
    const goal = await newGoal(actor, { linkedDebtId: id, financeMode: "debt_close", targetValue: 1000 });
    const funding = (await actor.get(`/v1/transactions?debtId=${id}`)).data;
    expect(funding).toHaveLength(1);
    await actor.patch(`/v1/transactions/${funding[0].id}`, { date: EARLIER_DAY });
    expect(await currentOf(actor, goal.id)).toBe(0);
    const pay = (amount: number) =>
      actor.post(`/v1/debts/${id}/payments`, { amount, currency: "UZS", paymentDate: DAY, accountId: account });
    const [first, second] = [await pay(300), await pay(250)];
    expect([first.status, second.status, await currentOf(actor, goal.id)]).toEqual([201, 201, 550]);
    await actor.delete(`/v1/transactions/${second.data.relatedTransactionId}`);
    expect(await goalOf(actor, goal.id)).toMatchObject({ currentValue: 300, progressPercent: 30 });
    await actor.delete(`/v1/debts/${id}`);
    expect(await currentOf(actor, goal.id)).toBe(0);
  });

  it("loses none of eight at once", async () => {
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    const { id: goalId } = await newGoal(actor);
    const send = () => actor.post("/v1/transactions", income(account, 5, "UZS", { goalId }));
    const replies = await Promise.all(Array.from({ length: 8 }, send));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(await currentOf(actor, goalId)).toBe(40);
  });
});
