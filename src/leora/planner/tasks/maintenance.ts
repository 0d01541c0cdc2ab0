import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { raw, sql } from "../../../engine/sql.ts";
import { LIMITS } from "../../../limits.ts";
import { isPastDue, MAY_BECOME_OVERDUE } from "./rules.ts";
import { tasks } from "./table.ts";

/**
 * Marks tasks as overdue once their day is over for the user, those whose day has been over for longest first. The mark is a derived column, so it counts as nobody's edit
 * and conflicts with none; `status` keeps what people set.
 */
export const markOverdueTasks: MaintenanceTask = {
  name: "overdue tasks",
  due: `SELECT owner FROM tasks WHERE ${MAY_BECOME_OVERDUE} AND dueDate < ?1`,
  reads(plan, at) {
    const overdueIds = sql`SELECT id FROM tasks
      WHERE owner = ${plan.owner} AND ${raw(MAY_BECOME_OVERDUE)} AND dueDate < ${at.today}
      ORDER BY dueDate, id LIMIT ${LIMITS.planner.overdueTasks}`;
    plan.rowsWhere(tasks, sql`id IN (${overdueIds})`);
  },
  apply(work) {
    for (const task of work.all(tasks)) {
      const isOverdue = task.showStatus === "active" && isPastDue(task, work.at.today);
      if (isOverdue) work.update(tasks, task.id, { isOverdue });
    }
  },
};
