import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, raw, sql } from "../../../engine/sql.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import { tasks } from "../tasks/table.ts";
import { COUNTS_AS_WORK, IS_RUNNING } from "./rules.ts";
import { focusSessions } from "./table.ts";

/**
 * What writing sessions reads: the user's running session, the tasks of the written sessions, and for each of these tasks
 * the latest other session. That one becomes the task's last session when a written one moves away or is deleted.
 */
export function planSessions(plan: ReadPlan, rows: WrittenRows): void {
  const { owner } = plan;
  const taskIds = rows.values("taskId");
  plan.rowsWhere(focusSessions, raw(IS_RUNNING));
  plan.rows(tasks, taskIds);
  plan.rows(
    focusSessions,
    ifAny(
      taskIds,
      // The empty SELECT names the column of `taskIds`. Left to itself, SQLite goes through all active sessions of the user.
      sql`SELECT (
        SELECT s.id FROM focusSessions s INDEXED BY focusSessions_taskId_startedAt
        WHERE s.owner = ${owner} AND s.taskId = written.taskId AND ${raw(COUNTS_AS_WORK)} AND s.id NOT IN (${rows.stored})
        ORDER BY s.startedAt DESC, s.id DESC LIMIT 1)
      FROM (SELECT NULL AS taskId WHERE FALSE UNION SELECT * FROM (${taskIds})) written`,
    ),
  );
}
