import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { addDays } from "../../../kernel/time.ts";
import { isRuled, judgeableDays, judgeHabit } from "./completions/evaluation.ts";
import { RULED } from "./kinds.ts";
import { evaluationOfDays, planEvaluation, reachedCompletions, unevaluatedDays } from "./reads.ts";
import { habits } from "./table.ts";

/** How far a finance rule looks back after downtime. */
const CATCH_UP_DAYS = 31;

/**
 * Lets finance rules judge the days that have passed in the user's zone, also those without a transaction, and
 * transactions that were dated ahead.
 */
export const judgeHabits: MaintenanceTask = {
  name: "habits: judge days",
  due: `SELECT userId FROM habits WHERE ${RULED} AND judgedThrough < ?1`,

  reads(plan, { today }) {
    const recentDays = Array.from({ length: CATCH_UP_DAYS + 1 }, (_, back) => addDays(today, -back));
    const evaluation = evaluationOfDays(unevaluatedDays(plan.userId, recentDays));
    planEvaluation(plan, evaluation);
    plan.writes(reachedCompletions(plan, evaluation));
  },

  apply(work) {
    const { today } = work.at;
    const days = judgeableDays(work);
    for (const habit of work.all(habits).filter(isRuled)) {
      const { judgedThrough } = habit;
      if (judgedThrough === null || judgedThrough >= today) continue;
      for (const day of days) if (day >= judgedThrough) judgeHabit(work, habit, day);
      work.update(habits, habit.id, { judgedThrough: today });
    }
  },
};
