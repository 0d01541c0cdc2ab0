import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { day, idOf } from "../../../../kernel/contract.ts";
import { HabitView } from "../contract.ts";
import { COMPLETION_SOURCES, COMPLETION_STATUSES, DAY_STATUSES } from "./rules.ts";

const HabitCompletionStatus = z.enum(COMPLETION_STATUSES).meta({ id: "HabitCompletionStatus" });
const HabitCompletionSource = z.enum(COMPLETION_SOURCES).meta({ id: "HabitCompletionSource" });
const HabitDayStatus = z.enum(DAY_STATUSES).meta({ id: "HabitDayStatus" });

/** A day to come cannot be recorded: all examples are about days that are over. */
const pastDay = (example = "2026-01-15") => day().meta({ example });
const value = z.number().min(0).meta({ example: 3.5 });

export const CompletionCreate = creation("HabitCompletion", {
  habitId: idOf("Habit"),
  dateKey: pastDay().optional(),
  status: HabitCompletionStatus.optional(),
  value: value.nullish(),
});

/** The day that the examples record by the verbs of a habit; the other one is recorded as a row. */
const RECORDED_DAY = "2026-01-16";

/** The body of a completion whose habit is named by the path. */
export const CompletionBody = CompletionCreate.omit({ habitId: true }).meta({
  id: "HabitCompletionRecord",
  example: { dateKey: RECORDED_DAY, status: "done", value: 3.5 },
});

export const CompletionPatch = changes("HabitCompletion", {
  status: HabitCompletionStatus,
  value: value.nullish(),
});

export const CompletionView = view("HabitCompletion", {
  habitId: idOf("Habit"),
  dateKey: pastDay(),
  status: HabitCompletionStatus,
  value: value.nullable(),
  isCounted: z.boolean(),
  sourceType: HabitCompletionSource,
  sourceId: idOf("Task").nullable().meta({ example: null }),
});

/** A completion with its habit as it is after the completion. */
export const CompletionWithHabit = CompletionView.extend({ habit: HabitView }).meta({ id: "HabitCompletionWithHabit" });

export const UndoneCompletion = z
  .object({ id: idOf("HabitCompletion"), showStatus: z.literal("deleted"), habit: HabitView })
  .meta({ id: "UndoneHabitCompletion" });

export const ByDay = z.object({ id: idOf("Habit"), dateKey: pastDay(RECORDED_DAY) });
export const HistoryQuery = z.object({
  from: pastDay("2026-01-01").optional(),
  to: pastDay("2026-01-31").optional(),
});

/** A day of the calendar heat map. */
const HabitDay = z
  .object({ date: pastDay(), status: HabitDayStatus, value: value.nullable(), scheduled: z.boolean() })
  .meta({ id: "HabitDay" });

export const HabitHistory = z
  .object({
    from: pastDay(),
    to: pastDay(),
    completions: z.array(CompletionView),
    days: z.array(HabitDay),
  })
  .meta({ id: "HabitHistory" });
