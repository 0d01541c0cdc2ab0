import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { day, uuid } from "../../../../kernel/contract.ts";
import { HabitView } from "../contract.ts";
import { COMPLETION_SOURCES, COMPLETION_STATUSES } from "./rules.ts";

const completion = {
  status: z.enum(COMPLETION_STATUSES).meta({ example: "done" }),
  value: z.number().min(0).meta({ example: 3.5 }),
};

export const CompletionCreate = creation("HabitCompletion", {
  habitId: uuid(),
  dateKey: day().optional(),
  status: completion.status.optional(),
  value: completion.value.nullish(),
});

/** The body of a completion whose habit is named by the path. */
export const CompletionBody = CompletionCreate.omit({ habitId: true });

export const CompletionPatch = changes("HabitCompletion", {
  status: completion.status,
  value: completion.value.nullish(),
});

export const CompletionView = view("HabitCompletion", {
  habitId: uuid(),
  dateKey: day(),
  status: completion.status,
  value: completion.value.nullable(),
  isCounted: z.boolean(),
  sourceType: z.enum(COMPLETION_SOURCES).meta({ example: "manual" }),
  sourceId: uuid().nullable(),
});

/** A completion with its habit as it is after the completion. */
export const CompletionWithHabit = CompletionView.extend({ habit: HabitView }).meta({ id: "HabitCompletionWithHabit" });

export const UndoneCompletion = z
  .object({ id: uuid(), showStatus: z.literal("deleted"), habit: HabitView })
  .meta({ id: "UndoneHabitCompletion" });

export const ByDay = z.object({ id: uuid(), dateKey: day() });
export const HistoryQuery = z.object({ from: day().optional(), to: day().optional() });

export const HabitHistory = z
  .object({
    from: day(),
    to: day(),
    completions: z.array(CompletionView),
    /** One per day of the range: the calendar heat map. */
    days: z.array(
      z.object({
        date: day(),
        status: z.enum(["done", "partial", "miss", "none"]).meta({ example: "done" }),
        value: completion.value.nullable(),
        scheduled: z.boolean(),
      }),
    ),
  })
  .meta({ id: "HabitHistory" });
