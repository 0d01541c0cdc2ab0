import type { Day } from "../../kernel/time.ts";

// What the rules of insights find in a user's rows, before it is a row of `insights` itself.

export const INSIGHT_KINDS = ["finance", "planner", "habit", "focus", "combined", "wisdom"] as const;
export const INSIGHT_LEVELS = ["info", "warning", "critical", "celebration"] as const;
export const INSIGHT_SCOPES = ["daily", "weekly", "monthly", "custom"] as const;
export const INSIGHT_CATEGORIES = ["overview", "finance", "productivity", "wisdom"] as const;
export const INSIGHT_TONES = ["friend", "strict", "polite"] as const;
export const INSIGHT_STATUSES = ["new", "viewed", "completed", "dismissed"] as const;
export const INSIGHT_SOURCES = ["chatgpt", "local"] as const;

export type InsightKind = (typeof INSIGHT_KINDS)[number];
export type InsightLevel = (typeof INSIGHT_LEVELS)[number];
export type InsightScope = (typeof INSIGHT_SCOPES)[number];
export type InsightCategory = (typeof INSIGHT_CATEGORIES)[number];
export type InsightTone = (typeof INSIGHT_TONES)[number];

export const INSIGHT_RULES = [
  "budget_near_limit",
  "budget_exceeded",
  "budget_pace",
  "unusual_spend",
  "low_balance",
  "cash_runway",
  "debt_overdue",
  "debt_due_soon",
  "no_transactions",
  "savings_rate_low",
  "savings_rate_good",
  "category_spike",
  "recurring_increase",
  "tasks_overdue",
  "tasks_due_today",
  "task_deadline",
  "goal_behind",
  "goal_near",
  "goal_reached",
  "goal_stale",
  "streak_at_risk",
  "streak_milestone",
  "habit_slipping",
  "habit_perfect_week",
  "focus_record",
  "focus_drop",
  "daily_overview",
  "weekly_summary",
  "monthly_summary",
  "custom_summary",
  "wisdom_quote",
] as const;
export type InsightRule = (typeof INSIGHT_RULES)[number];

export const INSIGHT_ACTIONS = [
  "review_budget",
  "open_transaction",
  "pay_debt",
  "open_task",
  "reschedule_task",
  "complete_habit",
  "open_goal",
  "start_focus",
  "open_accounts",
] as const;
export type InsightActionType = (typeof INSIGHT_ACTIONS)[number];

/** An exact value that a text may name: amounts as decimals of the wire, days as `YYYY-MM-DD`, counts, ids, names. */
export type Fact = string | number | null | readonly string[];
export type Facts = Readonly<Record<string, Fact>>;

/** The rows that an insight is about. */
export interface Related {
  readonly goalId?: string;
  readonly budgetId?: string;
  readonly debtId?: string;
  readonly habitId?: string;
  readonly taskId?: string;
  readonly transactionId?: string;
  readonly accountId?: string;
}

/** What the app may offer to do; its label is part of the texts. */
export interface FoundAction {
  readonly type: InsightActionType;
  readonly targetId: string | null;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly priority: "low" | "medium" | "high";
}

/** One insight as a rule finds it. Its words come later (`texts/`). */
export interface Finding {
  readonly rule: InsightRule;
  readonly kind: InsightKind;
  readonly level: InsightLevel;
  readonly scope: InsightScope;
  readonly category: InsightCategory;
  /** From 1 to 10. */
  readonly priority: number;
  /** The id of the row that it is about, or another name of its target; empty for rules with one finding a period. */
  readonly target: string;
  /**
   * The day, week (its Monday), month (`YYYY-MM`), range or milestone that it is about. There is one insight per rule, target
   * and period.
   */
  readonly period: string;
  /** What is shown of the rows, with exact numbers; part of the insight's `payload`. */
  readonly facts: Facts;
  /** Names that the texts use beside the facts, such as the title of a task; they are not part of the payload. */
  readonly names: Readonly<Record<string, string>>;
  readonly related: Related;
  readonly actions: readonly FoundAction[];
  /** When it stops to count (UTC ms); null: never. */
  readonly validUntil: number | null;
}

/** The days that a run is about, in the user's zone. */
export interface InsightPeriod {
  readonly scope: InsightScope;
  /** The first and the last day: of the day itself, the last whole week or month, or the range. */
  readonly from: Day;
  readonly to: Day;
}
