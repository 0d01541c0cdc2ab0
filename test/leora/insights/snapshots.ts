import { Moment } from "../../../src/kernel/time.ts";
import type { Basis } from "../../../src/leora/insights/facts/basis.ts";
import type { BudgetFacts } from "../../../src/leora/insights/facts/budgets.ts";
import type { Flow } from "../../../src/leora/insights/facts/cash-flow.ts";
import type { HabitFacts } from "../../../src/leora/insights/facts/habits.ts";
import type { GoalFacts } from "../../../src/leora/insights/facts/planner.ts";
import type { DayFacts, MonthFacts, PeriodFacts, Snapshot } from "../../../src/leora/insights/facts/snapshot.ts";
import {
  type Finding,
  INSIGHT_CATEGORIES,
  type InsightRule,
  type InsightScope,
} from "../../../src/leora/insights/finding.ts";
import { lastPeriod } from "../../../src/leora/insights/periods.ts";
import { findingsOf } from "../../../src/leora/insights/rules/run.ts";
import type { RuleOptions, RuleSettings } from "../../../src/leora/insights/rules/settings.ts";

// Snapshots of a user in Tashkent on Wednesday, 18 November 2026, 09:00, of whom nothing is to be said.

export const TODAY = "2026-11-18";
export const NOW = Date.parse("2026-11-18T04:00:00Z");
export const END_OF_DAY = Date.parse("2026-11-18T19:00:00Z");
export const END_OF_WEEK = Date.parse("2026-11-22T19:00:00Z");
export const END_OF_MONTH = Date.parse("2026-11-30T19:00:00Z");

export const basisOf = (...scopes: InsightScope[]): Basis => ({
  owner: 1,
  at: new Moment(NOW, "Asia/Tashkent"),
  currency: "UZS",
  periods: scopes.map((scope) =>
    scope === "custom" ? { scope, from: "2026-09-05", to: "2026-10-10" } : lastPeriod(scope, TODAY),
  ),
});

export const flow = (income: number, expense: number, byCategory: Record<string, number> = {}): Flow => ({
  income: BigInt(income) * 100n,
  expense: BigInt(expense) * 100n,
  expenseByCategory: new Map(Object.entries(byCategory).map(([id, amount]) => [id, BigInt(amount) * 100n])),
});

const QUIET_DAY: DayFacts = {
  budgets: [],
  lowAccounts: [],
  debts: [],
  spending: { recent: [], usual: [] },
  records: { count: 0, lastDate: null },
  cash: 0n,
  recentFlow: flow(0, 0),
  recentExpenseCount: 0,
  tasks: { overdueCount: 0, overdue: [], firstToday: null, openToday: 0, doneToday: 0, deadlines: [] },
  goals: [],
};

interface Told {
  day?: Partial<DayFacts>;
  month?: Partial<MonthFacts>;
  period?: Partial<PeriodFacts>;
  habits?: HabitFacts[];
  focus?: Record<string, number>;
}

/** A quiet user but for what is told, in a run of one scope. */
export function snapshotOf(scope: InsightScope, told: Told = {}): Snapshot {
  const basis = basisOf(scope);
  return {
    basis,
    day: scope === "daily" ? { ...QUIET_DAY, ...told.day } : null,
    month: scope === "monthly" ? { previousFlow: flow(0, 0), repeated: [], ...told.month } : null,
    periods: basis.periods.map((period) => ({ period, flow: flow(0, 0), tasksCompleted: 0, ...told.period })),
    habits: told.habits ?? [],
    focusMinutes: new Map(Object.entries(told.focus ?? {})),
  };
}

export const SETTINGS: RuleSettings = {
  predictions: true,
  motivational: true,
  mentorAdvices: true,
  deadline: true,
  deadlineDaysBefore: 2,
  mentors: [],
};
export const OPTIONS: RuleOptions = { categories: INSIGHT_CATEGORIES, settings: SETTINGS, categoryNames: new Map() };

/** What the rules find, without the overview or summary that there always is. */
export const found = (scope: InsightScope, told: Told, options = OPTIONS): Finding[] =>
  findingsOf(snapshotOf(scope, told), options).filter(({ kind }) => kind !== "combined");

/** The same as `rule level priority`. */
export const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, level, priority }) => `${rule} ${level} ${priority}`);

export const rulesOf = (findings: readonly Finding[]): InsightRule[] => findings.map(({ rule }) => rule);

/** A budget of 1,000.00 so'm in November. */
export const budget = (fields: Partial<BudgetFacts> = {}): BudgetFacts => ({
  id: "b",
  name: "Oziq-ovqat",
  currency: "UZS",
  available: 100_000n,
  spent: 0n,
  percentUsed: 0,
  isOverspent: false,
  start: "2026-11-01",
  end: "2026-11-30",
  ...fields,
});

export const goal = (fields: Partial<GoalFacts> = {}): GoalFacts => ({
  id: "g",
  title: "Kitob",
  status: "active",
  progressPercent: 50,
  remaining: null,
  unit: null,
  startDay: "2026-11-08",
  createdDay: "2026-11-08",
  targetDate: null,
  lastCheckIn: null,
  ...fields,
});

export const habit = (fields: Partial<HabitFacts> = {}): HabitFacts => ({
  id: "h",
  title: "Yugurish",
  streakUnit: "days",
  streak: 0,
  isDueToday: true,
  today: null,
  completionRate30d: 100,
  dueDays30: 30,
  tallies: new Map(),
  ...fields,
});
