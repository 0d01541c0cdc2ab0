import { insertRow } from "../../../../engine/rows.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../../kernel/cast.ts";
import { toQuantity } from "../../../../kernel/quantity.ts";
import type { Day } from "../../../../kernel/time.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { type EvaluatedTransaction, isFulfilled, isRestraint } from "../rule-evaluation.ts";
import { hasActiveRule } from "../rules.ts";
import { scheduleOn } from "../schedule.ts";
import { type Habit, habits } from "../table.ts";
import { areDaysUnchanged, dayVersions, evaluationRates } from "./reads.ts";
import { type Outcome, outcomeColumns } from "./rules.ts";
import { type Completion, habitCompletions } from "./table.ts";

// Automatic completions: the transactions of a day, or a completed task, decide whether that day of a habit is done.

const UNCHANGED_DAYS = "transactions of evaluated days";

/** The days of this write whose transactions have been read, except those after today. */
export const evaluableDays = (work: UnitOfWork): Day[] =>
  [...work.answer(dayVersions).keys()].filter((day) => day <= work.at.today);

/**
 * Evaluates a day for all habits with a finance rule, and for the habits with these ids, which are those that
 * transactions of the day name or named.
 */
export function evaluateDay(work: UnitOfWork, day: Day, namedIds: readonly (string | null)[]): void {
  const [newlyActiveIds, ofDay] = [idsOfNewlyActive(work), transactionsOn(work, day)];
  for (const habit of work.all(habits)) {
    const isRuled = hasActiveRule(habit) && !newlyActiveIds.has(habit.id);
    if (isRuled || namedIds.includes(habit.id)) evaluateHabit(work, habit, day, ofDay);
  }
}

/**
 * The habits whose rules this write itself has made active. Their completions are not among those that were read, so
 * their days are left to the next write and to maintenance.
 */
function idsOfNewlyActive(work: UnitOfWork): ReadonlySet<string> {
  const newlyActive = work
    .writtenTo(habits)
    .filter(({ before }) => before === null || !hasActiveRule(unsafeCast<Habit>(before)));
  return new Set(newlyActive.map(({ row }) => row.id));
}

/** The active transactions of a day of this write. The commit fails when there are others by then. */
export function transactionsOn(work: UnitOfWork, day: Day): EvaluatedTransaction[] {
  // The versions are those that were read: one condition holds for all evaluations of the write.
  if (!work.guardedConditions.has(UNCHANGED_DAYS)) {
    work.guardCondition(UNCHANGED_DAYS, areDaysUnchanged(work.user.owner, work.answer(dayVersions)));
  }
  return work.allBy(transactions, { date: day, showStatus: "active" });
}

/** Makes a habit's automatic completion of a day what the transactions of the day say. */
export function evaluateHabit(work: UnitOfWork, habit: Habit, day: Day, ofDay: readonly EvaluatedTransaction[]): void {
  const outcome = outcomeOf(work, habit, day, ofDay);
  if (outcome !== undefined) recordOutcome(work, habit, day, outcome, { sourceType: "finance", sourceId: null });
}

/**
 * Transactions that name the habit complete it; without any, the finance rule of that day decides, as long as the habit
 * has one now. null: nothing became of the day; undefined: that cannot be decided, because an amount has no exchange rate.
 */
function outcomeOf(
  work: UnitOfWork,
  habit: Habit,
  day: Day,
  ofDay: readonly EvaluatedTransaction[],
): Outcome | null | undefined {
  const naming = ofDay.filter(({ habitId }) => habitId === habit.id);
  const { completionMode, financeRule: rule } = scheduleOn(habit, day);
  if (naming.length > 0) return { status: "done", value: completionMode === "numeric" ? sumOf(naming) : null };
  if (rule === null || !hasActiveRule(habit)) return null;
  if (isRestraint(rule) && ofDay.length === 0 && day >= work.at.today) return null;
  const fulfilled = isFulfilled(rule, day, ofDay, work.answer(evaluationRates));
  if (fulfilled === undefined) return undefined;
  return fulfilled ? { status: "done", value: null } : isRestraint(rule) ? { status: "miss", value: null } : null;
}

/** The sum of the amounts as people wrote them, whatever their currencies; in ten-thousandths. */
function sumOf(ofDay: readonly EvaluatedTransaction[]): number {
  const sum = ofDay.reduce((total, { decimalAmount }) => total + decimalAmount, 0);
  return toQuantity(Math.min(sum, Number.MAX_SAFE_INTEGER / 10_000), "value");
}

/**
 * Writes a habit's automatic completion of a day, or deletes it when there is no outcome. A completion of another source
 * stays as it is.
 */
export function recordOutcome(
  work: UnitOfWork,
  habit: Habit,
  dateKey: Day,
  outcome: Outcome | null,
  source: Pick<Completion, "sourceType" | "sourceId">,
): void {
  const ofDay = work.allBy(habitCompletions, { habitId: habit.id, dateKey });
  const current = ofDay.find(({ showStatus }) => showStatus !== "deleted");
  if (current && (current.sourceType !== source.sourceType || current.sourceId !== source.sourceId)) return;
  if (outcome === null) {
    if (current) work.update(habitCompletions, current.id, { showStatus: "deleted" });
    return;
  }
  const columns = { ...outcomeColumns(scheduleOn(habit, dateKey), outcome), ...source };
  const stored = current ?? ofDay[0];
  if (stored) work.update(habitCompletions, stored.id, { ...columns, showStatus: "active" });
  else insertRow(work, habitCompletions, work.newId(), { ...columns, habitId: habit.id, dateKey });
}
