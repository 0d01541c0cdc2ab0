import type { RowOf } from "../../../engine/columns.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { inRange, passedMilestones, progressOf, signOf, valueFrom } from "./rules.ts";
import { goalCheckIns, goals } from "./table.ts";

export type Goal = RowOf<typeof goals>;
export type CheckIn = RowOf<typeof goalCheckIns>;

/** What, when it changes, makes a goal's derived numbers count anew. */
const MEASURED_BY = ["showStatus", "initialValue", "targetValue", "direction", "milestones"] as const;

/**
 * Lets a goal's value follow one of its check-ins. By the difference alone while it has only steps; from its whole
 * history once it has readings. @throws invalid_input when the value leaves the range of exact numbers
 */
export function followCheckIn(work: UnitOfWork, before: CheckIn | null, after: CheckIn): void {
  if (before && (["value", "mode", "dateKey", "showStatus"] as const).every((name) => before[name] === after[name])) {
    return;
  }
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

/** Keeps what is derived from a goal's own fields right. @throws invalid_input as `followCheckIn` */
export function settleGoal(work: UnitOfWork, before: Goal | null, after: Goal): void {
  const isMeasured = before === null || MEASURED_BY.some((name) => !sameValue(before[name], after[name]));
  if (!isMeasured && before.currentValue === after.currentValue && before.status === after.status) return;
  const currentValue = isMeasured && before ? restated(work, before, after) : after.currentValue;
  const progressPercent = progressOf(after.initialValue, after.targetValue, currentValue);
  const { milestones, completedMilestones } = after;
  work.update(goals, after.id, {
    currentValue,
    progressPercent,
    completedMilestones: passedMilestones(milestones, progressPercent, completedMilestones, work.now),
    completedDate: completedDateOf(work, before, after),
    // Pins the row: a check-in that arrives meanwhile must not be measured with the old scale.
    historyVersion: after.historyVersion + (isMeasured && before ? 1 : 0),
  });
}

function restated(work: UnitOfWork, before: Goal, after: Goal): number {
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

const stepOf = ({ showStatus, mode, value }: CheckIn): number =>
  showStatus === "active" && mode === "delta" ? value : 0;
