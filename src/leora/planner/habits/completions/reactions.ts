import type { RowOf } from "../../../../engine/columns.ts";
import { type AnyReaction, reaction } from "../../../../engine/entity.ts";
import { sql } from "../../../../engine/sql.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { tasks } from "../../tasks/table.ts";
import { EVALUATED_COLUMNS } from "../rule-evaluation.ts";
import { habits } from "../table.ts";
import { evaluableDays, evaluateDay, recordOutcome } from "./evaluation.ts";
import { completionsInScope, planEvaluation, scopeOfTransactions } from "./reads.ts";
import { habitCompletions } from "./table.ts";

/**
 * Transactions complete habits (spec 3.3, 7.2): those with a finance rule, and those that the transactions name. Days to
 * come are evaluated when they have come (see maintenance.ts).
 */
const ofTransactions = reaction({
  to: transactions,
  reads: (plan, written) => planEvaluation(plan, scopeOfTransactions(plan, written)),
  reaches: (plan, written) => completionsInScope(plan, scopeOfTransactions(plan, written)),
  effects(work, before, after) {
    if (before && EVALUATED_COLUMNS.every((column) => sameValue(before[column], after[column]))) return;
    const days = new Set([...(before ? [before.date] : []), after.date]);
    for (const day of evaluableDays(work)) {
      if (days.has(day)) evaluateDay(work, day, [before?.habitId ?? null, after.habitId]);
    }
  },
});

/** A completed task completes the boolean habit that it names, on that day, until it is reopened or deleted. */
const ofTasks = reaction({
  to: tasks,
  reads(plan, written) {
    plan.rows(habits, written.values("habitId"));
    plan.rowsBy(habitCompletions, ["sourceId"], written.ids);
  },
  reaches(plan, written) {
    const habitIds = written.values("habitId");
    return plan.reached(habitCompletions, {
      // Two queries: for one with OR, and for a UNION, SQLite would go through all completions of the user.
      where: sql`id IN (
        SELECT id FROM habitCompletions
        WHERE owner = ${plan.owner} AND habitId IN (${habitIds}) AND dateKey = ${plan.at.today}
        UNION ALL SELECT id FROM habitCompletions WHERE owner = ${plan.owner} AND sourceId IN (${written.ids}))`,
      given: { habitId: habitIds },
    });
  },
  effects(work, before, after) {
    const completedBefore = before && habitCompletedBy(before);
    const completed = habitCompletedBy(after);
    if (completedBefore === completed) return;
    const ofTask = work.rowsBy(habitCompletions, { sourceId: after.id });
    const current = ofTask.find(({ showStatus }) => showStatus !== "deleted");
    if (current) work.update(habitCompletions, current.id, { showStatus: "deleted" });
    const habit = completed === null ? undefined : work.find(habits, completed);
    if (habit?.completionMode !== "boolean") return;
    const source = { sourceType: "task" as const, sourceId: after.id };
    recordOutcome(work, habit, work.at.today, { status: "done", value: null }, source);
  },
});

/** The id of the habit that a task completes as it is now. */
const habitCompletedBy = ({ status, showStatus, habitId }: RowOf<typeof tasks>): string | null =>
  status === "completed" && showStatus !== "deleted" ? habitId : null;

export const completionReactions: AnyReaction[] = [ofTransactions, ofTasks];
