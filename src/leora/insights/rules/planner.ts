import { percentOf } from "../../../kernel/db/sums.ts";
import { daysBetween } from "../../../kernel/time.ts";
import type { Basis } from "../facts/basis.ts";
import type { GoalFacts, TaskFacts } from "../facts/planner.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import type { Finding } from "../finding.ts";
import { findingOf } from "./finding-of.ts";
import type { RuleOptions } from "./settings.ts";

// What tasks and goals are about today.

/** So many overdue tasks are critical. */
const MANY_OVERDUE = 5;
const NEAR_PERCENT = 90;
const BEHIND_POINTS = 20;
const STALE_DAYS = 14;

export function planner({ basis, day }: Snapshot, options: RuleOptions): Finding[] {
  if (day === null) return [];
  return [...ofTasks(day.tasks, basis, options), ...day.goals.flatMap((goal) => ofGoal(goal, basis))];
}

function ofTasks(tasks: TaskFacts, basis: Basis, { settings }: RuleOptions): Finding[] {
  const { today } = basis.at;
  const deadlines = tasks.deadlines.filter(({ dueDate }) => daysBetween(today, dueDate) <= settings.deadlineDaysBefore);
  return [
    ...overdue(tasks, basis),
    ...(tasks.firstToday !== null
      ? [
          findingOf("tasks_due_today", basis, {
            facts: { count: tasks.openToday },
            names: { task: tasks.firstToday },
            actions: [["open_task", null]],
          }),
        ]
      : []),
    ...deadlines.map(({ id, title, dueDate }) =>
      findingOf("task_deadline", basis, {
        target: id,
        facts: { taskId: id, dueDate, days: daysBetween(today, dueDate) },
        names: { task: title },
        related: { taskId: id },
        actions: [["open_task", id]],
      }),
    ),
  ];
}

/** One finding for all overdue tasks. */
function overdue({ overdueCount, overdue: [oldest, ...others] }: TaskFacts, basis: Basis): Finding[] {
  if (!oldest) return [];
  return [
    findingOf("tasks_overdue", basis, {
      facts: { count: overdueCount, taskIds: [oldest, ...others].map(({ id }) => id) },
      names: { task: oldest.title },
      related: { taskId: oldest.id },
      actions: [
        ["reschedule_task", oldest.id],
        ["open_task", oldest.id],
      ],
      ...(overdueCount >= MANY_OVERDUE && { level: "critical", priority: 8 }),
    }),
  ];
}

/** A goal that is reached is neither near, nor behind, nor forgotten. */
function ofGoal(goal: GoalFacts, basis: Basis): Finding[] {
  const { id, title, progressPercent } = goal;
  const common = {
    target: id,
    names: { goal: title },
    related: { goalId: id },
    actions: [["open_goal", id]],
  } as const;
  const facts = { goalId: id, progressPercent };
  if (goal.status === "completed" || progressPercent >= 100) {
    return [findingOf("goal_reached", basis, { ...common, period: "reached", facts })];
  }
  const missing = {
    ...common,
    names: { goal: title, ...(goal.unit !== null && { unit: goal.unit }) },
    facts: { ...facts, remaining: goal.remaining },
  };
  const behind = behindOf(goal, basis);
  const days = staleDays(goal, basis);
  return [
    ...(progressPercent >= NEAR_PERCENT ? [findingOf("goal_near", basis, { ...missing, period: "near" })] : []),
    ...(behind ? [findingOf("goal_behind", basis, { ...missing, facts: { ...missing.facts, ...behind } })] : []),
    ...(days === null ? [] : [findingOf("goal_stale", basis, { ...common, facts: { goalId: id, days } })]),
  ];
}

/**
 * How much of a goal's time is gone, if that is at least a quarter and more than 20 points ahead of its progress. All of it
 * is gone from the target day on.
 */
function behindOf({ startDay, targetDate, progressPercent }: GoalFacts, { at: { today } }: Basis) {
  if (targetDate === null || targetDate <= startDay || today < startDay) return null;
  const total = daysBetween(startDay, targetDate);
  const gone = Math.min(daysBetween(startDay, today), total);
  // In hundredths of a point, because progress has two decimals.
  const points = Math.round(progressPercent * 100);
  const isBehind = gone * 4 >= total && gone * 10_000 - points * total > BEHIND_POINTS * 100 * total;
  return isBehind ? { timePercent: percentOf(BigInt(gone), BigInt(total)), targetDate } : null;
}

/** For how many days nothing was checked in, if a goal that is older than 14 days had nothing for 14; else null. */
function staleDays({ createdDay, lastCheckIn }: GoalFacts, { at: { today } }: Basis): number | null {
  if (daysBetween(createdDay, today) <= STALE_DAYS) return null;
  const days = daysBetween(lastCheckIn ?? createdDay, today);
  return days >= STALE_DAYS ? days : null;
}
