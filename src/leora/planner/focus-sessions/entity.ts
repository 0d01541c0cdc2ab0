import type { RowOf } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { atLeast, atMost, equals, linksTo } from "../../../engine/list.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day } from "../../../kernel/contract.ts";
import { dayOf, toIso } from "../../../kernel/time.ts";
import { tasks } from "../tasks/table.ts";
import { FocusSessionCreate, FocusSessionPatch, FocusSessionView } from "./contract.ts";
import { planSessions } from "./reads.ts";
import { type StatedTiming, timingAfter } from "./rules.ts";
import { requireNoOtherRunning } from "./running.ts";
import { focusSessions } from "./table.ts";
import { updateTaskFocus } from "./task-focus.ts";

export type FocusSession = RowOf<typeof focusSessions>;

/** Focus sessions (spec 3.4). A user has at most one that runs, and its minutes count for its task. */
export const focusSessionEntity = defineEntity({
  name: "focusSessions",
  table: focusSessions,
  contract: { create: FocusSessionCreate, patch: FocusSessionPatch, view: FocusSessionView },
  links: { taskId: "tasks", goalId: "goals" },
  derived: ["dateKey"],
  list: {
    filters: {
      status: equals(FocusSessionView.shape.status, "status"),
      taskId: linksTo("taskId"),
      goalId: linksTo("goalId"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["startedAt"],
  },

  search: ({ notes }) => [notes],

  reads: planSessions,

  create(work, input) {
    const task = input.taskId ? work.find(tasks, input.taskId) : undefined;
    return newRow(focusSessions, input, {
      goalId: input.goalId ?? task?.goalId ?? null,
      interruptionsCount: input.interruptionsCount ?? 0,
      ...timingColumns(work, null, input),
    });
  },

  update: (work, row, patch) => changedFields(focusSessions, patch, timingColumns(work, row, patch)),

  effects(work, before, after) {
    requireNoOtherRunning(work, before, after);
    updateTaskFocus(work, before, after);
  },

  view: (row) => ({
    startedAt: toIso(row.startedAt),
    endedAt: row.endedAt === null ? null : toIso(row.endedAt),
    pausedAt: row.pausedAt === null ? null : toIso(row.pausedAt),
  }),
});

/**
 * The columns that say when a session ran. It belongs to the day of its start in the zone that its user had then; that day
 * stays when the user moves to another zone, unless `startedAt` changes.
 */
function timingColumns(work: UnitOfWork, row: FocusSession | null, stated: StatedTiming) {
  const timing = timingAfter(row, stated, work.now);
  const isSameStart = row?.startedAt === timing.startedAt;
  return { ...timing, dateKey: isSameStart ? row.dateKey : dayOf(timing.startedAt, work.user.timezone) };
}
