import { addDays, type Day, dayOf, daysBetween, monthStart } from "../../../src/kernel/time.ts";
import type { InsightPeriod } from "../../../src/leora/insights/finding.ts";
import { type Actor, signInAgain } from "../../support/actor.ts";

// What the rules should find, computed anew from what the API lists: slowly, row by row, and without our code for it.

export const ZONE = "Asia/Tashkent";
export const CURRENCY = "UZS";

// biome-ignore lint/suspicious/noExplicitAny: rows of all entities, as replies have them
type Row = any;

export interface Expected {
  rule: string;
  target: string;
  period: string;
  level: string;
  priority: number;
  facts: object;
}

/** All that a user has, by entity, and two questions that need the server. */
export interface Listed {
  rows: Record<string, Row[]>;
  summary: (from: Day, to: Day) => Promise<Row>;
  historyOf: (habit: Row) => Promise<{ date: Day; status: string; scheduled: boolean }[]>;
}

export async function listOf(someone: Actor, today: Day): Promise<Listed> {
  const actor = await signInAgain(someone);
  const all = async (path: string): Promise<Row[]> => {
    const rows: Row[] = [];
    for (let page = 1; ; page += 1) {
      const reply = await actor.get(`/v1/${path}?limit=100&page=${page}&sortBy=createdAt&sortOrder=asc`);
      rows.push(...reply.data);
      if (!reply.meta?.hasMore) return rows;
    }
  };
  const paths = ["accounts", "transactions", "budgets", "debts", "tasks", "goals", "habits", "focus-sessions"];
  const lists = await Promise.all(paths.map(async (path) => [path, await all(path)] as const));
  const rows = Object.fromEntries(lists);
  rows.balances = [(await actor.get("/v1/accounts/summary")).data];
  for (const goal of rows.goals ?? []) goal.checkIns = await all(`goals/${goal.id}/check-ins`);
  return {
    rows,
    summary: async (from, to) => (await actor.get(`/v1/transactions/summary?dateFrom=${from}&dateTo=${to}`)).data,
    historyOf: async ({ id }) =>
      (await actor.get(`/v1/habits/${id}/history?from=${addDays(today, -60)}&to=${addDays(today, 6)}`)).data.days,
  };
}

const minor = (amount: number): number => Math.round(amount * 100);
const isExpense = (row: Row) => row.type === "expense" && !row.isBalanceAdjustment && row.debtId === null;

