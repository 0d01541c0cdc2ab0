import type { RowOf } from "../../../../engine/columns.ts";
import { type AnyReaction, reaction } from "../../../../engine/entity.ts";
import { insertRow } from "../../../../engine/rows.ts";
import { ifAny, listed, type Sql, sql, union } from "../../../../engine/sql.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { convertMinor } from "../../../../kernel/money.ts";
import { quantityOfMinor, toQuantity } from "../../../../kernel/quantity.ts";
import type { Day } from "../../../../kernel/time.ts";
import { budgetEntryRows } from "../../../finance/budgets/table.ts";
import { planRates, rateOrOldestOn } from "../../../finance/fx/reads.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { profileOf } from "../../../profile.ts";
import { type Completion, habitCompletions } from "../../habits/completions/table.ts";
import { habits } from "../../habits/table.ts";
import { tasks } from "../../tasks/table.ts";
import { goalsNamingTasks, goalsOfBudgetsAndDebts, goalsOfHabits } from "../reads.ts";
import { countsMoney } from "../rules.ts";
import { type Goal, goalHabitLinks, goals, goalTaskLinks } from "../table.ts";
import { type CheckInMode, checkInIdOf, defaultMode, moneySign } from "./rules.ts";
import { goalCheckIns } from "./table.ts";

// Automatic check-ins (spec 3.2): completed tasks, completions of habits and transactions check in the goals that they are
// linked to. Each source has one check-in in a goal, which changes with it and is deleted with it.

type Task = RowOf<typeof tasks>;
type Transaction = RowOf<typeof transactions>;

/** What a source counts for in one goal; `value` in ten-thousandths. */
interface Contribution {
  value: number;
  mode: CheckInMode;
}

interface Source {
  type: "task" | "habit" | "finance";
  id: string;
  /** The day of its check-ins; null: each keeps the day on which it was made. */
  day: Day | null;
  /** The goals that it is linked to now, by its own links and by the goals' links to it. */
  goalIds: Iterable<string | null>;
  /** null: nothing to this goal. */
  contributionTo(goal: Goal): Contribution | null;
}

/** A goal that is paused, archived or deleted gets no new automatic check-ins; those that it has follow their sources. */
const getsNewCheckIns = ({ status, showStatus }: Goal): boolean =>
  showStatus === "active" && (status === "active" || status === "completed");

/** The columns of an automatic check-in that its source does not decide about. */
const DEFAULTS = { note: null, isBuried: false };

/**
 * Makes a source's check-ins what it contributes now: changes those that it has, adds missing ones and deletes those of
 * goals that it contributes nothing to any more. Check-ins that were deleted with their goal are changed as well, so that
 * they are right when the goal returns.
 */
function updateCheckIns(work: UnitOfWork, { type, id, day, goalIds, contributionTo }: Source): void {
  const ofSource = work.rowsBy(goalCheckIns, { sourceId: id }).filter(({ sourceType }) => sourceType === type);
  const current = ofSource.filter(({ showStatus, isBuried }) => showStatus !== "deleted" || isBuried);
  const obsolete = new Map(current.map((checkIn) => [checkIn.goalId, checkIn]));
  for (const goalId of new Set(goalIds)) {
    const goal = goalId === null ? undefined : work.find(goals, goalId);
    const contribution = goal && contributionTo(goal);
    if (!contribution) continue;
    const checkIn = obsolete.get(goal.id);
    obsolete.delete(goal.id);
    if (checkIn) work.update(goalCheckIns, checkIn.id, { ...contribution, dateKey: day ?? checkIn.dateKey });
    else if (getsNewCheckIns(goal)) {
      const columns = { ...DEFAULTS, ...contribution, sourceType: type, sourceId: id, dateKey: day ?? work.at.today };
      const checkInId = checkInIdOf(goal.id, id);
      const isStoredAsDeleted = ofSource.some((deleted) => deleted.id === checkInId);
      if (isStoredAsDeleted) work.update(goalCheckIns, checkInId, { ...columns, showStatus: "active" });
      else insertRow(work, goalCheckIns, checkInId, { ...columns, goalId: goal.id });
    }
  }
  for (const checkIn of obsolete.values()) {
    work.update(goalCheckIns, checkIn.id, { showStatus: "deleted", isBuried: false });
  }
}

/** True when one of the columns that decide about check-ins has changed. */
const hasChanged = <Row extends object>(before: Row | null, after: Row, columns: readonly (keyof Row)[]): boolean =>
  before === null || columns.some((column) => !sameValue(before[column], after[column]));

/** A completed task contributes its `progressValue`, also when it is archived. */
const ofTasks = reaction({
  to: tasks,
  reads(plan, written) {
    plan.rowsBy(goalTaskLinks, ["taskId"], written.ids);
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      by: { column: "sourceId", values: written.ids },
      given: { goalId: union([written.values("goalId"), goalsNamingTasks(plan.owner, written.ids)]) },
    }),
  effects(work, before, after) {
    if (!hasChanged<Task>(before, after, ["showStatus", "status", "progressValue", "goalId"])) return;
    const { id, progressValue } = after;
    const counts = after.showStatus !== "deleted" && after.status === "completed" && progressValue !== null;
    const linked = work.owned(goalTaskLinks).by("taskId", id);
    updateCheckIns(work, {
      type: "task",
      id,
      day: null,
      goalIds: counts ? [after.goalId, ...linked.map(({ goalId }) => goalId)] : [],
      contributionTo: () => ({ value: toQuantity(progressValue ?? 0, "progressValue"), mode: "delta" }),
    });
  },
});

