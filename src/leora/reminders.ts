import type { ReminderSource } from "../kernel/hub/product.ts";
import { debtReminders, upcomingDebtReminders } from "./finance/debts/reminders.ts";
import { habitReminders, upcomingHabitReminders } from "./planner/habits/reminders.ts";
import { taskReminders, upcomingTaskReminders } from "./planner/tasks/reminders.ts";

/** Each asks D1 once for what is upcoming. */
const SOURCES: readonly ReminderSource[] = [
  { of: taskReminders, upcoming: upcomingTaskReminders },
  { of: habitReminders, upcoming: upcomingHabitReminders },
  { of: debtReminders, upcoming: upcomingDebtReminders },
];

/** All of Leora's reminders: of tasks, habits and debts. */
export const reminders: ReminderSource = {
  of: (change, principal, now) => SOURCES.flatMap((source) => source.of(change, principal, now)),
  upcoming: async (ctx) => (await Promise.all(SOURCES.map((source) => source.upcoming(ctx)))).flat(),
};
