import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { raw, sql } from "../../../engine/sql.ts";
import { isLate, MAY_BE_LATE } from "./rules.ts";
import { tasks } from "./table.ts";

/** Tasks of one user and run; those whose day is over longest come first. */
const TASKS_MAX = 500;

/**
 * Marks tasks as overdue once their day is over for the user. The mark is derived: it is nobody's edit, so it never
 * conflicts with what a device brings later, and `status` under it stays as people set it.
 */
export const overdueTasks: MaintenanceTask = {
  name: "overdue tasks",
  due: `SELECT userId FROM tasks WHERE ${MAY_BE_LATE} AND dueDate < ?1`,
  reads(plan, at) {
    const late = sql`SELECT id FROM tasks
      WHERE userId = ${plan.userId} AND ${raw(MAY_BE_LATE)} AND dueDate < ${at.today}
      ORDER BY dueDate, id LIMIT ${TASKS_MAX}`;
    plan.rowsWhere(tasks, sql`id IN (${late})`);
  },
  apply(work) {
    for (const task of work.all(tasks)) {
      if (task.showStatus === "active" && isLate(task, work.at.today)) work.update(tasks, task.id, { isOverdue: true });
    }
  },
};
