import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { addDays } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { evaluableDays, evaluateHabit, transactionsOn } from "./completions/evaluation.ts";
import { completionsInScope, planEvaluation, scopeOfDays, unevaluatedDays } from "./completions/reads.ts";
import { hasActiveRule } from "./rules.ts";
import { HAS_ACTIVE_RULE, habits } from "./table.ts";

/**
 * Evaluates finance rules on the days that have passed in the user's zone: on days without a transaction, which no write
 * has evaluated, and on days for which transactions were entered before they came.
 */
export const evaluateHabits: MaintenanceTask = {
  name: "habits: evaluate days",
  due: `SELECT owner FROM habits WHERE ${HAS_ACTIVE_RULE} AND judgedThrough < ?1`,

  reads(plan, { today }) {
    const recentDays = Array.from({ length: LIMITS.planner.catchUpDays + 1 }, (_, back) => addDays(today, -back));
    const scope = scopeOfDays(unevaluatedDays(plan.owner, recentDays));
    planEvaluation(plan, scope);
    plan.writes(completionsInScope(plan, scope));
  },

  apply(work) {
    const { today } = work.at;
    const days = evaluableDays(work).map((day) => ({ day, ofDay: transactionsOn(work, day) }));
    for (const habit of work.all(habits).filter(hasActiveRule)) {
      const { judgedThrough } = habit;
      if (judgedThrough === null || judgedThrough >= today) continue;
      for (const { day, ofDay } of days) if (day >= judgedThrough) evaluateHabit(work, habit, day, ofDay);
      work.update(habits, habit.id, { judgedThrough: today });
    }
  },
};
