import type { Change } from "../kernel/change.ts";
import type { Context } from "../kernel/context.ts";
import type { Reminder } from "../kernel/hub/product.ts";
import type { Principal } from "../kernel/principal.ts";
import { debtReminders, upcomingDebtReminders } from "./finance/debts/reminders.ts";
import { habitReminders, upcomingHabitReminders } from "./planner/habits/reminders.ts";
import { taskReminders, upcomingTaskReminders } from "./planner/tasks/reminders.ts";

/** Something that reminds its user at set moments. */
export interface ReminderSource {
  /** The reminders that a changed row stands for; none of rows of other entities. */
  of(change: Change, principal: Principal, now: number): Reminder[];
  /** All reminders after `ctx.now`, from D1; one call. */
  upcoming(ctx: Context): Promise<Reminder[]>;
}

const SOURCES: readonly ReminderSource[] = [
  { of: taskReminders, upcoming: upcomingTaskReminders },
  { of: habitReminders, upcoming: upcomingHabitReminders },
  { of: debtReminders, upcoming: upcomingDebtReminders },
];

export const remindersOf = (change: Change, principal: Principal, now: number): Reminder[] =>
  SOURCES.flatMap((source) => source.of(change, principal, now));

export async function upcomingReminders(ctx: Context): Promise<Reminder[]> {
  return (await Promise.all(SOURCES.map((source) => source.upcoming(ctx)))).flat();
}
