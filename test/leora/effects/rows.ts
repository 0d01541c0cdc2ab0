import type { Actor } from "../../support/actor.ts";

// Rows as on the wire: what the naive recomputation reads.

interface Row {
  id: string;
  createdAt: string;
}

export interface Account extends Row {
  currency: string;
  initialBalance: number;
  currentBalance: number;
}

export interface Transaction extends Row {
  type: "income" | "expense" | "transfer";
  accountId: string | null;
  fromAccountId: string | null;
  toAccountId: string | null;
  amount: number;
  currency: string;
  date: string;
  categoryId: string | null;
  subcategoryId: string | null;
  feeAmount: number | null;
  feeCategoryId: string | null;
  splits: { categoryId: string; amount: number }[];
  goalId: string | null;
  budgetId: string | null;
  debtId: string | null;
  habitId: string | null;
  relatedBudgetId: string | null;
}

export interface Budget extends Row {
  categoryIds: string[];
  accountId: string | null;
  limitAmount: number;
  periodStart: string | null;
  periodEnd: string | null;
  startDate: string | null;
  spentAmount: number;
  carriedAmount: number;
  rolloverMode: string;
}

export interface Debt extends Row {
  direction: "i_owe" | "they_owe_me";
  principalAmount: number;
  startDate: string;
  interestRateAnnual: number | null;
  outstandingAmount: number;
  accruedInterest: number;
  totalPaidInRepaymentCurrency: number;
  status: string;
}

export interface Payment extends Row {
  debtId: string;
  amount: number;
  currency: string;
  paymentDate: string;
  relatedTransactionId: string | null;
}

export interface Task extends Row {
  status: string;
  goalId: string | null;
  habitId: string | null;
  progressValue: number | null;
}

export interface Goal extends Row {
  metricType: string;
  goalType: string;
  direction: "increase" | "decrease" | "neutral";
  financeMode: "save" | "spend" | "debt_close" | null;
  initialValue: number;
  targetValue: number;
  currentValue: number;
  progressPercent: number;
  linkedBudgetId: string | null;
  linkedDebtId: string | null;
  linkedHabitIds: string[];
  linkedTaskIds: string[];
}

export interface CheckIn extends Row {
  goalId: string;
  value: number;
  mode: "delta" | "absolute";
  sourceType: string;
  sourceId: string | null;
  dateKey: string;
}

export interface Habit extends Row {
  goalId: string | null;
  linkedGoalIds: string[];
  completionMode: string;
  targetPerDay: number | null;
  financeRule: {
    type: string;
    categoryIds?: string[];
    accountIds?: string[];
    minAmount?: number | null;
    amount?: number;
  } | null;
  streakCurrent: number;
  streakBest: number;
  completionRate30d: number;
}

export interface Completion extends Row {
  habitId: string;
  dateKey: string;
  status: "done" | "miss";
  value: number | null;
  isCounted: boolean;
  sourceType: string;
  sourceId: string | null;
}

/** Everything active of one user. */
export interface Snapshot {
  accounts: Account[];
  transactions: Transaction[];
  budgets: Budget[];
  debts: Debt[];
  debtPayments: Payment[];
  tasks: Task[];
  archivedTasks: Task[];
  goals: Goal[];
  goalCheckIns: CheckIn[];
  habits: Habit[];
  habitCompletions: Completion[];
}

async function all<Kind>(actor: Actor, path: string, query = ""): Promise<Kind[]> {
  const rows: Kind[] = [];
  for (let page = 1; ; page += 1) {
    const { data, meta } = await actor.get(`/v1/${path}?limit=100&sortOrder=asc&page=${page}${query}`);
    rows.push(...data);
    if (!meta?.hasMore) return rows;
  }
}

export async function snapshotOf(actor: Actor): Promise<Snapshot> {
  return {
    accounts: await all(actor, "accounts"),
    transactions: await all(actor, "transactions"),
    budgets: await all(actor, "budgets"),
    debts: await all(actor, "debts"),
    debtPayments: await all(actor, "debt-payments"),
    tasks: await all(actor, "tasks"),
    archivedTasks: await all(actor, "tasks", "&showStatus=archived"),
    goals: await all(actor, "goals"),
    goalCheckIns: await all(actor, "goal-check-ins"),
    habits: await all(actor, "habits"),
    habitCompletions: await all(actor, "habit-completions"),
  };
}