export async function naiveDay({ rows, summary, historyOf }: Listed, today: Day): Promise<Expected[]> {
  const { accounts = [], transactions = [], budgets = [], debts = [], tasks = [], goals = [], habits = [] } = rows;
  const found: Expected[] = [];
  const add = (rule: string, level: string, priority: number, facts: object, target = "", period = today) =>
    found.push({ rule, level, priority, facts, target, period });
  const expenses = transactions.filter(isExpense);

  for (const budget of budgets) {
    const { id, periodStart, periodEnd, percentUsed, spentAmount, isOverspent, currency } = budget;
    const limit = minor(budget.limitAmount) + minor(budget.carriedAmount);
    const facts = { budgetId: id, limit: limit / 100, spent: spentAmount, percentUsed, currency };
    const period = `${periodStart}..${periodEnd}`;
    const [days, whole] = [daysBetween(periodStart, today) + 1, daysBetween(periodStart, periodEnd) + 1];
    if (percentUsed >= 100 && isOverspent) {
      add("budget_exceeded", "critical", 9, { ...facts, over: (minor(spentAmount) - limit) / 100 }, id, period);
    } else if (percentUsed >= 90) add("budget_near_limit", "warning", 7, facts, id, period);
    else if (limit > 0 && days >= 3 && minor(spentAmount) * whole * 5 > 6 * limit * days) {
      const projected = Math.round((minor(spentAmount) * whole) / days) / 100;
      add("budget_pace", "warning", 5, { ...facts, projected, daysElapsed: days, daysTotal: whole }, id, period);
    }
  }

  const whole = expenses.filter(({ splits }) => splits.length === 0);
  for (const { id, categoryId, currency, amount, date } of whole) {
    if (date > today || date < addDays(today, -6)) continue;
    const before = whole
      .filter((other) => other.categoryId === categoryId && other.currency === currency)
      .filter((other) => other.date < date && other.date >= addDays(date, -90))
      .map((other) => other.amount)
      .sort((a, b) => a - b);
    if (before.length < 5) continue;
    const half = before.length / 2;
    const median = before.length % 2 === 1 ? before[half - 0.5] : (before[half - 1] + before[half]) / 2;
    if (amount < 2.5 * median) continue;
    const ratio = Math.round((amount / median) * 100) / 100;
    add(
      "unusual_spend",
      "warning",
      6,
      { transactionId: id, categoryId, amount, median, ratio, currency, date },
      id,
      date,
    );
  }

  for (const { id, accountType, currentBalance, currency } of accounts) {
    if (currentBalance >= 0 || accountType === "credit" || accountType === "debt") continue;
    add("low_balance", "critical", 9, { accountId: id, balance: currentBalance, currency }, id);
  }
  const { totals: month } = await summary(addDays(today, -29), today);
  const recentCount = expenses.filter(({ date }) => date >= addDays(today, -29) && date <= today).length;
  const credit = accounts.filter(({ accountType }) => accountType === "credit");
  const owed = credit.reduce((sum, { currentBalance }) => sum + minor(currentBalance), 0);
  const available = (minor(rows.balances?.[0]?.totalBalanceInBaseCurrency) - owed) / 100;
  if (recentCount >= 10 && available < month.expense) {
    add("cash_runway", "warning", 7, { available, expense: month.expense, currency: CURRENCY });
  }

  for (const { id, direction, status, dueDate, outstandingAmount, principalCurrency } of debts) {
    if (dueDate === null || status === "paid" || status === "canceled" || dueDate > addDays(today, 3)) continue;
    const days = Math.abs(daysBetween(dueDate, today));
    const facts = { debtId: id, direction, outstanding: outstandingAmount, currency: principalCurrency, dueDate, days };
    if (dueDate >= today) add("debt_due_soon", "warning", 8, facts, id);
    else if (direction === "i_owe") add("debt_overdue", "critical", 10, facts, id);
    else add("debt_overdue", "warning", 7, facts, id);
  }

  const past = transactions.map(({ date }) => date).filter((date) => date <= today);
  const lastDate = past.toSorted().at(-1);
  if (transactions.length >= 5 && lastDate !== undefined && daysBetween(lastDate, today) >= 3) {
    add("no_transactions", "info", 3, { lastDate, days: daysBetween(lastDate, today) });
  }

  const open = tasks.filter(({ status }) => ["inbox", "planned", "in_progress", "overdue"].includes(status));
  const late = open
    .filter(({ dueDate }) => dueDate !== null && dueDate < today)
    .toSorted((a, b) => (`${a.dueDate} ${a.id}` < `${b.dueDate} ${b.id}` ? -1 : 1));
  if (late.length > 0) {
    const [level, priority] = late.length >= 5 ? (["critical", 8] as const) : (["warning", 7] as const);
    add("tasks_overdue", level, priority, { count: late.length, taskIds: late.slice(0, 5).map(({ id }) => id) });
  }
  const openToday = open.filter(({ dueDate }) => dueDate === today).length;
  const doneToday = tasks.filter(({ dueDate, status }) => dueDate === today && status === "completed").length;
  if (openToday > 0) add("tasks_due_today", "info", 6, { count: openToday });
  for (const { id, dueDate, priority } of open) {
    if (priority !== "high" || dueDate === null || dueDate <= today || dueDate > addDays(today, 2)) continue;
    add("task_deadline", "warning", 6, { taskId: id, dueDate, days: daysBetween(today, dueDate) }, id);
  }

  for (const goal of goals) {
    const { id: goalId, status, progressPercent, targetDate, completedDate, checkIns } = goal;
    const { targetValue, currentValue } = goal;
    const remaining = targetValue === null ? null : Math.abs(targetValue - currentValue);
    const isFresh = completedDate !== null && completedDate >= addDays(today, -6);
    const created = dayOf(Date.parse(goal.createdAt), ZONE);
    if ((status === "active" && progressPercent === 100) || (status === "completed" && isFresh)) {
      add("goal_reached", "celebration", 8, { goalId, progressPercent }, goalId, "reached");
    }
    if (status !== "active" || progressPercent === 100) continue;
    if (progressPercent >= 90)
      add("goal_near", "celebration", 5, { goalId, progressPercent, remaining }, goalId, "near");
    if (targetDate !== null) {
      const start = goal.startDate ?? created;
      const share = Math.min(1, daysBetween(start, today) / daysBetween(start, targetDate));
      if (share >= 0.25 && share * 100 - progressPercent > 20) {
        const timePercent = Math.round(share * 1000) / 10;
        add("goal_behind", "warning", 6, { goalId, progressPercent, remaining, timePercent, targetDate }, goalId);
      }
    }
    const last =
      checkIns
        .map(({ dateKey }: Row) => dateKey)
        .toSorted()
        .at(-1) ?? created;
    if (daysBetween(created, today) > 14 && daysBetween(last, today) >= 14) {
      add("goal_stale", "info", 4, { goalId, days: daysBetween(last, today) }, goalId);
    }
  }

  let [habitsDue, habitsDone] = [0, 0];
  for (const habit of habits.filter(({ status }) => status === "active")) {
    const days = await historyOf(habit);
    const now = days.find(({ date }) => date === today);
    const isDone = now?.status === "done";
    const monday = weekOf(today);
    const doneThisWeek = days.filter(({ date, status }) => date >= monday && status === "done").length;
    const isDue = now?.scheduled && (habit.timesPerWeek === null || isDone || doneThisWeek < habit.timesPerWeek);
    if (isDue) habitsDue += 1;
    if (isDue && isDone) habitsDone += 1;
    if (habit.timesPerWeek !== null) continue;
    let streak = isDone ? 1 : 0;
    for (const { status, scheduled } of days.filter(({ date }) => date < today).toReversed()) {
      if (status === "done") streak += 1;
      else if (scheduled) break;
    }
    const facts = { habitId: habit.id, streak };
    if (isDone && [7, 14, 21, 30, 50].includes(streak)) {
      add("streak_milestone", "celebration", 6, facts, habit.id, String(streak));
    }
    if (isDue && now?.status === "none" && streak >= 3) add("streak_at_risk", "warning", 7, facts, habit.id);
  }

  const minutes = minutesOf(rows);
  const previousBest = Math.max(...Array.from({ length: 30 }, (_, back) => minutes(addDays(today, -1 - back))));
  if (minutes(today) >= 60 && minutes(today) > previousBest) {
    add("focus_record", "celebration", 5, { minutes: minutes(today), previousBest });
  }

  const { totals } = await summary(today, today);
  const { income, expense } = totals;
  const tasksDue = openToday + doneToday;
  add("daily_overview", "info", 5, {
    tasksDue,
    tasksDone: doneToday,
    habitsDue,
    habitsDone,
    income,
    expense,
    currency: CURRENCY,
  });
  return found;
}

