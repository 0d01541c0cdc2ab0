import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { day, exampleIdOf, idOf, note } from "../../../../kernel/contract.ts";
import { GoalView } from "../contract.ts";
import { CHECK_IN_MODES, SOURCE_TYPES } from "./rules.ts";

const GoalCheckInMode = z.enum(CHECK_IN_MODES).meta({ id: "GoalCheckInMode" });
const GoalCheckInSource = z.enum(SOURCE_TYPES).meta({ id: "GoalCheckInSource" });

const NOTE = "Ish haqi tushdi";
const value = z.number().meta({ example: 150 });
const checkInNote = note(5000, NOTE);

export const CheckInCreate = creation("GoalCheckIn", {
  goalId: idOf("Goal"),
  value,
  mode: GoalCheckInMode.optional(),
  note: checkInNote.nullish(),
  sourceType: GoalCheckInSource.optional(),
  sourceId: idOf("Task").nullish().meta({ example: null }),
  dateKey: day().nullish(),
});

/** What the examples note by the verbs of a goal is a row of its own, which can be deleted when the other one is. */
const NOTED = "CheckIn";

/** The body of a new check-in whose goal is named by the path. */
export const CheckInBody = CheckInCreate.omit({ goalId: true }).meta({
  id: "GoalCheckInRecord",
  example: { id: exampleIdOf(NOTED), value: 150, note: NOTE, sourceType: "manual" },
});

export const CheckInPatch = changes("GoalCheckIn", {
  value,
  mode: GoalCheckInMode,
  note: checkInNote.nullish(),
  dateKey: day(),
});

export const CheckInView = view("GoalCheckIn", {
  goalId: idOf("Goal"),
  value,
  mode: GoalCheckInMode,
  note: z.string().nullable().meta({ example: NOTE }),
  sourceType: GoalCheckInSource,
  sourceId: idOf("Task").nullable().meta({ example: null }),
  dateKey: day(),
});

/** A check-in with its goal as it is after the check-in. */
export const CheckInWithGoal = CheckInView.extend({ goal: GoalView }).meta({ id: "GoalCheckInWithGoal" });

export const ByCheckIn = z.object({ id: idOf("Goal"), checkInId: idOf(NOTED) });
