import type { RowOf } from "../../../../engine/columns.ts";
import { type AnyReaction, reaction } from "../../../../engine/entity.ts";
import { insertRow } from "../../../../engine/rows.ts";
import { ifAny, listed, type Sql, sql, union } from "../../../../engine/sql.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { quantityOfMinor, toQuantity } from "../../../../kernel/quantity.ts";
import type { Day } from "../../../../kernel/time.ts";
import { budgetEntryRows } from "../../../finance/budgets/table.ts";
import { convertOn, planRates } from "../../../finance/fx/reads.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { profileOf } from "../../../profile.ts";
import { habitCompletions, habits } from "../../habits/table.ts";
import { tasks } from "../../tasks/table.ts";
import type { Goal } from "../progress.ts";
import { checkInsOfSources, goalsNamingTasks, goalsOfBudgetsAndDebts, goalsOfHabits } from "../reads.ts";
import { type CheckInMode, checkInIdOf, countsMoney, defaultMode, moneySign } from "../rules.ts";
import { goalCheckIns, goalHabitLinks, goals, goalTaskLinks } from "../table.ts";

type Task = RowOf<typeof tasks>;
type Completion = RowOf<typeof habitCompletions>;
type Transaction = RowOf<typeof transactions>;

/** What a source brings to one goal; `value` in ten-thousandths. */
interface Brought {
  value: number;
  mode: CheckInMode;
}

interface Source {
  type: "task" | "habit" | "finance";
  id: string;
  /** The day its check-ins are of; null: the day they begin. */
  day: Day | null;
  /** The goals it counts in, by its own links and those that lead to it. */
  goalIds: Iterable<string | null>;
  bring(goal: Goal): Brought | null;
}

/** A goal that is paused, put away or deleted begins no check-ins by itself; those it has follow their source. */
const takesMore = ({ status, showStatus }: Goal): boolean =>
  showStatus === "active" && (status === "active" || status === "completed");

/**
 * Makes a source's check-ins what it brings: those it has follow it, new ones begin, the others end. Those that are
 * deleted with their goal follow it too, and come back right.
 */
function follow(work: UnitOfWork, { type, id, day, goalIds, bring }: Source): void {
  const ofSource = work.rowsBy(goalCheckIns, { sourceId: id }).filter(({ sourceType }) => sourceType === type);
  const known = ofSource.filter(({ showStatus, isBuried }) => showStatus !== "deleted" || isBuried);
  const rest = new Map(known.map((checkIn) => [checkIn.goalId, checkIn]));
  for (const goalId of new Set(goalIds)) {
    const goal = goalId === null ? undefined : work.find(goals, goalId);
    const brought = goal && bring(goal);
    if (!brought) continue;
    const checkIn = rest.get(goal.id);
    rest.delete(goal.id);
    if (checkIn) work.update(goalCheckIns, checkIn.id, { ...brought, dateKey: day ?? checkIn.dateKey });
    else if (takesMore(goal)) {
      const columns = { ...brought, sourceType: type, sourceId: id, dateKey: day ?? work.at.today };
      const checkInId = checkInIdOf(goal.id, id);
      const isUndone = ofSource.some((checkIn) => checkIn.id === checkInId);
      if (isUndone) work.update(goalCheckIns, checkInId, { ...columns, ...UNTOUCHED, showStatus: "active" });
      else insertRow(work, goalCheckIns, checkInId, { ...columns, ...UNTOUCHED, goalId: goal.id });
    }
  }
  for (const checkIn of rest.values()) {
    work.update(goalCheckIns, checkIn.id, { showStatus: "deleted", isBuried: false });
  }
}

/** What nobody has said of a check-in yet that begins by itself. */
const UNTOUCHED = { note: null, isBuried: false };

/** True when something that decides about check-ins is not as before. */
const isTouched = <Row extends object>(before: Row | null, after: Row, names: readonly (keyof Row)[]): boolean =>
  before === null || names.some((name) => !sameValue(before[name], after[name]));

/** A task that is done brings its `progressValue`, also once it is archived. */
const ofTasks = reaction({
  to: tasks,
  reads(plan, written) {
    plan.rowsBy(goalCheckIns, ["sourceId"], written.ids);
    plan.rowsBy(goalTaskLinks, ["taskId"], written.ids);
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      stored: checkInsOfSources(plan.userId, written.ids),
      given: { goalId: union([written.values("goalId"), goalsNamingTasks(plan.userId, written.ids)]) },
    }),
  effects(work, before, after) {
    if (!isTouched<Task>(before, after, ["showStatus", "status", "progressValue", "goalId"])) return;
    const { id, progressValue } = after;
    const counts = after.showStatus !== "deleted" && after.status === "completed" && progressValue !== null;
    const linked = work.owned(goalTaskLinks).by("taskId", id);
    follow(work, {
      type: "task",
      id,
      day: null,
      goalIds: counts ? [after.goalId, ...linked.map(({ goalId }) => goalId)] : [],
      bring: () => ({ value: toQuantity(progressValue ?? 0, "progressValue"), mode: "delta" }),
    });
  },
});

