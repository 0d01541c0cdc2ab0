import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { day, note, uuid } from "../../../../kernel/contract.ts";
import { GoalView } from "../contract.ts";
import { CHECK_IN_MODES, SOURCE_TYPES } from "./rules.ts";

const checkIn = {
  value: z.number().meta({ example: 150 }),
  mode: z.enum(CHECK_IN_MODES).meta({ example: "delta" }),
  note: note(5000, "Ish haqi tushdi"),
  sourceType: z.enum(SOURCE_TYPES).meta({ example: "manual" }),
  dateKey: day(),
};

export const CheckInCreate = creation("GoalCheckIn", {
  goalId: uuid(),
  value: checkIn.value,
  mode: checkIn.mode.optional(),
  note: checkIn.note.nullish(),
  sourceType: checkIn.sourceType.optional(),
  sourceId: uuid().nullish(),
  dateKey: checkIn.dateKey.nullish(),
});

/** The body of a new check-in whose goal is named by the path. */
export const CheckInBody = CheckInCreate.omit({ goalId: true });

export const CheckInPatch = changes("GoalCheckIn", {
  value: checkIn.value,
  mode: checkIn.mode,
  note: checkIn.note.nullish(),
  dateKey: checkIn.dateKey,
});

export const CheckInView = view("GoalCheckIn", {
  goalId: uuid(),
  value: checkIn.value,
  mode: checkIn.mode,
  note: z.string().nullable(),
  sourceType: checkIn.sourceType,
  sourceId: uuid().nullable(),
  dateKey: day(),
});

/** A check-in with its goal as it is after the check-in. */
export const CheckInWithGoal = CheckInView.extend({ goal: GoalView }).meta({ id: "GoalCheckInWithGoal" });

export const ByCheckIn = z.object({ id: uuid(), checkInId: uuid() });
