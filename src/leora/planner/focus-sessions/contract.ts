import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { day, exampleIdOf, idOf, instant, moment, note } from "../../../kernel/contract.ts";
import { FOCUS_STATUSES } from "./rules.ts";

const MINUTES_MAX = 100_000_000;
const PAUSED_MS_MAX = MINUTES_MAX * 60_000;
const EPOCH = Date.parse("2000-01-01T00:00:00.000Z");
/** A session that is finished, so that the example of `FocusSessionStart` can run: only one session of a user does. */
const EXAMPLE = {
  plannedMinutes: 25,
  notes: "Yaxshi session bo'ldi",
  status: "completed",
  startedAt: "2026-01-15T09:00:00.000Z",
  endedAt: "2026-01-15T09:28:00.000Z",
  pausedMs: 300_000,
  actualMinutes: 23,
  interruptionsCount: 1,
};

const FocusSessionStatus = z.enum(FOCUS_STATUSES).meta({ id: "FocusSessionStatus" });

const minutes = (example: number) => z.int().min(0).max(MINUTES_MAX).meta({ example });
const plannedMinutes = z.int().min(1).max(1440).meta({ example: 25 });
const notes = note(10_000, EXAMPLE.notes);
const since2000 = () =>
  moment()
    .refine((ms) => ms >= EPOCH, "Must not be before the year 2000")
    .meta({ example: EXAMPLE.startedAt, format: "date-time" });

const optional = {
  taskId: idOf("Task").nullish(),
  goalId: idOf("Goal").nullish(),
  notes: notes.nullish(),
};

/** When a session ran that a device kept offline; what is left out follows from the moment of the write. */
const timing = {
  status: FocusSessionStatus.optional(),
  startedAt: since2000().optional(),
  endedAt: since2000().meta({ example: EXAMPLE.endedAt }).nullish(),
  pausedAt: since2000().nullish(),
  pausedMs: z.int().min(0).max(PAUSED_MS_MAX).meta({ example: 300_000 }).optional(),
  actualMinutes: minutes(23).optional(),
  interruptionsCount: z.int().min(0).max(100_000).meta({ example: 1 }).optional(),
};

export const FocusSessionCreate = creation("FocusSession", { plannedMinutes, ...optional, ...timing }, EXAMPLE);
export const FocusSessionPatch = changes(
  "FocusSession",
  { plannedMinutes, ...optional, ...timing },
  { plannedMinutes: 50, notes: "Ikkinchi bob ham" },
);

export const FocusStart = z.object({ id: idOf("FocusSession").optional(), plannedMinutes, ...optional }).meta({
  id: "FocusSessionStart",
  example: { id: exampleIdOf("FocusSession"), plannedMinutes: 25 },
});
export const FocusCompletion = z
  .object({ actualMinutes: minutes(23).nullish(), notes: notes.nullish() })
  .meta({ id: "FocusSessionCompletion" });

export const FocusSessionView = view(
  "FocusSession",
  {
    taskId: idOf("Task").nullable(),
    goalId: idOf("Goal").nullable(),
    plannedMinutes,
    actualMinutes: minutes(23),
    status: FocusSessionStatus,
    startedAt: instant(),
    endedAt: instant().nullable(),
    interruptionsCount: z.int(),
    notes: z.string().nullable(),
    pausedAt: instant().nullable(),
    pausedMs: z.int(),
    dateKey: day(),
  },
  { ...EXAMPLE, dateKey: "2026-01-15" },
);

const sum = (example: number) => z.int().meta({ example });

const Today = z
  .object({ totalMinutes: sum(120), sessionsCount: sum(5), completedCount: sum(4) })
  .meta({ id: "FocusStatsToday" });
const Week = z.object({ totalMinutes: sum(840), sessionsCount: sum(35) }).meta({ id: "FocusStatsWeek" });
const Month = z
  .object({ totalMinutes: sum(3200), avgPerDay: z.number().meta({ example: 106.7 }) })
  .meta({ id: "FocusStatsMonth" });
const Day = z
  .object({ date: day(), totalMinutes: sum(120), sessionsCount: sum(5), completedCount: sum(4) })
  .meta({ id: "FocusStatsDay" });

export const FocusStats = z
  .object({ today: Today, thisWeek: Week, thisMonth: Month, byDay: z.array(Day) })
  .meta({ id: "FocusStats" });
