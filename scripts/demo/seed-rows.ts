import { v7 as newId } from "uuid";
import { entryOf, type Line, readHousehold } from "./household.ts";
import type { Fields } from "./replica.ts";

/** A row as a phone sends it (docs/sync.md). */
export interface Change {
  entity: string;
  id: string;
  operation: "create";
  data: Fields;
  localUpdatedAt: string;
  idempotencyKey: string;
}

const DAY_MS = 86_400_000;
/** The last day of household.csv. */
const LAST_DAY = "2026-10-31";
const ZONE = "Asia/Tashkent";

/** The household's month as if it had ended this week, on the same days of the week, and what the family is up to. */
export function changesOf(now: Date): Change[] {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(now);
  const changes: Change[] = [];
  const create = (entity: string, data: Fields): string => {
    const id = newId();
    changes.push({ entity, id, operation: "create", data, localUpdatedAt: now.toISOString(), idempotencyKey: id });
    return id;
  };

  const accounts = new Map<string, string>();
  const weeks = Math.floor((Date.parse(today) - Date.parse(LAST_DAY)) / (7 * DAY_MS));
  for (const line of readHousehold()) {
    const id = create(...entryOf(moved(line, weeks * 7), accounts));
    if (line.kind === "account") accounts.set(line.name, id);
  }
  createPlans(create, today, accounts.get("Humo karta") ?? "");
  return changes;
}

/** What household.csv has not: budgets, a debt, a goal, and habits with their days. */
function createPlans(create: (entity: string, data: Fields) => string, today: string, card: string): void {
  const budget = { budgetType: "category", currency: "UZS", periodType: "monthly", notifyOnExceed: true };
  create("budgets", { ...budget, name: "Oziq-ovqat", categoryIds: ["food"], limitAmount: 6_000_000 });
  create("budgets", { ...budget, name: "Транспорт", categoryIds: ["transport"], limitAmount: 1_500_000 });

  const counterpartyId = create("counterparties", { displayName: "Jasur aka", phoneNumber: "+998 90 123-45-67" });
  create("debts", {
    direction: "they_owe_me",
    counterpartyId,
    counterpartyName: "Jasur aka",
    description: "Remont uchun",
    principalAmount: 3_000_000,
    principalCurrency: "UZS",
    startDate: dayAfter(today, -20),
    dueDate: dayAfter(today, 40),
    lentFromAccountId: card,
  });

  const goalId = create("goals", {
    title: "Зимние шины",
    goalType: "financial",
    metricType: "amount",
    direction: "increase",
    targetValue: 3_600_000,
    currency: "UZS",
    targetDate: dayAfter(today, 30),
  });
  create("goalCheckIns", { goalId, value: 800_000, note: "задаток" });

  const habit = { habitType: "health", difficulty: "easy", challengeLengthDays: 30 };
  const running = create("habits", {
    ...habit,
    title: "Ertalab yugurish",
    completionMode: "numeric",
    targetPerDay: 3,
    unit: "km",
  });
  const reading = create("habits", {
    ...habit,
    title: "Kitob o'qish",
    habitType: "education",
    completionMode: "boolean",
  });
  for (let days = 0; days < 21; days += 1) {
    const dateKey = dayAfter(today, -days);
    // Every third day is for rest.
    if (days % 3 !== 2) create("habitCompletions", { habitId: running, dateKey, value: 3 + (days % 2) });
    if (days !== 8) create("habitCompletions", { habitId: reading, dateKey });
  }
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The line so many days later, and the month in its texts with it. */
function moved(line: Line, days: number): Line {
  if (line.date === "") return line;
  const date = dayAfter(line.date, days);
  const named = (text: string): string =>
    text.replace("oktabr", monthOf(date, "uz")).replace("октябрь", monthOf(date, "ru"));
  return { ...line, date, name: named(line.name), notes: named(line.notes) };
}

const monthOf = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(new Date(day)).toLowerCase();
