import { v7 as newId } from "uuid";

// One usual row of each synced entity, as a phone creates it. A row links to those that its user created last, and entities
// that others link to come first.

type Fields = Record<string, unknown>;

/** The id of the row that the user created last, by entity. */
export type Newest = Readonly<Record<string, string>>;

const day = (index: number): string =>
  `2026-${String(1 + (index % 12)).padStart(2, "0")}-${String(1 + (index % 28)).padStart(2, "0")}`;

/** Another day for each number: a habit has one completion a day. */
const pastDay = (index: number): string =>
  new Date(Date.UTC(2026, 9, 30) - index * 86_400_000).toISOString().slice(0, 10);

/** By entity: the fields of its row number `index`. */
export const SAMPLES: Readonly<Record<string, (index: number, newest: Newest) => Fields>> = {
  accounts: (index) => ({ name: `Humo ${index}`, accountType: "card", currency: "UZS", initialBalance: 1_000_000_000 }),
  counterparties: (index) => ({ displayName: `Dilshod Rahimov ${index}`, comment: "qo'shni" }),
  goals: (index) => ({
    title: `Toyota Cobalt, ${index}`,
    goalType: "financial",
    metricType: "amount",
    direction: "increase",
    targetValue: 150_000_000,
    currency: "UZS",
    targetDate: day(index),
    milestones: [{ title: "Birinchi to'lov", targetPercent: 25 }],
  }),
  habits: (index) => ({
    title: `Ertalabki yugurish, ${index}`,
    habitType: "health",
    completionMode: "boolean",
    frequency: "daily",
    timeOfDay: "06:30",
  }),
  budgets: (index) => ({
    name: `Oziq-ovqat, ${index}`,
    budgetType: "category",
    categoryIds: [`category-${index}`],
    currency: "UZS",
    limitAmount: 2_500_000,
    periodType: "monthly",
  }),
  debts: (index) => ({
    direction: "they_owe_me",
    counterpartyName: `Aziz ${index}`,
    principalAmount: 1_500_000,
    principalCurrency: "UZS",
    startDate: "2025-12-05",
    dueDate: day(index),
  }),
  debtPayments: (_, newest) => ({ debtId: newest.debts, amount: 1000, currency: "UZS", paymentDate: "2026-02-01" }),
  tasks: (index) => ({
    title: `Chorsu bozoriga borish, ${index}`,
    priority: "medium",
    dueDate: day(index),
    timeOfDay: "09:00",
    estimatedMinutes: 60,
  }),
  transactions: (index, newest) => ({
    type: "expense",
    accountId: newest.accounts,
    amount: 18_500 + 250 * index,
    currency: "UZS",
    categoryId: "food",
    subcategoryId: "groceries",
    name: "Korzinka",
    date: day(index),
  }),
  focusSessions: (_, newest) => ({ taskId: newest.tasks, plannedMinutes: 25, actualMinutes: 25, status: "completed" }),
  habitCompletions: (index, newest) => ({ habitId: newest.habits, dateKey: pastDay(index), status: "done" }),
  goalCheckIns: (index, newest) => ({ goalId: newest.goals, value: 1000 + index, note: "oylikdan" }),
  recurrences: (index) => ({
    entity: "tasks",
    template: { title: `Ijara haqi, ${index}`, priority: "high" },
    rrule: "FREQ=MONTHLY;BYMONTHDAY=5",
    startDate: "2126-01-05",
  }),
  notifications: (index) => ({
    kind: "budget_exceeded",
    title: `Oziq-ovqat byudjeti ${index}`,
    entity: "budgets",
    entityId: newId(),
    data: { limit: 2_500_000, spent: 2_600_000, currency: "UZS" },
  }),
};
