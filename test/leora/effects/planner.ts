import { feeOf, isIn, type Part, partsOf, shareIn } from "./finance.ts";
import { TODAY } from "./household.ts";
import { dayPlus, daysFrom, hundredths, toUzs } from "./money.ts";
import type { CheckIn, Completion, Goal, Habit, Snapshot, Transaction } from "./rows.ts";

/** Automatic check-ins as `goal|source|day → value`. */
export type Contributions = Record<string, number>;

/** What tasks, habits and money bring to goals. */
export function contributionsTo(snapshot: Snapshot): Contributions {
  const found: Contributions = {};
  for (const goal of snapshot.goals) {
    const add = (source: string, day: string, value: number) => {
      found[`${goal.id}|${source}|${day}`] = value;
    };
    for (const task of [...snapshot.tasks, ...snapshot.archivedTasks]) {
      const isLinked = task.goalId === goal.id || goal.linkedTaskIds.includes(task.id);
      if (isLinked && task.status === "completed" && task.progressValue !== null)
        add(task.id, TODAY, task.progressValue);
    }
    for (const completion of snapshot.habitCompletions) {
      const habit = snapshot.habits.find(({ id }) => id === completion.habitId);
      const isLinked = habit && [habit.goalId, ...habit.linkedGoalIds].includes(goal.id);
      if (!habit || !completion.isCounted || !(isLinked || goal.linkedHabitIds.includes(habit.id))) continue;
      add(completion.id, completion.dateKey, habit.completionMode === "numeric" ? (completion.value ?? 1) : 1);
    }
    for (const transaction of snapshot.transactions) {
      const value = moneyFor(snapshot, goal, transaction);
      if (value !== null) add(transaction.id, transaction.date, value);
    }
  }
  return found;
}

function moneyFor(snapshot: Snapshot, goal: Goal, transaction: Transaction): number | null {
  if (goal.metricType !== "amount") return null;
  const budget = snapshot.budgets.find(({ id }) => id === goal.linkedBudgetId);
  const isBudgeted = budget !== undefined && shareIn(snapshot, budget, transaction) !== null;
  const isOfDebt =
    goal.linkedDebtId !== null && transaction.debtId === goal.linkedDebtId && transaction.id !== transaction.debtId;
  if (transaction.goalId !== goal.id && !isBudgeted && !isOfDebt) return null;
  const signs: Record<string, Record<string, number>> = {
    save: { income: 1, transfer: 1, expense: -1 },
    spend: { income: -1, transfer: 0, expense: 1 },
  };
  const sign = signs[goal.financeMode ?? ""]?.[transaction.type] ?? 1;
  return sign === 0 ? null : (sign * Number(toUzs(hundredths(transaction.amount), transaction.currency))) / 100;
}

/** The same of the check-ins that the server wrote. */
export const contributionsWritten = ({ goalCheckIns }: Snapshot): Contributions =>
  Object.fromEntries(
    goalCheckIns
      .filter(({ sourceType }) => sourceType !== "manual")
      .map(({ goalId, sourceId, dateKey, value }) => [`${goalId}|${sourceId}|${dateKey}`, value]),
  );

/** Every goal's value and progress, from its check-ins. */
export const goalsOf = ({ goals, goalCheckIns }: Snapshot): Record<string, object> =>
  Object.fromEntries(
    goals.map((goal) => {
      const own = goalCheckIns.filter(({ goalId }) => goalId === goal.id);
      const [start, target, value] = [quantity(goal.initialValue), quantity(goal.targetValue), valueFrom(goal, own)];
      return [
        goal.id,
        { currentValue: Number(value) / 10_000, progressPercent: percent(value - start, target - start) },
      ];
    }),
  );

/** Ten-thousandths. */
const quantity = (value: number): bigint => BigInt(Math.round(value * 10_000));

/** Two decimals, half up, 0 to 100; of no way at all: 0. */
function percent(done: bigint, way: bigint): number {
  const [part, whole] = way < 0n ? [-done, -way] : [done, way];
  if (whole === 0n || part <= 0n) return 0;
  return part >= whole ? 100 : Number((part * 10_000n * 2n + whole) / (2n * whole)) / 100;
}

function valueFrom({ initialValue, direction }: Goal, checkIns: readonly CheckIn[]): bigint {
  const key = ({ dateKey, createdAt, id }: CheckIn) => `${dateKey} ${createdAt} ${id}`;
  let value = quantity(initialValue);
  for (const checkIn of checkIns.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
    if (checkIn.mode === "absolute") value = quantity(checkIn.value);
    else value += direction === "decrease" ? -quantity(checkIn.value) : quantity(checkIn.value);
  }
  return value;
}

