import type { RowOf } from "../../../../engine/columns.ts";
import { insertRow } from "../../../../engine/rows.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { toQuantity } from "../../../../kernel/quantity.ts";
import type { Day } from "../../../../kernel/time.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { daysHold, dayVersions, evaluationRates } from "../reads.ts";
import { type Facts, isFulfilled, isRestraint } from "../rule-evaluation.ts";
import { isCounted } from "../rules.ts";
import { habitCompletions, habits } from "../table.ts";

type Habit = RowOf<typeof habits>;
type Completion = RowOf<typeof habitCompletions>;

/** What a day came to without its user's saying so; a `value` of null: as much as the habit asks for. */
export type Outcome = Pick<Completion, "status" | "value">;

export const isRuled = ({ showStatus, status, financeRule }: Habit): boolean =>
  showStatus === "active" && status === "active" && financeRule !== null;

/** The days of this write whose transactions are all in memory, none of them after today. */
export const judgeableDays = (work: UnitOfWork): Day[] =>
  [...work.answer(dayVersions).keys()].filter((day) => day <= work.at.today);

/** Lets a day's transactions complete the habits that have a rule, and the `named` ones. */
export function judgeDay(work: UnitOfWork, day: Day, named: readonly (string | null)[]): void {
  for (const habit of work.all(habits)) {
    if (isRuled(habit) || named.includes(habit.id)) judgeHabit(work, habit, day);
  }
}

/** Makes a habit's automatic completion of a day what the day's transactions say. */
export function judgeHabit(work: UnitOfWork, habit: Habit, day: Day): void {
  work.guardCondition("transactions of judged days", daysHold(work.user.userId, work.answer(dayVersions)));
  const facts = work.all(transactions).filter((one) => one.showStatus === "active" && one.date === day);
  const outcome = outcomeOf(work, habit, day, facts);
  if (outcome !== undefined) record(work, habit, day, outcome, { sourceType: "finance", sourceId: null });
}

/** A transaction that names the habit completes it; else its rule decides. Undefined: nobody can tell. */
function outcomeOf(work: UnitOfWork, habit: Habit, day: Day, facts: readonly Facts[]): Outcome | null | undefined {
  const naming = facts.filter(({ habitId }) => habitId === habit.id);
  if (naming.length > 0) return { status: "done", value: habit.completionMode === "numeric" ? sumOf(naming) : null };
  const { financeRule: rule } = habit;
  if (rule === null || !isRuled(habit)) return null;
  if (isRestraint(rule) && facts.length === 0 && day >= work.at.today) return null;
  const fulfilled = isFulfilled(rule, day, facts, work.answer(evaluationRates));
  if (fulfilled === undefined) return undefined;
  return fulfilled ? { status: "done", value: null } : isRestraint(rule) ? { status: "miss", value: null } : null;
}

/** The amounts as people wrote them, whatever their currency. */
function sumOf(facts: readonly Facts[]): number {
  const sum = facts.reduce((so, { decimalAmount }) => so + decimalAmount, 0);
  return toQuantity(Math.min(sum, Number.MAX_SAFE_INTEGER / 10_000), "value");
}

/** Writes or, without an outcome, takes back an automatic completion. One of another source stands. */
export function record(
  work: UnitOfWork,
  habit: Habit,
  dateKey: Day,
  outcome: Outcome | null,
  source: Pick<Completion, "sourceType" | "sourceId">,
): void {
  const ofDay = (one: Completion) => one.habitId === habit.id && one.dateKey === dateKey;
  const known = work.all(habitCompletions).find(ofDay);
  if (known && (known.sourceType !== source.sourceType || known.sourceId !== source.sourceId)) return;
  if (outcome === null) {
    if (known) work.update(habitCompletions, known.id, { showStatus: "deleted" });
    return;
  }
  const columns = { ...settled(habit, outcome), ...source };
  const row = known ?? work.deleted(habitCompletions).find(ofDay);
  if (row) work.update(habitCompletions, row.id, { ...columns, showStatus: "active" });
  else insertRow(work, habitCompletions, work.newId(), { ...columns, habitId: habit.id, dateKey });
}

/** A `done` of a numeric habit without a value means: as much as it asks for. Only a numeric habit keeps values. */
export function settled(
  habit: Pick<Habit, "completionMode" | "targetPerDay">,
  { status, value }: Outcome,
): Pick<Completion, "status" | "value" | "isCounted"> {
  const isNumeric = habit.completionMode === "numeric";
  const amount = isNumeric ? (value ?? (status === "done" ? habit.targetPerDay : null)) : null;
  return { status, value: amount, isCounted: isCounted(status, amount, habit) };
}
