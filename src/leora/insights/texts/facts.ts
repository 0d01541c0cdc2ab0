import type { Day } from "../../../kernel/time.ts";
import type { InsightRule } from "../finding.ts";

// What each rule states: the names and units of its facts, and the names of rows that its texts use. Amounts are decimals of
// the currency beside them, percents are 0–100 and more, days are counted in whole days, ids are of the user's rows.

interface BudgetFacts {
  readonly budgetId: string;
  readonly limit: number;
  readonly spent: number;
  readonly percentUsed: number;
  readonly currency: string;
}

interface DebtFacts {
  readonly debtId: string;
  readonly direction: "i_owe" | "they_owe_me";
  readonly outstanding: number;
  readonly currency: string;
  readonly dueDate: Day;
  /** Since the due date, or until it; 0: it is due today. */
  readonly days: number;
}

interface SavingsFacts {
  readonly month: string;
  readonly income: number;
  readonly expense: number;
  /** Income less expense. */
  readonly net: number;
  /** `net` as a share of income; below 0 when more was spent than earned. */
  readonly savingsPercent: number;
  readonly currency: string;
}

interface StreakFacts {
  readonly habitId: string;
  readonly streak: number;
}

interface GoalFacts {
  readonly goalId: string;
  readonly progressPercent: number;
}

interface MissingFacts {
  /** From the current value to the target, in the goal's unit; null: the goal has no target. */
  readonly remaining: number | null;
}

interface SummaryFacts {
  readonly from: Day;
  readonly to: Day;
  readonly income: number;
  readonly expense: number;
  readonly net: number;
  readonly currency: string;
  /** null: nothing was spent. */
  readonly topCategoryId: string | null;
  readonly tasksCompleted: number;
  readonly focusMinutes: number;
  /** Percent of the due days that were done; null: no habit was due. */
  readonly habitsRate: number | null;
}

interface Budget {
  readonly budget: string;
}
interface Habit {
  readonly habit: string;
}
interface Goal {
  readonly goal: string;
}
interface Unit {
  /** What the goal's value is counted in, as the user typed it. */
  readonly unit?: string;
}
interface Debt {
  readonly counterparty: string;
}
/** The name of a category that the user made; those of the catalogue have their names there. */
interface Category {
  readonly category?: string;
}
type Nothing = Readonly<Record<never, string>>;

/** Facts and names by rule. */
export interface Contents {
  budget_near_limit: { facts: BudgetFacts; names: Budget };
  /** `over`: how much more was spent than the limit. */
  budget_exceeded: { facts: BudgetFacts & { readonly over: number }; names: Budget };
  /** `projected`: spent ÷ days so far × days of the period. */
  budget_pace: {
    facts: BudgetFacts & { readonly projected: number; readonly daysElapsed: number; readonly daysTotal: number };
    names: Budget;
  };
  unusual_spend: {
    facts: {
      readonly transactionId: string;
      readonly categoryId: string;
      readonly amount: number;
      readonly median: number;
      readonly ratio: number;
      readonly currency: string;
      readonly date: Day;
    };
    names: Category;
  };
  low_balance: {
    facts: { readonly accountId: string; readonly balance: number; readonly currency: string };
    names: { readonly account: string };
  };
  /** `available`: cash, card and savings together; `expense`: of the last 30 days. */
  cash_runway: {
    facts: { readonly available: number; readonly expense: number; readonly currency: string };
    names: Nothing;
  };
  debt_overdue: { facts: DebtFacts; names: Debt };
  debt_due_soon: { facts: DebtFacts; names: Debt };
  no_transactions: { facts: { readonly lastDate: Day; readonly days: number }; names: Nothing };
  savings_rate_low: { facts: SavingsFacts; names: Nothing };
  savings_rate_good: { facts: SavingsFacts; names: Nothing };
  category_spike: {
    facts: {
      readonly month: string;
      readonly categoryId: string;
      readonly amount: number;
      readonly previousAmount: number;
      readonly currency: string;
    };
    names: Category;
  };
  /** `name`: of the transactions that repeat. */
  recurring_increase: {
    facts: {
      readonly transactionId: string;
      readonly amount: number;
      readonly previousAmount: number;
      readonly currency: string;
    };
    names: { readonly name: string };
  };
  /** `task`: the title of the oldest. */
  tasks_overdue: {
    facts: { readonly count: number; readonly taskIds: readonly string[] };
    names: { readonly task: string };
  };
  /** `task`: the title of the most important one. */
  tasks_due_today: { facts: { readonly count: number }; names: { readonly task: string } };
  task_deadline: {
    facts: { readonly taskId: string; readonly dueDate: Day; readonly days: number };
    names: { readonly task: string };
  };
  goal_behind: {
    facts: GoalFacts & MissingFacts & { readonly timePercent: number; readonly targetDate: Day };
    names: Goal & Unit;
  };
  goal_near: { facts: GoalFacts & MissingFacts; names: Goal & Unit };
  goal_reached: { facts: GoalFacts; names: Goal };
  /** `days`: since the last check-in, or since the goal was made. */
  goal_stale: { facts: { readonly goalId: string; readonly days: number }; names: Goal };
  streak_at_risk: { facts: StreakFacts; names: Habit };
  streak_milestone: { facts: StreakFacts; names: Habit };
  habit_slipping: {
    facts: { readonly habitId: string; readonly completionRate30d: number; readonly dueDays: number };
    names: Habit;
  };
  habit_perfect_week: {
    facts: { readonly habitId: string; readonly dueDays: number; readonly from: Day; readonly to: Day };
    names: Habit;
  };
  /** `previousBest`: the most of the 30 days before. */
  focus_record: { facts: { readonly minutes: number; readonly previousBest: number }; names: Nothing };
  focus_drop: { facts: { readonly minutes: number; readonly previousMinutes: number }; names: Nothing };
  daily_overview: {
    facts: {
      readonly tasksDue: number;
      readonly tasksDone: number;
      readonly habitsDue: number;
      readonly habitsDone: number;
      /** Both null: a currency of the day has no rate to this one. */
      readonly income: number | null;
      readonly expense: number | null;
      readonly currency: string;
    };
    names: Nothing;
  };
  weekly_summary: { facts: SummaryFacts; names: Category };
  monthly_summary: { facts: SummaryFacts; names: Category };
  custom_summary: { facts: SummaryFacts; names: Category };
  /** `quote`: which one of the mentor's, as `quoteOf` counts them. */
  wisdom_quote: {
    facts: { readonly mentorId: string; readonly author: string; readonly quote: number };
    names: Nothing;
  };
}

export type FactsOf<R extends InsightRule> = Contents[R]["facts"];
export type NamesOf<R extends InsightRule> = Contents[R]["names"];
