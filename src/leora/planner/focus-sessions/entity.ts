import type { OwnColumns, RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../engine/list.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day, definedFields, uuid } from "../../../kernel/contract.ts";
import { dayOf, toIso } from "../../../kernel/time.ts";
import { tasks } from "../tasks/table.ts";
import { FocusSessionCreate, FocusSessionPatch, FocusSessionView } from "./contract.ts";
import { followTasks, planSessions, requireAlone } from "./effects.ts";
import { timingAfter } from "./rules.ts";
import { focusSessions } from "./table.ts";

export type FocusSession = RowOf<typeof focusSessions>;
type Own = OwnColumns<typeof focusSessions>;

/** Spec 3.4. */
export const focusSessionEntity = defineEntity({
  name: "focusSessions",
  table: focusSessions,
  contract: { create: FocusSessionCreate, patch: FocusSessionPatch, view: FocusSessionView },
  links: { taskId: "tasks", goalId: "goals" },
  derived: ["dateKey"],
  list: {
    filters: {
      status: equals(FocusSessionView.shape.status, "status"),
      taskId: equals(uuid(), "taskId"),
      goalId: equals(uuid(), "goalId"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["startedAt"],
  },

  search: ({ notes }) => [notes],

  reads: planSessions,

  create(work, input): Own {
    const taskId = input.taskId ?? null;
    const task = taskId === null ? undefined : work.find(tasks, taskId);
    return {
      taskId,
      goalId: input.goalId ?? task?.goalId ?? null,
      plannedMinutes: input.plannedMinutes,
      interruptionsCount: input.interruptionsCount ?? 0,
      notes: input.notes ?? null,
      ...clock(work, null, input),
    };
  },

  update(work, row, patch) {
    const { showStatus: _kernel, status, startedAt, endedAt, pausedAt, pausedMs, actualMinutes, ...plain } = patch;
    const stated = { status, startedAt, endedAt, pausedAt, pausedMs, actualMinutes };
    return { ...definedFields(plain), ...clock(work, row, stated) };
  },

  effects(work, before, after) {
    requireAlone(work, before, after);
    followTasks(work, before, after);
  },

  view: (row) => ({
    ...commonView(row),
    taskId: row.taskId,
    goalId: row.goalId,
    plannedMinutes: row.plannedMinutes,
    actualMinutes: row.actualMinutes,
    status: row.status,
    startedAt: toIso(row.startedAt),
    endedAt: row.endedAt === null ? null : toIso(row.endedAt),
    interruptionsCount: row.interruptionsCount,
    notes: row.notes,
    pausedAt: row.pausedAt === null ? null : toIso(row.pausedAt),
    pausedMs: row.pausedMs,
    dateKey: row.dateKey,
  }),
});

/** The columns of the clock. A session stays on its day, whatever zone its user is in now, unless it starts anew. */
function clock(work: UnitOfWork, row: FocusSession | null, stated: Parameters<typeof timingAfter>[1]) {
  const timing = timingAfter(row, stated, work.now);
  const isSameStart = row?.startedAt === timing.startedAt;
  return { ...timing, dateKey: isSameStart ? row.dateKey : dayOf(timing.startedAt, work.user.timezone) };
}
