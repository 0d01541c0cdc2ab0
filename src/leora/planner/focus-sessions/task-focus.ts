import type { RowOf } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { tasks } from "../tasks/table.ts";
import { COUNTS_AS_WORK, countedMinutes, countsAsWork } from "./rules.ts";
import { writtenSessionIds } from "./running.ts";
import { focusSessions } from "./table.ts";

// A task shows how many minutes its sessions took (`focusTotalMinutes`), and its session that started last
// (`lastFocusSessionId`). Both change in the same write as the session.

type FocusSession = RowOf<typeof focusSessions>;

/** Updates the task that the session had, and the one that it has now. */
export function updateTaskFocus(work: UnitOfWork, before: FocusSession | null, after: FocusSession): void {
  for (const taskId of new Set([before?.taskId, after.taskId])) {
    if (!taskId || !work.find(tasks, taskId)) continue;
    const minutesOf = (session: FocusSession | null) => (session?.taskId === taskId ? countedMinutes(session) : 0);
    work.add(tasks, taskId, "focusTotalMinutes", minutesOf(after) - minutesOf(before));
    const last = lastSessionOf(work, taskId);
    // Guards it: when somebody edits or deletes the last session meanwhile, this write starts again.
    if (last) work.find(focusSessions, last.id);
    work.update(tasks, taskId, { lastFocusSessionId: last?.id ?? null });
  }
  guardLastSessions(work);
}

/** The latest of the task's sessions in memory; `planSessions` has read the latest stored one. */
function lastSessionOf(work: UnitOfWork, taskId: string): FocusSession | undefined {
  const sessions = work.all(focusSessions).filter((session) => session.taskId === taskId && countsAsWork(session));
  return sessions.toSorted(byStart).at(-1);
}

const byStart = (a: FocusSession, b: FocusSession): number => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);

/** The commit fails when a task of this write's sessions has by then a later session than those in memory. */
function guardLastSessions(work: UnitOfWork): void {
  // Parameters: lists of task, start (UTC ms) and id of its last session as JSON; user; ids of the sessions that this unit
  // writes as a JSON list. They are read at the commit, when the unit has written everything.
  work.guardCondition("focusSessions.last", {
    sql: `NOT EXISTS (SELECT 1 FROM json_each(?) j
      CROSS JOIN focusSessions s INDEXED BY focusSessions_taskId_startedAt
      WHERE s.owner = ? AND s.taskId = j.value ->> 0 AND ${COUNTS_AS_WORK}
        AND (s.startedAt, s.id) > (j.value ->> 1, j.value ->> 2) AND s.id NOT IN (SELECT value FROM json_each(?)))`,
    get params() {
      return [JSON.stringify(lastSessions(work)), work.user.owner, writtenSessionIds(work)];
    },
  });
}

type LastSession = readonly [taskId: string, startedAt: number, sessionId: string];

/** The last session, with ids as they are stored, of each task of the sessions that this unit writes. */
function lastSessions(work: UnitOfWork): LastSession[] {
  const taskIds = new Set(work.writtenTo(focusSessions).flatMap(({ before, row }) => [before?.taskId, row.taskId]));
  return [...taskIds].flatMap((taskId): LastSession[] => {
    if (typeof taskId !== "string") return [];
    const last = lastSessionOf(work, taskId);
    return [[storedId(taskId), last?.startedAt ?? 0, last ? storedId(last.id) : ""]];
  });
}
