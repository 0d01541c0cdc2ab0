import type { z } from "zod";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import type { Reminder } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { addDays, Moment, zonedToInstant } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import type { HabitView } from "./contract.ts";
import { type Habit, habitEntity } from "./entity.ts";
import { REMINDING } from "./kinds.ts";
import { isItsWeekday } from "./rules.ts";
import { habits } from "./table.ts";

/** Reminders are set for these days; the last one asks for more. Any weekday comes twice. */
const DAYS_AHEAD = 14;

type Remindable = z.output<typeof HabitView>;

/** The reminders of a changed habit (spec 6.3 `reminder`): on its days at its time, but not today once that is done. */
export function habitReminders({ entity, data }: Change, principal: Principal, now: number): Reminder[] {
  return entity === "habits"
    ? remindersOf(unsafeCast<Remindable>(data), principal, new Moment(now, principal.timezone))
    : [];
}

function remindersOf(habit: Remindable, user: Principal, { today, timezone }: Moment): Reminder[] {
  const { reminderMinutes } = profileOf(user);
  const { id, title, reminderEnabled } = habit;
  const isOver = habit.countingType === "create" && habit.isDoneToday;
  const time = habit.reminderTime ?? habit.timeOfDay;
  // A tombstone has no fields but its id and showStatus.
  if (reminderMinutes === null || !reminderEnabled || time === null) return [];
  if (habit.showStatus !== "active" || habit.status !== "active") return [];
  const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index)).filter(
    (day) => isItsWeekday(habit, day) && !(day === today && isOver),
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
  const rows = await ctx.db.all(sql.where(ctx.userId, REMINDING));
  return rows
    .flatMap((row) => remindersOf(habitEntity.view(unsafeCast<Habit>(sql.decode(row)), at), principal, at))
    .filter((reminder) => reminder.at > ctx.now);
}
