import type { InsightLevel, InsightRule } from "../../../src/leora/insights/finding.ts";
import type { FactsOf, NamesOf } from "../../../src/leora/insights/texts/facts.ts";

// A finding of each rule, with the facts that the rule states. Names have no digits, so that every digit of a text is a fact's.

type Sample<R extends InsightRule> = { level: InsightLevel; facts: FactsOf<R>; names: NamesOf<R> };

const ID = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
const budget = { budgetId: ID, limit: 1_500_000, spent: 1_380_000, percentUsed: 92, currency: "UZS" };
const debt = { debtId: ID, direction: "i_owe", outstanding: 300_000, currency: "UZS", dueDate: "2026-11-25" } as const;
const savings = {
  month: "2026-10",
  income: 8_000_000,
  expense: 7_600_000,
  net: 400_000,
  savingsPercent: 5,
  currency: "UZS",
};
const summary = {
  from: "2026-11-23",
  to: "2026-11-29",
  income: 4_000_000,
  expense: 4_750_000,
  net: -750_000,
  currency: "UZS",
  topCategoryId: "food",
  tasksCompleted: 12,
  focusMinutes: 340,
  habitsRate: 78.57,
};

export const SAMPLES: { readonly [R in InsightRule]: Sample<R> } = {
  budget_near_limit: { level: "warning", facts: budget, names: { budget: "Oziq-ovqat" } },
  budget_exceeded: {
    level: "critical",
    facts: { ...budget, spent: 1_800_000, percentUsed: 120, over: 300_000 },
    names: { budget: "Taksi" },
  },
  budget_pace: {
    level: "warning",
    facts: { ...budget, spent: 800_000, percentUsed: 53.33, projected: 2_400_000, daysElapsed: 11, daysTotal: 33 },
    names: { budget: "Uy" },
  },
  unusual_spend: {
    level: "warning",
    facts: {
      transactionId: ID,
      categoryId: "taxi",
      amount: 189_000,
      median: 70_000,
      ratio: 2.7,
      currency: "UZS",
      date: "2026-11-28",
    },
    names: {},
  },
  low_balance: {
    level: "critical",
    facts: { accountId: ID, balance: -45.5, currency: "USD" },
    names: { account: "Visa" },
  },
  cash_runway: { level: "warning", facts: { available: 2_000_000, expense: 5_250_000, currency: "UZS" }, names: {} },
  debt_overdue: { level: "critical", facts: { ...debt, days: 5 }, names: { counterparty: "Alisher" } },
  debt_due_soon: {
    level: "warning",
    facts: { ...debt, dueDate: "2026-12-03", days: 3 },
    names: { counterparty: "Nodira" },
  },
  no_transactions: { level: "info", facts: { lastDate: "2026-11-26", days: 4 }, names: {} },
  savings_rate_low: { level: "warning", facts: savings, names: {} },
  savings_rate_good: {
    level: "celebration",
    facts: { ...savings, expense: 5_500_000, net: 2_500_000, savingsPercent: 31.25 },
    names: {},
  },
  category_spike: {
    level: "warning",
    facts: { month: "2026-10", categoryId: "restaurants", amount: 960_000, previousAmount: 510_000, currency: "UZS" },
    names: {},
  },
  recurring_increase: {
    level: "info",
    facts: { transactionId: ID, amount: 66_000, previousAmount: 55_000, currency: "UZS" },
    names: { name: "Internet" },
  },
  tasks_overdue: { level: "warning", facts: { count: 4, taskIds: [ID] }, names: { task: "Hisobot" } },
  tasks_due_today: { level: "info", facts: { count: 6 }, names: { task: "Hisobot" } },
  task_deadline: {
    level: "warning",
    facts: { taskId: ID, dueDate: "2026-12-04", days: 4 },
    names: { task: "Taqdimot" },
  },
  goal_behind: {
    level: "warning",
    facts: { goalId: ID, progressPercent: 22.5, remaining: 7_750, timePercent: 61, targetDate: "2027-03-31" },
    names: { goal: "Mashina", unit: "USD" },
  },
  goal_near: {
    level: "celebration",
    facts: { goalId: ID, progressPercent: 94, remaining: 6 },
    names: { goal: "Ingliz tili", unit: "dars" },
  },
  goal_reached: { level: "celebration", facts: { goalId: ID, progressPercent: 103.2 }, names: { goal: "Kitob" } },
  goal_stale: { level: "info", facts: { goalId: ID, days: 19 }, names: { goal: "Sport" } },
  streak_at_risk: { level: "warning", facts: { habitId: ID, streak: 9 }, names: { habit: "Yugurish" } },
  streak_milestone: { level: "celebration", facts: { habitId: ID, streak: 21 }, names: { habit: "Mutolaa" } },
  habit_slipping: {
    level: "warning",
    facts: { habitId: ID, completionRate30d: 41.7, dueDays: 24 },
    names: { habit: "Erta turish" },
  },
  habit_perfect_week: {
    level: "celebration",
    facts: { habitId: ID, dueDays: 7, from: "2026-11-23", to: "2026-11-29" },
    names: { habit: "Suv ichish" },
  },
  focus_record: { level: "celebration", facts: { minutes: 185, previousBest: 140 }, names: {} },
  focus_drop: { level: "warning", facts: { minutes: 45, previousMinutes: 210 }, names: {} },
  daily_overview: {
    level: "info",
    facts: { tasksDue: 8, tasksDone: 3, habitsDue: 5, habitsDone: 4, income: 0, expense: 84_500, currency: "UZS" },
    names: {},
  },
  weekly_summary: { level: "info", facts: summary, names: {} },
  monthly_summary: { level: "info", facts: { ...summary, from: "2026-10-01", to: "2026-10-31" }, names: {} },
  custom_summary: { level: "info", facts: { ...summary, topCategoryId: null, habitsRate: null }, names: {} },
  wisdom_quote: { level: "info", facts: { mentorId: "seneca", author: "Seneca", quote: 2 }, names: {} },
};

/** The finding of a rule, with other facts or names. */
export const finding = <R extends InsightRule>(
  rule: R,
  facts: Partial<FactsOf<R>> = {},
  names: Partial<NamesOf<R>> = {},
) => {
  const sample = SAMPLES[rule];
  return { rule, level: sample.level, facts: { ...sample.facts, ...facts }, names: { ...sample.names, ...names } };
};
