import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { currency, day, exampleIdOf, idOf, instant, label, note } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { DIRECTIONS, FINANCE_MODES, GOAL_STATUSES, GOAL_TYPES, METRIC_TYPES } from "./rules.ts";

const { linksOfGoal, milestones: milestonesMax } = LIMITS.planner;

const GoalType = z.enum(GOAL_TYPES).meta({ id: "GoalType" });
const GoalStatus = z.enum(GOAL_STATUSES).meta({ id: "GoalStatus" });
const GoalMetricType = z.enum(METRIC_TYPES).meta({ id: "GoalMetricType" });
const GoalDirection = z.enum(DIRECTIONS).meta({ id: "GoalDirection" });
const GoalFinanceMode = z.enum(FINANCE_MODES).meta({ id: "GoalFinanceMode" });

const EXAMPLE = {
  title: "1000$ jamg'arish",
  description: "Yil oxirigacha",
  goalType: "financial",
  metricType: "amount",
  direction: "increase",
  unit: "USD",
  initialValue: 0,
  targetValue: 1000,
  financeMode: "save",
  currency: "USD",
  targetDate: "2026-12-31",
};

const value = (example: number) => z.number().meta({ example });
const percent = (example: number) => z.number().min(0).max(100).meta({ example });
const order = z.int().min(0).max(milestonesMax).meta({ example: 0 });

const GoalMilestoneCreate = z
  .object({
    id: idOf("GoalMilestone").optional(),
    title: label(500, "250$ yig'ish"),
    description: note(5000, "Birinchi chorak").nullish(),
    targetPercent: percent(25),
    dueDate: day().nullish(),
    order: order.optional(),
  })
  .meta({ id: "GoalMilestoneCreate" });
/** A milestone of a whole list that replaces the one before: of a known one only what changes is needed. */
const GoalMilestoneChange = GoalMilestoneCreate.partial().meta({ id: "GoalMilestoneChange" });

const GoalMilestone = z
  .object({
    id: idOf("GoalMilestone"),
    goalId: idOf("Goal"),
    title: z.string(),
    description: z.string().nullable(),
    targetPercent: percent(25),
    dueDate: day().nullable(),
    completedAt: instant().nullable().meta({ example: null }),
    order: z.int(),
  })
  .meta({ id: "GoalMilestone" });

const required = {
  title: label(500, EXAMPLE.title),
  goalType: GoalType,
  metricType: GoalMetricType,
  direction: GoalDirection,
};
const optional = {
  description: note(5000, EXAMPLE.description).nullish(),
  unit: note(50, EXAMPLE.unit).nullish(),
  initialValue: value(0).nullish(),
  targetValue: value(1000).nullish(),
  progressTargetValue: value(1000).nullish(),
  financeMode: GoalFinanceMode.nullish(),
  currency: currency().meta({ example: EXAMPLE.currency }).nullish(),
  linkedBudgetId: idOf("Budget").nullish(),
  linkedDebtId: idOf("Debt").nullish(),
  startDate: day().meta({ example: "2026-01-15" }).nullish(),
  targetDate: day().meta({ example: EXAMPLE.targetDate }).nullish(),
};
const linkedHabitIds = z.array(idOf("Habit")).max(linksOfGoal);
const linkedTaskIds = z.array(idOf("Task")).max(linksOfGoal);

export const GoalCreate = creation(
  "Goal",
  {
    ...required,
    status: GoalStatus.optional(),
    ...optional,
    milestones: z.array(GoalMilestoneCreate).max(milestonesMax).optional(),
    linkedHabitIds: linkedHabitIds.optional(),
    linkedTaskIds: linkedTaskIds.optional(),
  },
  {
    id: exampleIdOf("Goal"),
    ...EXAMPLE,
    milestones: [
      { title: "250$ yig'ish", targetPercent: 25 },
      { title: "500$ yig'ish", targetPercent: 50 },
      { title: "750$ yig'ish", targetPercent: 75 },
    ],
  },
);

export const GoalPatch = changes(
  "Goal",
  {
    ...required,
    status: GoalStatus,
    ...optional,
    milestones: z.array(GoalMilestoneChange).max(milestonesMax),
    linkedHabitIds,
    linkedTaskIds,
  },
  { targetValue: 1500, targetDate: "2027-03-31" },
);

const VIEW_EXAMPLE = {
  ...EXAMPLE,
  status: "active",
  currentValue: 150,
  progressPercent: 15,
  milestones: [
    {
      id: exampleIdOf("GoalMilestone"),
      goalId: exampleIdOf("Goal"),
      title: "250$ yig'ish",
      description: null,
      targetPercent: 25,
      dueDate: null,
      completedAt: null,
      order: 0,
    },
  ],
  linkedHabitIds: [],
  linkedTaskIds: [],
};

export const GoalView = view(
  "Goal",
  {
    ...required,
    description: z.string().nullable(),
    status: GoalStatus,
    unit: z.string().nullable(),
    initialValue: value(0),
    targetValue: value(1000).nullable(),
    progressTargetValue: value(1000).nullable(),
    currentValue: value(150),
    financeMode: GoalFinanceMode.nullable(),
    currency: currency().nullable(),
    linkedBudgetId: idOf("Budget").nullable(),
    linkedDebtId: idOf("Debt").nullable(),
    startDate: day().nullable(),
    targetDate: day().nullable(),
    completedDate: day().nullable(),
    progressPercent: percent(15),
    milestones: z.array(GoalMilestone),
    linkedHabitIds: z.array(idOf("Habit")),
    linkedTaskIds: z.array(idOf("Task")),
  },
  VIEW_EXAMPLE,
);

const STATS_EXAMPLE = {
  financialProgressPercent: 15,
  habitsProgressPercent: 80,
  tasksProgressPercent: 50,
  focusMinutesLast30: 240,
  projectedCompletionDate: "2027-03-31",
};

export const GoalStats = z
  .object({
    financialProgressPercent: percent(15),
    habitsProgressPercent: percent(80),
    tasksProgressPercent: percent(50),
    focusMinutesLast30: z.int(),
    projectedCompletionDate: day().nullable(),
  })
  .meta({ id: "GoalStats", example: STATS_EXAMPLE });

/** A goal with the numbers that are computed when a single goal is read. */
export const GoalDetail = GoalView.extend({ stats: GoalStats }).meta({
  id: "GoalDetail",
  example: { ...VIEW_EXAMPLE, stats: STATS_EXAMPLE },
});
