import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { valueFrom } from "./check-ins/rules.ts";
import { type CheckIn, goalCheckIns } from "./check-ins/table.ts";
import { inRange, passedMilestones, progressOf, signOf } from "./rules.ts";
import { type Goal, goals } from "./table.ts";

// Keeps a goal's derived numbers right: its value, its progress, the milestones it has passed and when it was completed.

/** The columns of a goal that its derived numbers are computed from. */
const MEASURED_BY = ["showStatus", "initialValue", "targetValue", "direction", "milestones"] as const;

/** The columns of a check-in that its goal's value is computed from. */
const VALUED_BY = ["value", "mode", "dateKey", "showStatus"] as const;

/**
 * Changes a goal's value by what happened to one of its check-ins: by the difference alone while the goal has only steps,
 * from its whole history once it has readings. A deleted goal stays as it is.
 * @throws invalid_input when the value leaves the range of exact numbers
 */
export function applyCheckIn(work: UnitOfWork, before: CheckIn | null, after: CheckIn): void {
  if (before && VALUED_BY.every((column) => before[column] === after[column])) return;
  const found = work.find(goals, after.goalId);
  if (!found || found.showStatus === "deleted") return;
  const goal = work.guardRow(goals, after.goalId);
  const hasReadings = goal.hasReadings || after.mode === "absolute" || before?.mode === "absolute";
  const step = BigInt(stepOf(after)) - BigInt(before ? stepOf(before) : 0);
  work.update(goals, goal.id, {
    currentValue: hasReadings
      ? valueFrom(goal, historyOf(work, goal.id))
      : inRange(BigInt(goal.currentValue) + BigInt(signOf(goal.direction)) * step),
    hasReadings,
    historyVersion: goal.historyVersion + 1,
  });
}

/**
 * Recalculates a goal's derived numbers after its own columns have changed.
 * @throws invalid_input when the value leaves the range of exact numbers
 */
export function recalculateGoal(work: UnitOfWork, before: Goal | null, after: Goal): void {
  const isMeasuredAnew = before === null || MEASURED_BY.some((column) => !sameValue(before[column], after[column]));
  if (!isMeasuredAnew && before.currentValue === after.currentValue && before.status === after.status) return;
  const currentValue = isMeasuredAnew && before ? valueByNewScale(work, before, after) : after.currentValue;
  const progressPercent = progressOf(after.initialValue, after.targetValue, currentValue);
  const { milestones, completedMilestones } = after;
  work.update(goals, after.id, {
    currentValue,
    progressPercent,
    completedMilestones: passedMilestones(milestones, progressPercent, completedMilestones, work.now),
    completedDate: completedDateOf(work, before, after),
    // A check-in that arrives at the same time must start again, or it would be measured by the old scale.
    historyVersion: after.historyVersion + (isMeasuredAnew && before ? 1 : 0),
  });
}

/** The value after the initial value or the direction has changed, or after the goal has returned with its check-ins. */
function valueByNewScale(work: UnitOfWork, before: Goal, after: Goal): number {
  if (before.showStatus === "deleted" || after.hasReadings) return valueFrom(after, historyOf(work, after.id));
  const steps = BigInt(signOf(before.direction)) * (BigInt(before.currentValue) - BigInt(before.initialValue));
  return inRange(BigInt(after.initialValue) + BigInt(signOf(after.direction)) * steps);
}

function completedDateOf(work: UnitOfWork, before: Goal | null, after: Goal): string | null {
  if (after.status !== "completed") return null;
  return before?.status === "completed" ? after.completedDate : work.at.today;
}

const historyOf = (work: UnitOfWork, goalId: string): CheckIn[] =>
  work.rowsBy(goalCheckIns, { goalId }).filter(({ showStatus }) => showStatus === "active");

/** By how much a check-in moves its goal as a step, in the goal's direction. */
const stepOf = ({ showStatus, mode, value }: CheckIn): number =>
  showStatus === "active" && mode === "delta" ? value : 0;
