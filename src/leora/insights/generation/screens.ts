import type { InsightActionType } from "../finding.ts";

/** The app's screen for each action (spec 5.1, `action`). */
export const SCREENS: Readonly<Record<InsightActionType, string>> = {
  review_budget: "open_budgets",
  open_transaction: "open_transactions",
  pay_debt: "open_debts",
  open_task: "open_tasks",
  reschedule_task: "open_tasks",
  complete_habit: "open_habits",
  open_goal: "open_goals",
  start_focus: "open_focus",
  open_accounts: "open_accounts",
};
