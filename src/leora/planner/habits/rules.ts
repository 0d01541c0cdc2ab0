// The values of a habit's fields, and what its columns alone decide.

export const HABIT_TYPES = ["health", "finance", "productivity", "education", "personal", "custom"] as const;
export const HABIT_STATUSES = ["active", "paused", "archived"] as const;
export const FREQUENCIES = ["daily", "weekly", "custom"] as const;
export const COMPLETION_MODES = ["boolean", "numeric"] as const;
export const COUNTING_TYPES = ["create", "quit"] as const;
export const DIFFICULTIES = ["easy", "medium", "hard"] as const;
/** What streaks count: weeks when the habit has a weekly quota. */
export const STREAK_UNITS = ["days", "weeks"] as const;

/** Spec 3.3: what makes a day of a finance habit done. Amounts in minor units of `currency`; no `accountIds`: any. */
export type FinanceRule =
  | { type: "no_spend_in_categories"; categoryIds: string[] }
  | { type: "spend_in_categories"; categoryIds: string[]; minAmount: number | null; currency: string }
  | { type: "has_any_transactions"; accountIds: string[] }
  | { type: "daily_spend_under"; amount: number; currency: string };

interface Statuses {
  showStatus: string;
  status: (typeof HABIT_STATUSES)[number];
}

/** False for a habit that is paused, archived or deleted: nothing is scheduled on its days. */
export const isActive = ({ showStatus, status }: Statuses): boolean => showStatus === "active" && status === "active";

/** True for a habit that transactions complete by its finance rule. */
export const hasActiveRule = (habit: Statuses & { financeRule: FinanceRule | null }): boolean =>
  isActive(habit) && habit.financeRule !== null;