/** What the days of finance habits came to, as `habit|day → status`. */
export function verdictsOn(snapshot: Snapshot, days: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const habit of snapshot.habits) {
    for (const day of days.filter((candidate) => candidate <= TODAY)) {
      const facts = snapshot.transactions.filter(({ date }) => date === day);
      const verdict = facts.some(({ habitId }) => habitId === habit.id) ? "done" : ruled(snapshot, habit, day, facts);
      if (verdict) found[`${habit.id}|${day}`] = verdict;
    }
  }
  return found;
}

function ruled(snapshot: Snapshot, { financeRule: rule }: Habit, day: string, facts: Transaction[]): string | null {
  if (!rule) return null;
  const spent = facts.flatMap((fact) => [...partsOf(fact, "expense"), ...feeOf(snapshot, fact)]);
  const { type, categoryIds = [], accountIds = [], minAmount, amount = 0 } = rule;
  const matching = spent.filter(({ category }) => isIn(category, categoryIds));
  const isOpen = facts.length === 0 && day === TODAY;
  switch (type) {
    case "no_spend_in_categories":
      return isOpen ? null : matching.length > 0 ? "miss" : "done";
    case "daily_spend_under":
      return isOpen ? null : total(spent) < hundredths(amount) ? "done" : "miss";
    case "spend_in_categories":
      return matching.length > 0 && total(matching) >= hundredths(minAmount ?? 0) ? "done" : null;
    default: {
      const parties = facts.flatMap(({ accountId, fromAccountId, toAccountId }) => [
        accountId,
        fromAccountId,
        toAccountId,
      ]);
      return parties.some((id) => id !== null && accountIds.includes(id)) ? "done" : null;
    }
  }
}

/** Each currency's sum is converted once. */
const total = (parts: readonly Part[]): bigint =>
  ["UZS", "USD"].reduce((converted, currency) => {
    const own = parts.filter((part) => part.currency === currency);
    return (
      converted +
      toUzs(
        own.reduce((sum, { amount }) => sum + amount, 0n),
        currency,
      )
    );
  }, 0n);

/** The same of the completions that the server wrote. */
export const verdictsWritten = ({ habitCompletions }: Snapshot): Record<string, string> =>
  Object.fromEntries(
    habitCompletions
      .filter(({ sourceType }) => sourceType === "finance")
      .map(({ habitId, dateKey, status }) => [`${habitId}|${dateKey}`, status]),
  );

/** The daily habits' streaks and rates, from their completions. All of them began today. */
export const streaksOf = ({ habits, habitCompletions }: Snapshot): Record<string, object> =>
  Object.fromEntries(habits.map(({ id }) => [id, streakOf(habitCompletions.filter(({ habitId }) => habitId === id))]));

function streakOf(completions: readonly Completion[]): object {
  const marks = new Map(completions.map(({ dateKey, isCounted, status }) => [dateKey, isCounted ? "done" : status]));
  const marked = completions
    .filter(({ isCounted, status }) => isCounted || status === "miss")
    .map(({ dateKey }) => dateKey);
  const first = [TODAY, ...marked].toSorted()[0] ?? TODAY;
  let [run, best, done, asked] = [0, 0, 0, 0];
  for (let day = first; day <= TODAY; day = dayPlus(day, 1)) {
    const isDone = completions.some(({ dateKey, isCounted }) => dateKey === day && isCounted);
    const isMissed = marks.get(day) === "miss";
    if (isDone) run += 1;
    else if (day < TODAY || isMissed) run = 0;
    best = Math.max(best, run);
    if (daysFrom(day, TODAY) >= 30) continue;
    asked += 1;
    if (isDone) done += 1;
  }
  return { streakCurrent: run, streakBest: best, completionRate30d: Math.round((done / asked) * 1000) / 10 };
}

/** Days that a done task made its habit done, as `habit|task`. */
export const choresOf = ({ tasks, archivedTasks }: Snapshot): string[] =>
  [...tasks, ...archivedTasks].flatMap(({ id, habitId, status }) =>
    habitId !== null && status === "completed" ? [`${habitId}|${id}`] : [],
  );

/** The same of the completions that the server wrote. */
export const choresWritten = ({ habitCompletions }: Snapshot): string[] =>
  habitCompletions.flatMap(({ habitId, sourceType, sourceId }) =>
    sourceType === "task" ? [`${habitId}|${sourceId}`] : [],
  );
