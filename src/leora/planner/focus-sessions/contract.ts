import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { day, instant, moment, note, uuid } from "../../../kernel/contract.ts";
import { FOCUS_STATUSES } from "./rules.ts";

const MINUTES_MAX = 100_000_000;
const PAUSED_MS_MAX = MINUTES_MAX * 60_000;
const EPOCH = Date.parse("2000-01-01T00:00:00.000Z");

const minutes = (example: number) => z.int().min(0).max(MINUTES_MAX).meta({ example });
const plannedMinutes = z.int().min(1).max(1440).meta({ example: 25 });
const status = z.enum(FOCUS_STATUSES).meta({ example: "in_progress" });
const notes = note(10_000, "Yaxshi session bo'ldi");
const since2000 = () =>
  moment()
    .refine((ms) => ms >= EPOCH, "Must not be before the year 2000")
    .meta({ example: "2026-12-17T10:00:00.000Z", format: "date-time" });

const optional = {
  taskId: uuid().nullish(),
  goalId: uuid().nullish(),
  notes: notes.nullish(),
};

/** When a session ran that a device kept offline; what is left out follows from the moment of the write. */
const timing = {
  status: status.optional(),
  startedAt: since2000().optional(),
  endedAt: since2000().nullish(),
  pausedAt: since2000().nullish(),
  pausedMs: z.int().min(0).max(PAUSED_MS_MAX).meta({ example: 300_000 }).optional(),
  actualMinutes: minutes(23).optional(),
  interruptionsCount: z.int().min(0).max(100_000).meta({ example: 1 }).optional(),
};

export const FocusSessionCreate = creation("FocusSession", { plannedMinutes, ...optional, ...timing });
export const FocusSessionPatch = changes("FocusSession", { plannedMinutes, ...optional, ...timing });

export const FocusStart = creation("FocusSessionStart", { plannedMinutes, ...optional });
export const FocusCompletion = z.object({ actualMinutes: minutes(23).nullish(), notes: notes.nullish() });

export const FocusSessionView = view("FocusSession", {
  taskId: uuid().nullable(),
  goalId: uuid().nullable(),
  plannedMinutes,
  actualMinutes: minutes(23),
  status,
  startedAt: instant(),
  endedAt: instant().nullable(),
  interruptionsCount: z.int(),
  notes: z.string().nullable(),
  pausedAt: instant().nullable(),
  pausedMs: z.int(),
  dateKey: day(),
});

const sum = (example: number) => z.int().meta({ example });

export const FocusStats = z
  .object({
    today: z.object({ totalMinutes: sum(120), sessionsCount: sum(5), completedCount: sum(4) }),
    thisWeek: z.object({ totalMinutes: sum(840), sessionsCount: sum(35) }),
    thisMonth: z.object({ totalMinutes: sum(3200), avgPerDay: z.number().meta({ example: 106.7 }) }),
    byDay: z
      .array(z.object({ date: day(), totalMinutes: sum(120), sessionsCount: sum(5), completedCount: sum(4) }))
      .meta({ description: "Every day of this week and this month up to today, oldest first" }),
  })
  .meta({ id: "FocusStats" });
