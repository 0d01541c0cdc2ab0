import { invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";

export const GOAL_TYPES = ["financial", "health", "education", "productivity", "personal"] as const;
export const GOAL_STATUSES = ["active", "paused", "completed", "archived"] as const;
export const METRIC_TYPES = ["none", "amount", "weight", "count", "duration", "custom"] as const;
export const DIRECTIONS = ["increase", "decrease", "neutral"] as const;
export const FINANCE_MODES = ["save", "spend", "debt_close"] as const;

export type GoalStatus = (typeof GOAL_STATUSES)[number];
export type MetricType = (typeof METRIC_TYPES)[number];
export type Direction = (typeof DIRECTIONS)[number];
export type FinanceMode = (typeof FINANCE_MODES)[number];

/** Days that the pace of a goal is measured over. */
export const PACE_DAYS = 30;

export interface Milestone {
  id: string;
  title: string;
  description: string | null;
  targetPercent: number;
  dueDate: Day | null;
  order: number;
}

/** A milestone as a client sends it. One with a known id may leave out the fields that stay as they are. */
export interface MilestoneInput {
  id?: string | undefined;
  title?: string | undefined;
  description?: string | null | undefined;
  targetPercent?: number | undefined;
  dueDate?: Day | null | undefined;
  order?: number | undefined;
}

/** The sign of a step forward. */
export const signOf = (direction: Direction): 1 | -1 => (direction === "decrease" ? -1 : 1);

/** A goal's value as a number. @throws invalid_input when it leaves the range of exact numbers */
export function inRange(value: bigint): number {
  if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
    throw invalid("value", "The goal's value would leave the range of exact numbers");
  }
  return Number(value);
}

/**
 * How much of the way from the initial value to the target is done, in percent with 2 decimals; the target may lie below
 * the initial value. 0 without a target and when the target is the initial value.
 */
export function progressOf(initialValue: number, targetValue: number | null, currentValue: number): number {
  if (targetValue === null || targetValue === initialValue) return 0;
  const way = BigInt(targetValue) - BigInt(initialValue);
  const done = BigInt(currentValue) - BigInt(initialValue);
  const [part, whole] = way < 0n ? [-done, -way] : [done, way];
  if (part <= 0n) return 0;
  if (part >= whole) return 100;
  return Number((part * 20_000n + whole) / (whole * 2n)) / 100;
}

/**
 * When each milestone was passed, in UTC milliseconds by its id. A milestone that was passed before keeps its moment, and
 * one that is no longer passed loses it.
 */
export function passedMilestones(
  milestones: readonly Milestone[],
  progressPercent: number,
  before: Readonly<Record<string, number>>,
  now: number,
): Record<string, number> {
  const passed = milestones.filter(({ targetPercent }) => progressPercent >= targetPercent);
  return Object.fromEntries(passed.map(({ id }) => [id, before[id] ?? now]));
}

/**
 * A goal's milestones after an input that lists all of them, sorted by `order` where it is given, else as sent. A milestone
 * whose id is known keeps the fields that the input leaves out; one that the input does not list is removed.
 * @throws invalid_input for a new milestone without title or percent, and for an id that occurs twice
 */
export function replaceMilestones(
  current: readonly Milestone[],
  input: readonly MilestoneInput[],
  now: number,
): Milestone[] {
  const known = new Map(current.map((milestone) => [milestone.id, milestone]));
  const seen = new Set<string>();
  const milestones = input.map((given, index): Milestone => {
    const { id = newId(now), order = index } = given;
    if (seen.has(id)) throw invalid(`milestones.${index}.id`, "This id occurs twice");
    seen.add(id);
    const before = known.get(id);
    const title = given.title ?? before?.title;
    const targetPercent = given.targetPercent ?? before?.targetPercent;
    if (title === undefined) throw invalid(`milestones.${index}.title`, "A new milestone needs a title");
    if (targetPercent === undefined) throw invalid(`milestones.${index}.targetPercent`, "Required");
    const description = given.description === undefined ? (before?.description ?? null) : given.description;
    const dueDate = given.dueDate === undefined ? (before?.dueDate ?? null) : given.dueDate;
    return { id, title, description, targetPercent, dueDate, order };
  });
  return milestones.toSorted((a, b) => a.order - b.order).map((milestone, order) => ({ ...milestone, order }));
}

/** True when transactions move the goal: it counts amounts, is financial, or has a finance mode, a budget or a debt. */
export const countsMoney = (goal: {
  metricType: MetricType;
  financeMode: FinanceMode | null;
  goalType: (typeof GOAL_TYPES)[number];
  linkedBudgetId: string | null;
  linkedDebtId: string | null;
}): boolean =>
  goal.metricType === "amount" ||
  goal.goalType === "financial" ||
  [goal.financeMode, goal.linkedBudgetId, goal.linkedDebtId].some((link) => link !== null);

/**
 * The day on which the target is reached at the pace of the last days: today when it is reached already, null without a
 * target and when that pace never reaches it.
 * @param gained by how much the value has changed since the end of the day `since`; it may be negative
 */
export function projectedDay(
  {
    currentValue,
    targetValue,
    initialValue,
  }: { currentValue: number; targetValue: number | null; initialValue: number },
  gained: number,
  since: Day,
  today: Day,
): Day | null {
  if (targetValue === null || targetValue === initialValue) return null;
  if (progressOf(initialValue, targetValue, currentValue) === 100) return today;
  const left = targetValue - currentValue;
  if (gained === 0 || gained > 0 !== left > 0) return null;
  const days = Math.ceil((left / gained) * Math.max(1, daysBetween(since, today)));
  return days > daysBetween(today, LAST_DAY) ? null : addDays(today, days);
}

const LAST_DAY = "9999-12-31";
