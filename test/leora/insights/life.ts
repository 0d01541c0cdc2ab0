import fc from "fast-check";
import { expect } from "vitest";
import { addDays, type Day, HOUR_MS, startOfDay } from "../../../src/kernel/time.ts";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { ZONE } from "./naive.ts";

// Random users: what each of them has done in the last hundred days. Numbers are few and small, so that thresholds are met.

const back = (most: number) => fc.integer({ min: 0, max: most });
const few = <Value>(value: fc.Arbitrary<Value>, min: number, max: number) =>
  fc.array(value, { minLength: min, maxLength: max, size: "max" });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value);
const usually = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

const transaction = fc.record({
  back: fc.oneof({ weight: 1, arbitrary: back(6) }, { weight: 4, arbitrary: back(100) }),
  type: fc.constantFrom("expense", "expense", "expense", "expense", "income"),
  /** A won is about ten so'm. */
  isForeign: fc.constantFrom(false, false, false, true),
  amount: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 18, max: 22 }) }, fc.constantFrom(45, 50, 55, 90)),
  categoryId: fc.constantFrom("food", "food", "transport"),
  name: maybe(fc.constantFrom("Netflix", "Ijara")),
  isBalanceAdjustment: fc.constantFrom(false, false, false, false, true),
  fee: maybe(fc.constant(5)),
  isSplit: fc.constantFrom(false, false, false, false, false, true),
  time: maybe(fc.constantFrom("08:00", "21:30")),
  isArchived: fc.constantFrom(false, false, false, false, false, true),
});
const debt = fc.record({
  direction: fc.constantFrom("i_owe", "they_owe_me"),
  due: maybe(fc.integer({ min: -3, max: 5 })),
  isFunded: fc.boolean(),
  interest: maybe(fc.constant(24)),
  status: fc.constantFrom("active", "active", "canceled"),
  isArchived: fc.constantFrom(false, false, false, true),
});
const task = fc.record({
  due: maybe(fc.integer({ min: -4, max: 4 })),
  status: fc.constantFrom("inbox", "planned", "in_progress", "completed", "completed", "canceled"),
  priority: fc.constantFrom("high", "low"),
  /** When it was made: the days before the present one. */
  back: fc.constantFrom(40, 12, 5, 0, 0),
  isArchived: fc.constantFrom(false, false, false, true),
});
const goal = fc.record({
  progress: fc.constantFrom(0, 10, 50, 89, 90, 99, 100),
  target: maybe(fc.constantFrom(-2, 5, 30, 90)),
  checkedIn: fc.constantFrom(0, 13, 14, 30),
  status: fc.constantFrom("active", "active", "active", "completed", "paused"),
});
const habit = fc.record({
  schedule: fc.constantFrom({}, {}, { daysOfWeek: [1, 3, 5] }, { timesPerWeek: 3 }, { countingType: "quit" }),
  days: few(usually, 39, 39),
  status: fc.constantFrom("active", "active", "active", "paused"),
  isOpenToday: fc.boolean(),
  /** So many days in a row, until today. */
  streak: maybe(fc.constantFrom(7, 14, 21, 30)),
  isLazy: fc.constantFrom(false, false, true),
});
export const life = fc.record({
  today: fc.constantFrom("2026-03-18", "2026-03-01", "2026-06-29"),
  transactions: few(transaction, 40, 110),
  /** Some have stopped to keep book. */
  silentDays: fc.constantFrom(0, 0, 2, 3, 5),
  isRich: fc.boolean(),
  /** How much of each budget is used, in percent. */
  used: few(fc.constantFrom(60, 85, 89.9, 90, 100, 100.1, 300), 2, 2),
  carries: fc.constantFrom(false, false, true),
  initial: fc.constantFrom(0, 3000, 50_000),
  debts: few(debt, 0, 5),
  tasks: few(task, 4, 14),
  goals: few(goal, 1, 3),
  habits: few(habit, 3, 5),
  focus: few(fc.tuple(fc.oneof(back(20), back(1)), fc.constantFrom(25, 31, 60), usually), 0, 10),
});
export type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

