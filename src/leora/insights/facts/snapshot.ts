import { addDays, type Day, monthStart } from "../../../kernel/time.ts";
import { totalIn } from "../../finance/accounts/summary.ts";
import type { RateBook } from "../../finance/fx/rate-book.ts";
import { previousPeriod } from "../../finance/reports/periods.ts";
import type { InsightPeriod } from "../finding.ts";
import { weekBefore } from "../periods.ts";
import { askCash, askDueDebts, askLowAccounts, type DueDebt, type LowAccount } from "./balances.ts";
import type { Basis } from "./basis.ts";
import { askBudgets, type BudgetFacts } from "./budgets.ts";
import { askExpenseCount, askFlow, askRates, type Flow, flowOf } from "./cash-flow.ts";
import { askHabits, type HabitFacts } from "./habits.ts";
import { askCompletedTasks, askFocusMinutes, askGoals, askTasks, type GoalFacts, type TaskFacts } from "./planner.ts";
import { eachOf, known, mapped, type Question, together } from "./question.ts";
import { askRecords, askRepeated, askSpending, type Records, type Repeated, type Spending } from "./spending.ts";

// Everything that the rules of a run look at: read by the statements of one batch, and pure data from then on.

/** Expenses of so many days, today included, tell how long cash lasts. */
const RUNWAY_DAYS = 30;
/** Today's focus is compared with so many days before. */
const RECORD_DAYS = 30;

/** What only daily rules look at. */
export interface DayFacts {
  readonly budgets: readonly BudgetFacts[];
  readonly lowAccounts: readonly LowAccount[];
  readonly debts: readonly DueDebt[];
  readonly spending: Spending;
  readonly records: Records;
  /** Cash, card and savings together in minor units of the primary currency; null: a currency has no rate to it. */
  readonly cash: bigint | null;
  /** Of the last 30 days. */
  readonly recentFlow: Flow | null;
  readonly recentExpenseCount: number;
  readonly tasks: TaskFacts;
  readonly goals: readonly GoalFacts[];
}

/** What only monthly rules look at. */
export interface MonthFacts {
  /** Of the month before the last whole one. */
  readonly previousFlow: Flow | null;
  readonly repeated: readonly Repeated[];
}

/** What the overview or summary of a period tells. */
export interface PeriodFacts {
  readonly period: InsightPeriod;
  /** Null: see `flowOf`. */
  readonly flow: Flow | null;
  readonly tasksCompleted: number;
}

export interface Snapshot {
  readonly basis: Basis;
  /** Null unless the run is about today. */
  readonly day: DayFacts | null;
  /** Null unless the run is about a month. */
  readonly month: MonthFacts | null;
  /** In the order of the basis. */
  readonly periods: readonly PeriodFacts[];
  readonly habits: readonly HabitFacts[];
  /** Minutes of completed sessions by day; days without any are left out. */
  readonly focusMinutes: ReadonlyMap<Day, number>;
}

/** The statements of one D1 batch, and how their answers become what the rules look at. */
export function snapshotReads(basis: Basis): Question<Snapshot> {
  const question = together({
    rates: askRates(basis),
    day: ofScope(basis, "daily", () => askDay(basis)),
    month: ofScope(basis, "monthly", (period) => askMonth(basis, period)),
    periods: eachOf(basis.periods.map((period) => askPeriod(basis, period))),
    habits: askHabits(basis),
    focus: eachOf(basis.periods.map((period) => askFocusMinutes(basis, focusDays(period)))),
  });
  return mapped(question, ({ rates, day, month, periods, habits, focus }) => ({
    basis,
    day: day?.(rates) ?? null,
    month: month?.(rates) ?? null,
    periods: periods.map(({ stored, ...facts }) => ({ ...facts, flow: flowOf(stored, basis, rates) })),
    habits,
    focusMinutes: new Map(focus.flat()),
  }));
}

function ofScope<Answer>(
  { periods }: Basis,
  scope: InsightPeriod["scope"],
  question: (period: InsightPeriod) => Question<Answer>,
): Question<Answer | null> {
  const period = periods.find((candidate) => candidate.scope === scope);
  return period ? question(period) : known(null);
}

/** The days of a period, and those before that its rules compare it with. */
function focusDays(period: InsightPeriod) {
  const { scope, from, to } = period;
  if (scope === "daily") return { from: addDays(from, -RECORD_DAYS), to };
  return scope === "weekly" ? { from: weekBefore(period).from, to } : { from, to };
}

const askPeriod = (basis: Basis, period: InsightPeriod) =>
  together({
    period: known(period),
    stored: askFlow(basis, period),
    tasksCompleted: askCompletedTasks(basis, period),
  });

/** Sums wait for the rates, which are an answer of the same batch. */
function askDay(basis: Basis): Question<(rates: RateBook) => DayFacts> {
  const { today } = basis.at;
  const recent = { from: addDays(today, 1 - RUNWAY_DAYS), to: today };
  const question = together({
    budgets: askBudgets(basis),
    lowAccounts: askLowAccounts(basis),
    debts: askDueDebts(basis),
    spending: askSpending(basis),
    records: askRecords(basis),
    balances: askCash(basis),
    stored: askFlow(basis, recent),
    recentExpenseCount: askExpenseCount(basis, recent),
    tasks: askTasks(basis),
    goals: askGoals(basis),
  });
  return mapped(question, ({ balances, stored, ...facts }) => (rates) => ({
    ...facts,
    cash: totalIn(basis.currency, balances, rates, today),
    recentFlow: flowOf(stored, basis, rates),
  }));
}

function askMonth(basis: Basis, month: InsightPeriod): Question<(rates: RateBook) => MonthFacts> {
  const previous = previousPeriod(month);
  const first = monthStart(addDays(previous.from, -1));
  const question = together({
    stored: askFlow(basis, previous),
    repeated: askRepeated(basis, { from: first, to: month.to }),
  });
  return mapped(question, ({ stored, repeated }) => (rates) => ({
    repeated,
    previousFlow: flowOf(stored, basis, rates),
  }));
}
