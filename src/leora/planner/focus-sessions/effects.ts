import type { RowOf } from "../../../engine/columns.ts";
import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, raw, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { tasks } from "../tasks/table.ts";
import { countedMinutes, isRunning } from "./rules.ts";
import { focusSessions } from "./table.ts";

type Session = RowOf<typeof focusSessions>;

/** SQL: the user's running session. */
export const RUNNING = "showStatus = 'active' AND status IN ('in_progress', 'paused')";
const runs = ({ status, showStatus }: Session): boolean => showStatus === "active" && isRunning(status);

/** SQL: sessions in which a task was worked on. */
const WORKED = "showStatus = 'active' AND status <> 'canceled'";
const isWorked = ({ status, showStatus }: Session): boolean => showStatus === "active" && status !== "canceled";

/**
 * What writing sessions reads: the running one, the tasks of the sessions, and in what those were worked on last beside
 * these sessions.
 */
export function planSessions(plan: ReadPlan, rows: WrittenRows): void {
  const { userId } = plan;
  const taskIds = rows.values("taskId");
  plan.rowsWhere(focusSessions, raw(RUNNING));
  plan.rows(tasks, taskIds);
  plan.rows(
    focusSessions,
    ifAny(
      taskIds,
      sql`SELECT (
        SELECT s.id FROM focusSessions s
        WHERE s.userId = ${userId} AND s.taskId = worked.taskId AND ${raw(WORKED)} AND s.id NOT IN (${rows.stored})
        ORDER BY s.startedAt DESC, s.id DESC LIMIT 1)
      FROM (SELECT NULL AS taskId WHERE FALSE UNION SELECT * FROM (${taskIds})) worked`,
    ),
  );
}

/** A user does one thing at a time. @throws invalid_state when a session begins to run while another one does */
export function requireAlone(work: UnitOfWork, before: Session | null, after: Session): void {
  if (!runs(after) || (before !== null && runs(before))) return;
  if (work.all(focusSessions).some((one) => one.id !== after.id && runs(one))) {
    throw invalidState("Another focus session is running", "status");
  }
  work.guardCondition("focusSessions.running", {
    sql: `NOT EXISTS (SELECT 1 FROM focusSessions
      WHERE userId = ? AND ${RUNNING} AND id NOT IN (SELECT value FROM json_each(?)))`,
    get params() {
      return [work.user.userId, writtenIds(work)];
    },
  });
}

/** Keeps the total and the last session of the session's task, the one it had and the one it has. */
export function followTasks(work: UnitOfWork, before: Session | null, after: Session): void {
  for (const taskId of new Set([before?.taskId, after.taskId])) {
    if (!taskId || !work.find(tasks, taskId)) continue;
    const minutesOf = (session: Session | null) => (session?.taskId === taskId ? countedMinutes(session) : 0);
    work.add(tasks, taskId, "focusTotalMinutes", minutesOf(after) - minutesOf(before));
    const last = lastOf(work, taskId);
    if (last) work.find(focusSessions, last.id);
    work.update(tasks, taskId, { lastFocusSessionId: last?.id ?? null });
  }
  relyOnLasts(work);
}

function lastOf(work: UnitOfWork, taskId: string): Session | undefined {
  const sessions = work.all(focusSessions).filter((one) => one.taskId === taskId && isWorked(one));
  return sessions.toSorted(byStart).at(-1);
}

const byStart = (a: Session, b: Session): number => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);

/** No task of this write's sessions has a later session than those that the write knows. */
function relyOnLasts(work: UnitOfWork): void {
  work.guardCondition("focusSessions.last", {
    sql: `NOT EXISTS (SELECT 1 FROM json_each(?) j CROSS JOIN focusSessions s
      WHERE s.userId = ? AND s.taskId = j.value ->> 0 AND ${WORKED}
        AND (s.startedAt, s.id) > (j.value ->> 1, j.value ->> 2) AND s.id NOT IN (SELECT value FROM json_each(?)))`,
    get params() {
      const taskIds = new Set(written(work).flatMap(({ before, row }) => [before?.taskId, row.taskId]));
      const lasts = [...taskIds].flatMap((taskId) => {
        const last = typeof taskId === "string" ? lastOf(work, taskId) : undefined;
        return typeof taskId === "string" ? [[taskId, last?.startedAt ?? 0, last?.id ?? ""]] : [];
      });
      return [JSON.stringify(lasts), work.user.userId, writtenIds(work)];
    },
  });
}

const written = (work: UnitOfWork) => work.writtenTo(focusSessions);

/** The commit holds what it writes still by itself. */
const writtenIds = (work: UnitOfWork): string => JSON.stringify(written(work).map(({ row }) => row.id));
