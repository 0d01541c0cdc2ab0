import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Reminder } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { addDays, dayOf } from "../../../kernel/time.ts";
import { wantedReminders } from "../../profile.ts";
import type { Task } from "./entity.ts";
import { reminderAt } from "./rules.ts";
import { tasks } from "./table.ts";

// A task with a day and a time reminds its user so many minutes before, as the user's settings say (spec 6.3, event `reminder`).

/** What of a task, stored or as on the wire, its reminder is made of. */
type TaskWithTime = Parameters<typeof reminderAt>[0] & Pick<Task, "id" | "title" | "showStatus">;

/** The reminder of a changed task; none when it is completed, canceled, archived or deleted, or lacks a day or a time. */
export function taskReminders({ entity, data }: Change, user: Principal): Reminder[] {
  return entity === "tasks" ? remindersOf(unsafeCast<TaskWithTime>(data), user) : [];
}

function remindersOf(task: TaskWithTime, user: Principal): Reminder[] {
  const { taskMinutes } = wantedReminders(user);
  if (taskMinutes === null || task.showStatus !== "active") return [];
  const at = reminderAt(task, taskMinutes, user.timezone);
  if (at === null) return [];
  const { id, title } = task;
  return [{ entity: "tasks", at, data: { type: "task", id, title, dueIn: taskMinutes } }];
}

/** Reminders after `ctx.now` of all open tasks, in the user's zone; one D1 call. */
export async function upcomingTaskReminders(ctx: Context): Promise<Reminder[]> {
  const user = await ctx.principal();
  const today = dayOf(ctx.now, user.timezone);
  const sql = tableSql(tasks);
  // A reminder comes before its task, so tasks of days that are over have none to come; yesterday is included as a margin.
  const rows = await ctx.db.all(
    sql.where(ctx.owner, "showStatus = 'active' AND dueDate >= ?2 AND timeOfDay IS NOT NULL", addDays(today, -1)),
  );
  return rows
    .flatMap((row) => remindersOf(unsafeCast<Task>(sql.decode(row)), user))
    .filter((reminder) => reminder.at > ctx.now);
}
