import { v5 } from "uuid";
import { invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { compareText } from "../../../kernel/text.ts";
import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";

export const GOAL_TYPES = ["financial", "health", "education", "productivity", "personal"] as const;
export const GOAL_STATUSES = ["active", "paused", "completed", "archived"] as const;
export const METRIC_TYPES = ["none", "amount", "weight", "count", "duration", "custom"] as const;
export const DIRECTIONS = ["increase", "decrease", "neutral"] as const;
export const FINANCE_MODES = ["save", "spend", "debt_close"] as const;
export const SOURCE_TYPES = ["manual", "task", "habit", "finance"] as const;
export const CHECK_IN_MODES = ["delta", "absolute"] as const;

export type GoalStatus = (typeof GOAL_STATUSES)[number];
export type MetricType = (typeof METRIC_TYPES)[number];
export type Direction = (typeof DIRECTIONS)[number];
export type FinanceMode = (typeof FINANCE_MODES)[number];
export type CheckInMode = (typeof CHECK_IN_MODES)[number];

export const MILESTONES_MAX = 100;
export const LINKS_MAX = 200;

/** Days that the pace of a goal is measured over. */
export const PACE_DAYS = 30;

const CHECK_IN_IDS = "5b1d8f5e-8a52-4c1e-9d0c-2f6f4f0a7c11";

export interface Milestone {
  id: string;
  title: string;
  description: string | null;
  targetPercent: number;
  dueDate: Day | null;
  order: number;
}

/** A milestone as a client sends it: a known id may leave out what stays as it is. */
export interface MilestoneInput {
  id?: string | undefined;
  title?: string | undefined;
  description?: string | null | undefined;
  targetPercent?: number | undefined;
  dueDate?: Day | null | undefined;
  order?: number | undefined;
}

/** A check-in as the value of its goal is made of it; `value` in ten-thousandths. */
export interface Entry {
  id: string;
  value: number;
  mode: CheckInMode;
  dateKey: Day;
  createdAt: number;
}

interface Measure {
  metricType: MetricType;
  direction: Direction;
}

interface Scale {
  initialValue: number;
  direction: Direction;
}

/** What a check-in's value is unless it says so: of a weight, or where no way is forward, the new reading. */
export const defaultMode = ({ metricType, direction }: Measure): CheckInMode =>
  metricType === "weight" || direction === "neutral" ? "absolute" : "delta";

/** Where a step forward leads. */
export const signOf = (direction: Direction): 1 | -1 => (direction === "decrease" ? -1 : 1);

/** A reading stands for all before it; the later day is later, within a day what was noted later. */
const inOrder = (a: Entry, b: Entry): number =>
  compareText(a.dateKey, b.dateKey) || a.createdAt - b.createdAt || compareText(a.id, b.id);

/**
 * The value that a goal's active check-ins make of it: the latest reading and the steps after it, or, without one, the
 * steps from the initial value. @throws invalid_input when it leaves the range of exact numbers
 */
export function valueFrom({ initialValue, direction }: Scale, entries: readonly Entry[]): number {
  const ordered = entries.toSorted(inOrder);
  const latest = ordered.findLastIndex(({ mode }) => mode === "absolute");
  const start = ordered[latest]?.value ?? initialValue;
  const steps = ordered.slice(latest + 1).reduce((sum, { value }) => sum + BigInt(value), 0n);
  return inRange(BigInt(start) + BigInt(signOf(direction)) * steps);
}

/** @throws invalid_input when the value leaves the range of exact numbers */
export function inRange(value: bigint): number {
  if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
    throw invalid("value", "The goal's value would leave the range of exact numbers");
  }
  return Number(value);
}

/** How much of the way is done, in percent with 2 decimals, whichever way the goal goes; 0 without a way to go. */
export function progressOf(initialValue: number, targetValue: number | null, currentValue: number): number {
  if (targetValue === null || targetValue === initialValue) return 0;
  const way = BigInt(targetValue) - BigInt(initialValue);
  const done = BigInt(currentValue) - BigInt(initialValue);
  const [part, whole] = way < 0n ? [-done, -way] : [done, way];
  if (part <= 0n) return 0;
  if (part >= whole) return 100;
  return Number((part * 20_000n + whole) / (whole * 2n)) / 100;
}

/** When each milestone was passed (UTC ms): those passed already keep their moment, those no longer passed lose it. */
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
 * A goal's milestones in their new order: by `order` where given, else as sent. Those whose id is known keep what the
 * input leaves out; those that are missing are gone.
 * @throws invalid_input for a new one without title or percent, and an id that occurs twice
 */
export function replaceMilestones(
  current: readonly Milestone[],
  input: readonly MilestoneInput[],
  now: number,
): Milestone[] {
  const known = new Map(current.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const milestones = input.map((one, index): Milestone => {
    const { id = newId(now), order = index } = one;
    if (seen.has(id)) throw invalid(`milestones.${index}.id`, "This id occurs twice");
    seen.add(id);
    const before = known.get(id);
    const title = one.title ?? before?.title;
    const targetPercent = one.targetPercent ?? before?.targetPercent;
    if (title === undefined) throw invalid(`milestones.${index}.title`, "A new milestone needs a title");
    if (targetPercent === undefined) throw invalid(`milestones.${index}.targetPercent`, "Required");
    const description = one.description === undefined ? (before?.description ?? null) : one.description;
    const dueDate = one.dueDate === undefined ? (before?.dueDate ?? null) : one.dueDate;
    return { id, title, description, targetPercent, dueDate, order };
  });
  return milestones.toSorted((a, b) => a.order - b.order).map((one, order) => ({ ...one, order }));
}

/** The one id that a source's check-in in a goal can have, so that no replay makes a second. */
export const checkInIdOf = (goalId: string, sourceId: string): string => v5(`${goalId}/${sourceId}`, CHECK_IN_IDS);

/** True when money moves the goal: one of amounts, a financial one, one with a finance mode, a budget or a debt. */
export const countsMoney = (goal: {
  metricType: MetricType;
  financeMode: FinanceMode | null;
  goalType: (typeof GOAL_TYPES)[number];
  linkedBudgetId: string | null;
  linkedDebtId: string | null;
}): boolean =>
  goal.metricType === "amount" ||
  goal.goalType === "financial" ||
  [goal.financeMode, goal.linkedBudgetId, goal.linkedDebtId].some((one) => one !== null);

/**
 * Which way a transaction moves a goal: saving grows by income and transfers and shrinks by expenses, spending the
 * other way round (a transfer is none), everything else grows.
 */
export function moneySign(mode: FinanceMode | null, type: "income" | "expense" | "transfer"): 1 | 0 | -1 {
  if (mode === "save") return type === "expense" ? -1 : 1;
  if (mode !== "spend") return 1;
  return type === "expense" ? 1 : type === "income" ? -1 : 0;
}

/**
 * The day on which the target is reached at the pace of the last days; today when it is reached, null when it never is.
 * @param gained what the value moved by since `since`, of either sign
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
