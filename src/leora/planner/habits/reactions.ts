import type { RowOf } from "../../../engine/columns.ts";
import { type AnyReaction, reaction } from "../../../engine/entity.ts";
import { sameValue } from "../../../engine/unit-of-work.ts";
import { transactions } from "../../finance/transactions/table.ts";
import { planGoalsOfCompletions, planGoalsOfHabits } from "../goals/effects.ts";
import { tasks } from "../tasks/table.ts";
import { planJudging } from "./effects.ts";
import { judgeableDays, judgeDay, record } from "./judge.ts";
import { habitCompletions, habits } from "./table.ts";
import { FACTS } from "./verdict.ts";

type Input = Readonly<Record<string, unknown>>;

const named = (inputs: readonly Input[], ...fields: string[]): string[] =>
  inputs.flatMap((input) =>
    fields.flatMap((field) => (typeof input[field] === "string" ? [String(input[field])] : [])),
  );

/** Transactions complete habits (spec 3.3, 7.2): by finance rules, and those that they name. A future day has to come first. */
const ofTransactions = reaction({
  to: transactions,
  reads(plan, ids, inputs) {
    planJudging(plan, {
      transactionIds: ids,
      habitIds: named(inputs, "habitId"),
      days: named(inputs, "date"),
      currencies: named(inputs, "currency"),
      accountIds: named(inputs, "accountId", "fromAccountId"),
    });
  },
  effects(work, before, after) {
    if (before && FACTS.every((name) => sameValue(before[name], after[name]))) return;
    const days = new Set([...(before ? [before.date] : []), after.date]);
    for (const day of judgeableDays(work)) {
      if (days.has(day)) judgeDay(work, day, [before?.habitId ?? null, after.habitId]);
    }
  },
});

/** Habits and completions that tasks lead to: `?2` stored tasks, `?3` named habits. */
const IDS = "(SELECT value FROM json_each(?2))";
const HABIT_IDS = `SELECT habitId FROM tasks WHERE userId = ?1 AND habitId IS NOT NULL AND id IN ${IDS}
  UNION SELECT value FROM json_each(?3)`;
const COMPLETIONS = `id IN (
  SELECT id FROM habitCompletions WHERE userId = ?1 AND sourceId IS NOT NULL AND sourceId IN ${IDS}
  UNION SELECT id FROM habitCompletions WHERE userId = ?1 AND habitId IN (${HABIT_IDS}) AND dateKey = ?4)`;

/** A task that is done completes the boolean habit that it names, on that day, until it is reopened or deleted. */
const ofTasks = reaction({
  to: tasks,
  reads(plan, ids, inputs) {
    const habitIds = named(inputs, "habitId");
    if (ids.length + habitIds.length === 0) return;
    const params = [JSON.stringify(ids), JSON.stringify(habitIds)];
    const { today } = plan.at;
    plan.where(habits, `id IN (${HABIT_IDS})`, ...params);
    plan.where(habitCompletions, COMPLETIONS, ...params, today);
    planGoalsOfHabits(plan, `id IN (${HABIT_IDS})`, ...params);
    planGoalsOfCompletions(plan, COMPLETIONS, ...params, today);
  },
  effects(work, before, after) {
    const [was, is] = [before && completedHabit(before), completedHabit(after)];
    if (was === is) return;
    const done = work.all(habitCompletions).find(({ sourceId }) => sourceId === after.id);
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