/** A user who has led this life, in the first hours of `today`: by UTC it is still the day before. */
export async function lead({ today, ...life }: Life): Promise<Actor> {
  const at = (day: Day) => freezeTime(startOfDay(day, ZONE) + 2 * HOUR_MS);
  const before = (days: number) => addDays(today, -days);
  at(before(40));
  const actor = await newActor();
  const ids = { cash: newId(), won: newId(), credit: newId(), monthly: newId(), weekly: newId() };
  const account = (id: string, fields: object) => change("accounts", "create", id, { name: "Hisob", ...fields });
  const budget = (id: string, periodType: string, categoryIds: string[]) =>
    change("budgets", "create", id, {
      name: "Byudjet",
      budgetType: "category",
      currency: "UZS",
      limitAmount: 1000,
      periodType,
      categoryIds,
      rolloverMode: life.carries ? "carryover" : "none",
    });
  const goals = life.goals.map((goal) => ({ ...goal, id: newId() }));
  const habits = life.habits.map((habit) => ({ ...habit, id: newId() }));
  const tasksOf = (days: number) =>
    life.tasks
      .filter((task) => task.back === days)
      .flatMap(({ due, status, priority, isArchived }, index) =>
        created("tasks", isArchived, {
          title: `Vazifa ${index}`,
          status,
          priority,
          dueDate: due === null ? null : addDays(today, due),
        }),
      );

  await apply(actor, [
    account(ids.cash, { accountType: "cash", currency: "UZS", initialBalance: life.initial }),
    account(ids.won, { accountType: "savings", currency: "KRW", initialBalance: 1 }),
    account(ids.credit, { accountType: "credit", currency: "UZS", initialBalance: -700 }),
    budget(ids.monthly, "monthly", ["food"]),
    budget(ids.weekly, "weekly", ["food", "transport"]),
    ...goals.map(({ id, target }) =>
      change("goals", "create", id, {
        title: "Maqsad",
        goalType: "education",
        metricType: "count",
        direction: "increase",
        targetValue: 100,
        targetDate: target === null ? null : addDays(today, target),
      }),
    ),
    ...habits.map(({ id, schedule }) =>
      change("habits", "create", id, { title: "Odat", habitType: "health", ...schedule }),
    ),
    ...tasksOf(40),
  ]);
  for (const days of [12, 5, 0]) {
    at(before(days));
    await apply(actor, tasksOf(days));
  }
  const transactions = life.transactions.map((row) => ({ ...row, id: newId() }));
  const factorOf = ({ type, isForeign }: (typeof transactions)[number]) =>
    (life.isRich && type === "income" ? 20 : 1) * (isForeign ? 1 : 10);
  await apply(actor, [
    ...transactions.map((row) =>
      change("transactions", "create", row.id, {
        type: row.type,
        accountId: row.isForeign ? ids.won : ids.cash,
        amount: row.amount * factorOf(row),
        currency: row.isForeign ? "KRW" : "UZS",
        categoryId: row.type === "income" ? "salary" : row.categoryId,
        isBalanceAdjustment: row.isBalanceAdjustment,
        feeAmount: row.isForeign ? null : row.fee,
        name: row.name,
        time: row.time,
        ...(row.isSplit && !row.isBalanceAdjustment && { splits: halves(row.amount * factorOf(row)) }),
        date: before(row.back + life.silentDays),
      }),
    ),
    ...transactions
      .filter(({ isArchived }) => isArchived)
      .map(({ id }) => change("transactions", "update", id, { showStatus: "archived" })),
    ...life.debts.flatMap(({ direction, due, isFunded, interest, status, isArchived }) =>
      created("debts", isArchived, {
        direction,
        counterpartyName: "Alisher",
        principalAmount: 900,
        principalCurrency: "UZS",
        startDate: before(10),
        dueDate: due === null ? null : addDays(today, due),
        fundingAccountId: isFunded ? ids.cash : null,
        interestRateAnnual: interest,
        status,
      }),
    ),
    ...goals.flatMap(({ id, progress, checkedIn }) =>
      progress > 0
        ? [change("goalCheckIns", "create", newId(), { goalId: id, value: progress, dateKey: before(checkedIn) })]
        : [],
    ),
    ...goals.flatMap(({ id, status }) => (status === "active" ? [] : [change("goals", "update", id, { status })])),
    ...life.focus.map(([days, minutes, isCompleted]) =>
      change("focusSessions", "create", newId(), {
        plannedMinutes: 25,
        actualMinutes: minutes,
        status: isCompleted ? "completed" : "canceled",
        startedAt: new Date(startOfDay(before(days), ZONE) + HOUR_MS).toISOString(),
      }),
    ),
  ]);
  await apply(
    actor,
    habits.flatMap(({ id, days, isOpenToday, isLazy, streak, schedule }) =>
      days.flatMap((isUsual, index) => {
        const isDone = streak === null ? isUsual : index < streak;
        if (index === 0 && isOpenToday && streak === null) return [];
        if ("countingType" in schedule ? isDone : !isDone || (isLazy && streak === null && index % 3 > 0)) return [];
        const status = "countingType" in schedule ? "miss" : "done";
        return [change("habitCompletions", "create", newId(), { habitId: id, dateKey: before(index), status })];
      }),
    ),
  );
  await apply(
    actor,
    habits.flatMap(({ id, status }) => (status === "active" ? [] : [change("habits", "update", id, { status })])),
  );
  const device = await signInAgain(actor);
  const limits = [];
  for (const [index, id] of [ids.monthly, ids.weekly].entries()) {
    const { data } = await device.get(`/v1/budgets/${id}`);
    const available = Math.round((data.spentAmount / (life.used[index] ?? 100)) * 10_000);
    const limitAmount = (available - Math.round(data.carriedAmount * 100)) / 100;
    if (limitAmount > 0) limits.push(change("budgets", "update", id, { limitAmount }));
  }
  await apply(actor, limits);
  return actor;
}

/** A new row, which is archived at once or stays. */
function created(entity: string, isArchived: boolean, fields: object) {
  const id = newId();
  const archive = change(entity, "update", id, { showStatus: "archived" });
  return [change(entity, "create", id, fields), ...(isArchived ? [archive] : [])];
}

/** The parts of an amount in two categories. */
const halves = (amount: number) => [
  { categoryId: "food", amount: amount - 2 },
  { categoryId: "transport", amount: 2 },
];

/** Pushes changes, all of which must be taken. Days pass, so that each push needs a new session. */
async function apply(someone: Actor, changes: ReturnType<typeof change>[]): Promise<void> {
  if (changes.length === 0) return;
  const { results } = await push(await signInAgain(someone), changes);
  expect(results.filter(({ status }) => status !== "applied").slice(0, 2)).toEqual([]);
}