/** A counted completion contributes its value (for a weight: the new reading), or one step when it has none. */
const ofCompletions = reaction({
  to: habitCompletions,
  reads(plan, written) {
    plan.rows(habits, written.values("habitId"));
    plan.rowsBy(goalHabitLinks, ["habitId"], written.values("habitId"));
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      by: { column: "sourceId", values: written.ids },
      given: { goalId: goalsOfHabits(plan.owner, written.values("habitId")) },
    }),
  effects(work, before, after) {
    if (!hasChanged<Completion>(before, after, ["showStatus", "isCounted", "value", "dateKey"])) return;
    const habit = work.find(habits, after.habitId);
    const counts = habit !== undefined && after.isCounted && after.showStatus !== "deleted";
    const linked = work.owned(goalHabitLinks).by("habitId", after.habitId);
    const isMeasured = habit?.completionMode === "numeric" && after.value !== null;
    updateCheckIns(work, {
      type: "habit",
      id: after.id,
      day: after.dateKey,
      goalIds: counts ? [habit.goalId, ...habit.linkedGoalIds, ...linked.map(({ goalId }) => goalId)] : [],
      // Having done something is a step and never a reading, whatever the goal.
      contributionTo: (goal) =>
        isMeasured
          ? { value: after.value ?? 0, mode: defaultMode(goal) }
          : { value: toQuantity(1, "value"), mode: "delta" },
    });
  },
});

/** The columns of a transaction that decide about check-ins: its amount, its day and its links. */
const DECISIVE_COLUMNS = [
  "showStatus",
  "type",
  "amount",
  "currency",
  "date",
  "accountId",
  "fromAccountId",
  "toAccountId",
  "categoryId",
  "subcategoryId",
  "splits",
  "feeAmount",
  "feeCategoryId",
  "goalId",
  "budgetId",
  "relatedBudgetId",
  "debtId",
] as const satisfies readonly (keyof Transaction)[];

/**
 * An active transaction contributes its amount, in the goal's currency at the rate of its day. A day before the first
 * known rate takes the oldest one, as base amounts do: a goal must not keep a transaction from being booked.
 */
const ofTransactions = reaction({
  to: transactions,
  reads(plan, written) {
    const goalIds = written.values("goalId");
    plan.rows(goals, goalIds);
    plan.rowsBy(budgetEntryRows, ["transactionId"], written.ids);
    const { owner } = plan;
    const currenciesOf = (ids: Sql) =>
      ifAny(ids, sql`SELECT currency FROM goals WHERE owner = ${owner} AND id IN (${ids})`);
    planRates(
      plan,
      [
        listed([profileOf(plan.user).primaryCurrency]),
        currenciesOf(goalIds),
        currenciesOf(goalsOfBudgetsAndDebts(owner)),
      ],
      [written.values("date")],
    );
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      by: { column: "sourceId", values: written.ids },
      given: { goalId: union([written.values("goalId"), goalsOfBudgetsAndDebts(plan.owner)]) },
    }),
  effects(work, before, after) {
    if (!hasChanged<Transaction>(before, after, DECISIVE_COLUMNS)) return;
    if (after.goalId !== (before?.goalId ?? null)) copyGoalName(work, after);
    const { id, type, amount, currency, date } = after;
    updateCheckIns(work, {
      type: "finance",
      id,
      day: date,
      goalIds: after.showStatus === "active" ? goalsOf(work, after) : [],
      contributionTo(goal) {
        const sign = moneySign(goal.financeMode, type);
        if (sign === 0 || !countsMoney(goal)) return null;
        const goalCurrency = goal.currency ?? profileOf(work.user).primaryCurrency;
        const { rate } = rateOrOldestOn(work, currency, goalCurrency, date);
        const minor = convertMinor(amount, currency, goalCurrency, rate, "amount");
        return { value: sign * quantityOfMinor(minor, goalCurrency, "amount"), mode: "delta" };
      },
    });
  },
});

/** The goals of a transaction: the one that it names, those of the budgets that it counts for, those of the debt that it pays. */
function goalsOf(work: UnitOfWork, { id, goalId, debtId }: Transaction): (string | null)[] {
  const entries = work.owned(budgetEntryRows).by("transactionId", id);
  const budgetIds = new Set(entries.map(({ budgetId }) => budgetId));
  // The transaction that funds a debt has the debt's own id; it pays nothing back.
  const paidDebt = debtId === id ? null : debtId;
  const linked = work.all(goals).filter(({ linkedBudgetId, linkedDebtId }) => {
    return (
      (linkedBudgetId !== null && budgetIds.has(linkedBudgetId)) || (linkedDebtId !== null && linkedDebtId === paidDebt)
    );
  });
  return [goalId, ...linked.map((goal) => goal.id)];
}

/** Copies the goal's title and type, as they are when the transaction is linked, into the transaction (spec 4.2). */
function copyGoalName(work: UnitOfWork, { id, goalId }: Transaction): void {
  const goal = goalId === null ? undefined : work.find(goals, goalId);
  work.update(transactions, id, { goalName: goal?.title ?? null, goalType: goal?.goalType ?? null });
}

export const checkInReactions: AnyReaction[] = [ofTasks, ofCompletions, ofTransactions];
