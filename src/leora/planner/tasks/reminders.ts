import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Reminder } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { addDays, dayOf } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import type { Task } from "./entity.ts";
import { reminderAt } from "./rules.ts";
import { tasks } from "./table.ts";

type Remindable = Parameters<typeof reminderAt>[0] & Pick<Task, "id" | "title" | "showStatus">;

/** The reminder of a changed task (spec 6.3 `reminder`); none when it is done, gone, archived, or has no time of day. */
export function taskReminders({ entity, data }: Change, principal: Principal): Reminder[] {
  return entity === "tasks" ? remindersOf(unsafeCast<Remindable>(data), principal) : [];
}

function remindersOf(task: Remindable, user: Principal): Reminder[] {
  const { timezone } = user;
  const { reminderMinutes } = profileOf(user);
  if (reminderMinutes === null || task.showStatus !== "active") return [];
  const at = reminderAt(task, reminderMinutes, timezone);
  if (at === null) return [];
  const { id, title } = task;
  return [{ entity: "tasks", at, data: { type: "task", id, title, dueIn: reminderMinutes } }];
}

/** Reminders of all open tasks from today on, in the user's zone; one D1 call. */
export async function upcomingTaskReminders(ctx: Context): Promise<Reminder[]> {
  const principal = await ctx.principal();
  const today = dayOf(ctx.now, principal.timezone);
  const sql = tableSql(tasks);
  // Reminders may lie up to a week before their task, so tasks of the past are the only ones that cannot remind.
  const rows = await ctx.db.all(
    sql.where(ctx.userId, "showStatus = 'active' AND dueDate >= ?2 AND timeOfDay IS NOT NULL", addDays(today, -1)),
  );
  return rows
    .flatMap((row) => remindersOf(unsafeCast<Task>(sql.decode(row)), principal))
    .filter((reminder) => reminder.at > ctx.now);
}