/** A completion that is done brings its value (of a weight: the new reading), else 1. */
const ofCompletions = reaction({
  to: habitCompletions,
  reads(plan, written) {
    plan.rows(habits, written.values("habitId"));
    plan.rowsBy(goalCheckIns, ["sourceId"], written.ids);
    plan.rowsBy(goalHabitLinks, ["habitId"], written.values("habitId"));
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      stored: checkInsOfSources(plan.userId, written.ids),
      given: { goalId: goalsOfHabits(plan.userId, written.values("habitId")) },
    }),
  effects(work, before, after) {
    if (!isTouched<Completion>(before, after, ["showStatus", "isCounted", "value", "dateKey"])) return;
    const habit = work.find(habits, after.habitId);
    const counts = habit !== undefined && after.isCounted && after.showStatus !== "deleted";
    const linked = work.owned(goalHabitLinks).by("habitId", after.habitId);
    const isMeasured = habit?.completionMode === "numeric" && after.value !== null;
    follow(work, {
      type: "habit",
      id: after.id,
      day: after.dateKey,
      goalIds: counts ? [habit.goalId, ...habit.linkedGoalIds, ...linked.map(({ goalId }) => goalId)] : [],
      // That it was done is a step of one, never a reading.
      bring: (goal) =>
        isMeasured
          ? { value: after.value ?? 0, mode: defaultMode(goal) }
          : { value: toQuantity(1, "value"), mode: "delta" },
    });
  },
});

/** What of a transaction decides about goals: its amount and day, and what leads to goals, budgets and debts. */
const MOVED_BY = [
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

/** An active transaction brings its amount, in the goal's currency at the rate of its day. */
const ofTransactions = reaction({
  to: transactions,
  reads(plan, written) {
    const goalIds = written.values("goalId");
    plan.rows(goals, goalIds);
    plan.rowsBy(goalCheckIns, ["sourceId"], written.ids);
    plan.rowsBy(budgetEntryRows, ["transactionId"], written.ids);
    const { userId } = plan;
    const currenciesOf = (ids: Sql) =>
      ifAny(ids, sql`SELECT currency FROM goals WHERE userId = ${userId} AND id IN (${ids})`);
    planRates(
      plan,
      [
        listed([profileOf(plan.user).primaryCurrency]),
        currenciesOf(goalIds),
        currenciesOf(goalsOfBudgetsAndDebts(userId)),
      ],
      [written.values("date")],
    );
  },
  reaches: (plan, written) =>
    plan.reached(goalCheckIns, {
      stored: checkInsOfSources(plan.userId, written.ids),
      given: { goalId: union([written.values("goalId"), goalsOfBudgetsAndDebts(plan.userId)]) },
    }),
  effects(work, before, after) {
    if (!isTouched<Transaction>(before, after, MOVED_BY)) return;
    if (after.goalId !== (before?.goalId ?? null)) nameGoal(work, after);
    const { id, type, amount, currency, date } = after;
    follow(work, {
      type: "finance",
      id,
      day: date,
      goalIds: after.showStatus === "active" ? goalsOf(work, after) : [],
      bring(goal) {
        const sign = moneySign(goal.financeMode, type);
        if (sign === 0 || !countsMoney(goal)) return null;
        const own = goal.currency ?? profileOf(work.user).primaryCurrency;
        const minor = convertOn(work, amount, currency, own, date, "amount");
        return { value: sign * quantityOfMinor(minor, own, "amount"), mode: "delta" };
      },
    });
  },
});

/** The goal a transaction names, those of the budgets it entered, and those of the debt it pays. */
function goalsOf(work: UnitOfWork, { id, goalId, debtId }: Transaction): (string | null)[] {
  const entries = work.owned(budgetEntryRows).by("transactionId", id);
  const budgetIds = new Set(entries.map(({ budgetId }) => budgetId));
  // What funds a debt has the debt's own id; it pays nothing back.
  const paidDebt = debtId === id ? null : debtId;
  const linked = work.all(goals).filter(({ linkedBudgetId, linkedDebtId }) => {
    return (
      (linkedBudgetId !== null && budgetIds.has(linkedBudgetId)) || (linkedDebtId !== null && linkedDebtId === paidDebt)
    );
  });
  return [goalId, ...linked.map((goal) => goal.id)];
}

/** Spec 4.2: the goal's title and type as they are when the transaction is linked. */
function nameGoal(work: UnitOfWork, { id, goalId }: Transaction): void {
  const goal = goalId === null ? undefined : work.find(goals, goalId);
  work.update(transactions, id, { goalName: goal?.title ?? null, goalType: goal?.goalType ?? null });
}

/** Automatic check-ins (spec 3.2): each source once per goal, undone with its source. */
export const checkInReactions: AnyReaction[] = [ofTasks, ofCompletions, ofTransactions];
