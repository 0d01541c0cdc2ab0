export const HABIT_TYPES = ["health", "finance", "productivity", "education", "personal", "custom"] as const;
export const HABIT_STATUSES = ["active", "paused", "archived"] as const;
export const FREQUENCIES = ["daily", "weekly", "custom"] as const;
export const COMPLETION_MODES = ["boolean", "numeric"] as const;
export const COUNTING_TYPES = ["create", "quit"] as const;
export const DIFFICULTIES = ["easy", "medium", "hard"] as const;
export const PRIORITIES = ["low", "medium", "high"] as const;
export const COMPLETION_STATUSES = ["done", "miss"] as const;
/** `finance`: a finance rule, or transactions that name the habit; `task`: a task that names it. */
export const COMPLETION_SOURCES = ["manual", "finance", "task"] as const;

/** Spec 3.3: what makes a day of a finance habit done. Amounts in minor units of `currency`; no `accountIds`: any. */
export type FinanceRule =
  | { type: "no_spend_in_categories"; categoryIds: string[] }
  | { type: "spend_in_categories"; categoryIds: string[]; minAmount: number | null; currency: string }
  | { type: "has_any_transactions"; accountIds: string[] }
  | { type: "daily_spend_under"; amount: number; currency: string };

/** SQL: a habit whose finance rule is at work. Indexes and queries must say it alike. */
export const RULED = "showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL";
/** SQL: a habit that reminds. */
export const REMINDING = "showStatus = 'active' AND status = 'active' AND reminderEnabled = 1";