/** The Monday of a day's week. */
export const weekOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

const minutesOf =
  ({ "focus-sessions": sessions = [] }: Record<string, Row[]>) =>
  (day: Day): number =>
    sessions
      .filter(({ status, dateKey }) => status === "completed" && dateKey === day)
      .reduce((sum, { actualMinutes }) => sum + actualMinutes, 0);

/** What is scheduled and done of a habit from one day to another: of a weekly quota, at most so many a week. */
async function tallyOf(habit: Row, { historyOf }: Listed, from: Day, to: Day) {
  const days = (await historyOf(habit)).filter(({ date, scheduled }) => date >= from && date <= to && scheduled);
  const weeks = [...Map.groupBy(days, ({ date }) => weekOf(date)).values()];
  const quota = habit.timesPerWeek ?? 7;
  const sum = (count: (week: typeof days) => number) =>
    weeks.reduce((all, week) => all + Math.min(quota, count(week)), 0);
  return {
    scheduled: sum((week) => week.length),
    done: sum((week) => week.filter(({ status }) => status === "done").length),
  };
}

export async function naiveWeek(listed: Listed, today: Day, { from, to }: InsightPeriod): Promise<Expected[]> {
  const found: Expected[] = [];
  for (const habit of (listed.rows.habits ?? []).filter(({ status }) => status === "active")) {
    const { id: habitId, completionRate30d } = habit;
    const { scheduled: dueDays } = await tallyOf(habit, listed, addDays(today, -29), today);
    const week = await tallyOf(habit, listed, from, to);
    const common = { target: habitId, period: from, priority: 5 };
    if (dueDays >= 10 && completionRate30d < 50) {
      found.push({
        ...common,
        rule: "habit_slipping",
        level: "warning",
        facts: { habitId, completionRate30d, dueDays },
      });
    }
    if (week.scheduled > 0 && week.done === week.scheduled) {
      const facts = { habitId, dueDays: week.scheduled, from, to };
      found.push({ ...common, rule: "habit_perfect_week", level: "celebration", facts });
    }
  }
  const minutes = minutesOf(listed.rows);
  const sum = (start: Day) =>
    Array.from({ length: 7 }, (_, index) => minutes(addDays(start, index))).reduce((a, b) => a + b);
  const [now, before] = [sum(from), sum(addDays(from, -7))];
  if (before >= 60 && now < before / 2) {
    const facts = { minutes: now, previousMinutes: before };
    found.push({ rule: "focus_drop", target: "", period: from, level: "warning", priority: 4, facts });
  }
  return found;
}

