import type { ReminderSource } from "../kernel/hub/product.ts";
import { debtReminders, upcomingDebtReminders } from "./finance/debts/reminders.ts";
import { completedDigest, habitDigests, upcomingHabitDigests } from "./planner/habits/digests.ts";
import { habitReminders, upcomingHabitReminders } from "./planner/habits/reminders.ts";
import { taskReminders, upcomingTaskReminders } from "./planner/tasks/reminders.ts";

/** The features with reminders. `upcoming` of each costs one D1 call. */
const SOURCES: readonly ReminderSource[] = [
  { entities: ["tasks"], of: taskReminders, upcoming: upcomingTaskReminders },
  { entities: ["habits"], of: habitReminders, upcoming: upcomingHabitReminders },
  { entities: ["habits"], of: habitDigests, upcoming: upcomingHabitDigests },
  { entities: ["debts"], of: debtReminders, upcoming: upcomingDebtReminders },
];

/** Leora's reminders, which the user's hub schedules and sends: of tasks, habits and debts. */
export const reminders: ReminderSource = {
  entities: [...new Set(SOURCES.flatMap(({ entities }) => entities))],
  of: (change, principal, now) => SOURCES.flatMap((source) => source.of(change, principal, now)),
  completed: completedDigest,
  upcoming: async (ctx) => (await Promise.all(SOURCES.map((source) => source.upcoming(ctx)))).flat(),
};
