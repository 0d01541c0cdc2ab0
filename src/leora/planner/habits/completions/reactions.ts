import type { RowOf } from "../../../../engine/columns.ts";
import { type AnyReaction, reaction } from "../../../../engine/entity.ts";
import { ifAny, sql, union } from "../../../../engine/sql.ts";
import { sameValue } from "../../../../engine/tracked-row.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { tasks } from "../../tasks/table.ts";
import { evaluationOf, planEvaluation, reachedCompletions } from "../reads.ts";
import { FACTS } from "../rule-evaluation.ts";
import { habitCompletions, habits } from "../table.ts";
import { judgeableDays, judgeDay, record } from "./evaluation.ts";

/** Transactions complete habits (spec 3.3, 7.2): by finance rules, and those that they name. A future day has to come first. */
const ofTransactions = reaction({
  to: transactions,
  reads: (plan, written) => planEvaluation(plan, evaluationOf(plan, written)),
  reaches: (plan, written) => reachedCompletions(plan, evaluationOf(plan, written)),
  effects(work, before, after) {
    if (before && FACTS.every((name) => sameValue(before[name], after[name]))) return;
    const days = new Set([...(before ? [before.date] : []), after.date]);
    for (const day of judgeableDays(work)) {
      if (days.has(day)) judgeDay(work, day, [before?.habitId ?? null, after.habitId]);
    }
  },
});

/** A task that is done completes the boolean habit that it names, on that day, until it is reopened or deleted. */
const ofTasks = reaction({
  to: tasks,
  reads(plan, written) {
    plan.rows(habits, written.values("habitId"));
    plan.rowsBy(habitCompletions, ["sourceId"], written.ids);
  },
  reaches(plan, written) {
    const { userId, at } = plan;
    const habitIds = written.values("habitId");
    const ofToday = sql`SELECT id FROM habitCompletions
      WHERE userId = ${userId} AND habitId IN (${habitIds}) AND dateKey = ${at.today}`;
    const ofTasks = sql`SELECT id FROM habitCompletions WHERE userId = ${userId} AND sourceId IN (${written.ids})`;
    return plan.reached(habitCompletions, {
      stored: union([ifAny(habitIds, ofToday), ifAny(written.ids, ofTasks)]),
      given: { habitId: habitIds },
    });
  },
  effects(work, before, after) {
    const [was, is] = [before && completedHabit(before), completedHabit(after)];
    if (was === is) return;
    const done = work
      .rowsBy(habitCompletions, { sourceId: after.id })
      .find(({ showStatus }) => showStatus !== "deleted");
    if (done) work.update(habitCompletions, done.id, { showStatus: "deleted" });
    const habit = is === null ? undefined : work.find(habits, is);
    if (habit?.completionMode !== "boolean") return;
    record(work, habit, work.at.today, { status: "done", value: null }, { sourceType: "task", sourceId: after.id });
  },
});

const completedHabit = ({ status, showStatus, habitId }: RowOf<typeof tasks>): string | null =>
  status === "completed" && showStatus !== "deleted" ? habitId : null;

/** What others' rows do to completions. */
export const completionReactions: AnyReaction[] = [ofTransactions, ofTasks];