export async function naiveMonth({ rows, summary }: Listed, { from, to }: InsightPeriod): Promise<Expected[]> {
  const found: Expected[] = [];
  const period = from.slice(0, 7);
  const add = (rule: string, level: string, priority: number, facts: object, target = "") =>
    found.push({ rule, level, priority, facts, target, period });
  const monthBefore = monthStart(addDays(from, -1));
  const [now, before] = [await summary(from, to), await summary(monthBefore, addDays(from, -1))];
  const { income, expense, net } = now.totals;
  if (income > 0) {
    const savingsPercent = (net < 0 ? -1 : 1) * (Math.round(Math.abs(net / income) * 1000) / 10);
    const facts = { month: period, income, expense, net, savingsPercent, currency: CURRENCY };
    if (minor(net) * 10 < minor(income)) add("savings_rate_low", "warning", 5, facts);
    else if (minor(net) * 5 >= minor(income)) add("savings_rate_good", "celebration", 4, facts);
  }
  for (const { categoryId, amount } of now.byCategory) {
    const previousAmount = before.byCategory.find((share: Row) => share.categoryId === categoryId)?.amount ?? 0;
    const rise = minor(amount) - minor(previousAmount);
    if (previousAmount === 0 || rise * 2 < minor(previousAmount) || rise * 10 < minor(expense)) continue;
    add(
      "category_spike",
      "warning",
      5,
      { month: period, categoryId, amount, previousAmount, currency: CURRENCY },
      categoryId,
    );
  }
  const months = [monthStart(addDays(monthBefore, -1)), monthBefore, from].map((day) => day.slice(0, 7));
  const named = (rows.transactions ?? []).filter((row) => isExpense(row) && row.name !== null);
  for (const [target, ofName] of Map.groupBy(named, ({ name, currency }) => `${currency} ${name}`)) {
    const [first, second, third] = months.map((month) =>
      ofName
        .filter(({ date }) => date.startsWith(month))
        .toSorted((a, b) => (whenOf(a) < whenOf(b) ? -1 : 1))
        .at(-1),
    );
    if (!first || !second || !third || minor(third.amount) * 10 < minor(second.amount) * 11) continue;
    const { id: transactionId, amount, currency } = third;
    add("recurring_increase", "info", 4, { transactionId, amount, previousAmount: second.amount, currency }, target);
  }
  return found;
}

const whenOf = ({ date, time, id }: Row): string => `${date} ${time ?? "00:00"} ${id}`;

export async function naiveSummary(
  listed: Listed,
  { scope, from, to }: InsightPeriod,
  period: string,
): Promise<Expected> {
  const { rows, summary } = listed;
  const { totals, byCategory } = await summary(from, to);
  const { income, expense, net } = totals;
  const completed = (rows.tasks ?? []).filter(({ status, updatedAt }) => {
    const day = dayOf(Date.parse(updatedAt), ZONE);
    return status === "completed" && day >= from && day <= to;
  });
  const minutes = minutesOf(rows);
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => minutes(addDays(from, index)));
  const active = (rows.habits ?? []).filter(({ status }) => status === "active");
  const tallies = await Promise.all(active.map((habit) => tallyOf(habit, listed, from, to)));
  const [done, scheduled] = (["done", "scheduled"] as const).map((name) =>
    tallies.reduce((sum, tally) => sum + tally[name], 0),
  );
  const facts = {
    from,
    to,
    income,
    expense,
    net,
    currency: CURRENCY,
    topCategoryId: byCategory[0]?.categoryId ?? null,
    tasksCompleted: completed.length,
    focusMinutes: days.reduce((sum, count) => sum + count, 0),
    habitsRate: scheduled ? Math.round(((done ?? 0) / scheduled) * 1000) / 10 : null,
  };
  return { rule: `${scope}_summary`, target: "", period, level: "info", priority: 6, facts };
}
