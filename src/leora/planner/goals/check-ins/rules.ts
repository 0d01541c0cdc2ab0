import { v5 } from "uuid";
import { compareText } from "../../../../kernel/text.ts";
import type { Day } from "../../../../kernel/time.ts";
import { type Direction, type FinanceMode, inRange, type MetricType, signOf } from "../rules.ts";

// Rules of check-ins that depend on values alone: how check-ins change the value of their goal.

export const SOURCE_TYPES = ["manual", "task", "habit", "finance"] as const;
export const CHECK_IN_MODES = ["delta", "absolute"] as const;

export type CheckInMode = (typeof CHECK_IN_MODES)[number];

/** The namespace of `checkInIdOf`. */
const CHECK_IN_IDS = "5b1d8f5e-8a52-4c1e-9d0c-2f6f4f0a7c11";

/** The columns of a check-in that decide its goal's value; `value` in ten-thousandths. */
interface ValuedCheckIn {
  id: string;
  value: number;
  mode: CheckInMode;
  dateKey: Day;
  createdAt: number;
}

/**
 * The mode of a check-in that does not say: a new reading for a weight, and where neither direction is progress; else a
 * step.
 */
export const defaultMode = ({
  metricType,
  direction,
}: {
  metricType: MetricType;
  direction: Direction;
}): CheckInMode => (metricType === "weight" || direction === "neutral" ? "absolute" : "delta");

/** By day; within a day, the check-in that was noted later counts as the later one. */
const byTime = (a: ValuedCheckIn, b: ValuedCheckIn): number =>
  compareText(a.dateKey, b.dateKey) || a.createdAt - b.createdAt || compareText(a.id, b.id);

/**
 * The value that a goal's active check-ins give it: the latest reading and the steps after it, or, without a reading, the
 * steps from the initial value. @throws invalid_input when it leaves the range of exact numbers
 */
export function valueFrom(
  { initialValue, direction }: { initialValue: number; direction: Direction },
  checkIns: readonly ValuedCheckIn[],
): number {
  const ordered = checkIns.toSorted(byTime);
  const latestReading = ordered.findLastIndex(({ mode }) => mode === "absolute");
  const start = ordered[latestReading]?.value ?? initialValue;
  const steps = ordered.slice(latestReading + 1).reduce((sum, { value }) => sum + BigInt(value), 0n);
  return inRange(BigInt(start) + BigInt(signOf(direction)) * steps);
}

/** The id of the check-in that a source makes in a goal. It is always the same, so that a repeated write makes no second one. */
export const checkInIdOf = (goalId: string, sourceId: string): string => v5(`${goalId}/${sourceId}`, CHECK_IN_IDS);

/**
 * The direction in which a transaction moves a goal. A goal of saving grows by income and transfers and shrinks by
 * expenses; a goal of spending grows by expenses and shrinks by income, and is not moved by transfers; any other goal grows.
 */
export function moneySign(mode: FinanceMode | null, type: "income" | "expense" | "transfer"): 1 | 0 | -1 {
  if (mode === "save") return type === "expense" ? -1 : 1;
  if (mode !== "spend") return 1;
  return type === "expense" ? 1 : type === "income" ? -1 : 0;
}
