import type { z } from "zod";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import type { Reminder } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { addDays, UserMoment, zonedToInstant } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { wantedReminders } from "../../profile.ts";
import type { HabitView } from "./contract.ts";
import { habitEntity } from "./entity.ts";
import { isWeekdayOf } from "./schedule.ts";
import { HAS_ACTIVE_REMINDER, type Habit, habits } from "./table.ts";

/** For how many days reminders are set at a time; the last one makes the hub ask for more. Each weekday comes twice. */
const DAYS_AHEAD = LIMITS.planner.reminderDays;

/** The reminders of a changed habit (spec 6.3 `reminder`): at its time on each of its days, except a today that is done. */
export function habitReminders({ entity, data }: Change, principal: Principal, now: number): Reminder[] {
  return entity === "habits"
    ? remindersOf(unsafeCast<z.output<typeof HabitView>>(data), principal, new UserMoment(now, principal))
    : [];
}

function remindersOf(habit: z.output<typeof HabitView>, user: Principal, { today, timezone }: UserMoment): Reminder[] {
  const { id, title, reminderEnabled } = habit;
  const isTodayDone = habit.countingType === "create" && habit.isDoneToday;
  const time = habit.reminderTime ?? habit.timeOfDay;
  // A tombstone has no fields but its id and showStatus.
  if (!wantedReminders(user).habits || !reminderEnabled || time === null) return [];
  if (habit.showStatus !== "active" || habit.status !== "active") return [];
  const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index)).filter(
    (day) => isWeekdayOf(habit, day) && !(day === today && isTodayDone),
  );
  return days.map((day, index) => ({
    entity: "habits",
    at: zonedToInstant(day, time, timezone),
    data: { type: "habit", id, title, dueIn: 0 },
    ...(index === days.length - 1 && { hasMore: true as const }),
  }));
}

/** Reminders of all habits for the next days, in the user's zone; one D1 call. */
export async function upcomingHabitReminders(ctx: Context): Promise<Reminder[]> {
  const [principal, at] = [await ctx.principal(), await momentOf(ctx)];
  const sql = tableSql(habits);
  const rows = await ctx.db.all(sql.where(ctx.owner, HAS_ACTIVE_REMINDER));
  const views = rows.map((row) => habitEntity.view(unsafeCast<Habit>(sql.decode(row)), at));
  return views.flatMap((view) => remindersOf(view, principal, at)).filter((reminder) => reminder.at > ctx.now);
}
