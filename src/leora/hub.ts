import type { HubProduct } from "../kernel/hub.ts";
import { loadSession } from "./identity/service.ts";
import { taskReminders, upcomingTaskReminders } from "./planner/tasks/reminders.ts";
import { registry } from "./registry.ts";
import { cursorAt, currentCursor } from "./sync/cursor.ts";
import { pullForSocket } from "./sync/pull.ts";
import { push } from "./sync/push.ts";

/** What a Leora user's hub needs to know of Leora. */
export const leoraHub: HubProduct = {
  registry,
  loadSession,
  commands: { "sync.push": push },
  remindersOf: taskReminders,
  upcomingReminders: upcomingTaskReminders,
  currentCursor,
  cursorAt,
  pull: pullForSocket,
};
