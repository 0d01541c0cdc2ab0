import type { Day } from "../../../kernel/time.ts";
import type { Summary } from "../../finance/reports/summary.ts";
import type { DateRange } from "./ranges.ts";
import type { AskIntent } from "./subjects.ts";

// What a question is answered from. Amounts are decimals of the currency beside them, as elsewhere on the wire.

/** So many rows are listed at most. What is counted or summed up counts them all. */
export const ROWS_LISTED = 20;

/** Orders what has a currency: the primary one first, all else as it is. */
export const primaryFirst =
  (primaryCurrency: string) =>
  (a: { readonly currency: string }, b: { readonly currency: string }): number =>
    Number(b.currency === primaryCurrency) - Number(a.currency === primaryCurrency);

/** Of income, spending, savings and overview: as `GET /transactions/summary` of the same days. */
export interface MoneyFacts {
  readonly currency: string;
  readonly income: number;
  readonly expense: number;
  readonly net: number;
  /** Expenses by category, the largest first. */
  readonly byCategory: Summary["byCategory"];
}

export interface BalanceFacts {
  /** Those of the primary currency first. */
  readonly accounts: readonly { accountId: string; name: string; currency: string; balance: number }[];
}

export interface BudgetFacts {
  readonly count: number;
  /** The fullest first. */
  readonly budgets: readonly {
    budgetId: string;
    name: string;
    currency: string;
    limit: number;
    spent: number;
    remaining: number;
    percentUsed: number;
    periodEnd: Day | null;
  }[];
}

/** Of one counterparty alone when the question names one that has open debts. */
export interface DebtFacts {
  readonly count: number;
  readonly overdue: number;
  /** What is owed in each direction, by currency, the primary one first. */
  readonly totals: readonly { direction: "i_owe" | "they_owe_me"; currency: string; outstanding: number }[];
  /** Those that are due first. */
  readonly debts: readonly {
    debtId: string;
    direction: "i_owe" | "they_owe_me";
    counterpartyName: string;
    currency: string;
    outstanding: number;
    dueDate: Day | null;
    status: string;
  }[];
}

export interface TaskFacts {
  readonly open: number;
  readonly overdue: number;
  readonly dueToday: number;
  /** Of the tasks whose day is in the range: how many there are, and how many are done. */
  readonly dueInRange: number;
  readonly completedInRange: number;
  /** Open ones, those that are due first; of the asked days alone when the question names days, or asks what is overdue. */
  readonly tasks: readonly {
    taskId: string;
    title: string;
    status: string;
    priority: string;
    dueDate: Day | null;
    timeOfDay: string | null;
  }[];
}

export interface GoalFacts {
  readonly active: number;
  readonly completed: number;
  /** Active ones, the most advanced first. */
  readonly goals: readonly {
    goalId: string;
    title: string;
    progressPercent: number;
    currentValue: number;
    targetValue: number | null;
    /** The currency of a goal that counts money, else its unit. */
    unit: string | null;
    targetDate: Day | null;
  }[];
}

export interface HabitFacts {
  readonly active: number;
  readonly dueToday: number;
  readonly doneToday: number;
  /** The longest streak first. */
  readonly habits: readonly {
    habitId: string;
    title: string;
    streakCurrent: number;
    streakBest: number;
    completionRate30d: number;
    isDoneToday: boolean;
  }[];
}

export interface FocusFacts {
  readonly totalMinutes: number;
  readonly sessions: number;
  readonly completed: number;
  /** Days with a completed session. */
  readonly days: number;
}

/** The facts of each intent. */
export interface FactsByIntent {
  spending: MoneyFacts;
  income: MoneyFacts;
  savings: MoneyFacts;
  overview: MoneyFacts;
  balance: BalanceFacts;
  budgets: BudgetFacts;
  debts: DebtFacts;
  tasks: TaskFacts;
  goals: GoalFacts;
  habits: HabitFacts;
  focus: FocusFacts;
}

/** What a category that a question names comes to, its subcategories included. */
export interface CategoryAmount {
  readonly categoryId: string;
  readonly amount: number;
}

/** What the categories that a question names come to together, and each of them. */
export interface AskedAmount {
  readonly amount: number;
  readonly categories: readonly CategoryAmount[];
}

export interface FindingsOf<Intent extends AskIntent> {
  readonly intent: Intent;
  readonly dateRange: DateRange;
  readonly facts: FactsByIntent[Intent];
  /** Null unless spending or income of some categories is asked of. */
  readonly asked: AskedAmount | null;
}

/** Which tasks are listed: all open ones, those of the days that the question names, or those whose day is over. */
export type TaskScope = "open" | "days" | "overdue";

/** What was found for a question, by its intent. */
export type AskFindings = {
  [Intent in AskIntent]: FindingsOf<Intent> & (Intent extends "tasks" ? { readonly scope: TaskScope } : unknown);
}[AskIntent];
