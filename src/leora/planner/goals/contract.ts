import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { currency, day, instant, label, note, uuid } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { DIRECTIONS, FINANCE_MODES, GOAL_STATUSES, GOAL_TYPES, METRIC_TYPES } from "./rules.ts";

const { linksOfGoal, milestones: milestonesMax } = LIMITS.planner;

const value = (example: number) => z.number().meta({ example });
const percent = (example: number) => z.number().min(0).max(100).meta({ example });
const order = z.int().min(0).max(milestonesMax).meta({ example: 0 });

const MilestoneCreate = z.object({
  id: uuid().optional(),
  title: label(500, "250$ yig'ish"),
  description: note(5000, "Birinchi chorak").nullish(),
  targetPercent: percent(25),
  dueDate: day().nullish(),
  order: order.optional(),
});

const required = {
  title: label(500, "1000$ jamg'arish"),
  goalType: z.enum(GOAL_TYPES).meta({ example: "financial" }),
  metricType: z.enum(METRIC_TYPES).meta({ example: "amount" }),
  direction: z.enum(DIRECTIONS).meta({ example: "increase" }),
};
const status = z.enum(GOAL_STATUSES).meta({ example: "active" });
const financeMode = z.enum(FINANCE_MODES).meta({ example: "save" });
const links = z.array(uuid()).max(linksOfGoal);
const optional = {
  description: note(5000, "Yil oxirigacha").nullish(),
  unit: note(50, "USD").nullish(),
  initialValue: value(0).nullish(),
  targetValue: value(1000).nullish(),
  progressTargetValue: value(1000).nullish(),
  financeMode: financeMode.nullish(),
  currency: currency().nullish(),
  linkedBudgetId: uuid().nullish(),
  linkedDebtId: uuid().nullish(),
  startDate: day().nullish(),
  targetDate: day().nullish(),
};

export const GoalCreate = creation("Goal", {
  ...required,
  status: status.optional(),
  ...optional,
  milestones: z.array(MilestoneCreate).max(milestonesMax).optional(),
  linkedHabitIds: links.optional(),
  linkedTaskIds: links.optional(),
});

export const GoalPatch = changes("Goal", {
  ...required,
  status,
  ...optional,
  milestones: z.array(MilestoneCreate.partial()).max(milestonesMax),
  linkedHabitIds: links,
  linkedTaskIds: links,
});

export const GoalView = view("Goal", {
  ...required,
  description: z.string().nullable(),
  status,
  unit: z.string().nullable(),
  initialValue: value(0),
  targetValue: value(1000).nullable(),
  progressTargetValue: value(1000).nullable(),
  currentValue: value(150),
  financeMode: financeMode.nullable(),
  currency: currency().nullable(),
  linkedBudgetId: uuid().nullable(),
  linkedDebtId: uuid().nullable(),
  startDate: day().nullable(),
  targetDate: day().nullable(),
  completedDate: day().nullable(),
  progressPercent: percent(15),
  milestones: z.array(
    z.object({
      id: uuid(),
      goalId: uuid(),
      title: z.string(),
      description: z.string().nullable(),
      targetPercent: percent(25),
      dueDate: day().nullable(),
      completedAt: instant().nullable(),
      order: z.int(),
    }),
  ),
  linkedHabitIds: z.array(uuid()),
  linkedTaskIds: z.array(uuid()),
});

export const GoalStats = z
  .object({
    financialProgressPercent: percent(15),
    habitsProgressPercent: percent(80),
    tasksProgressPercent: percent(50),
    focusMinutesLast30: z.int().meta({ example: 240 }),
    projectedCompletionDate: day().nullable(),
  })
  .meta({ id: "GoalStats" });

/** A goal with the numbers that are computed when a single goal is read. */
export const GoalDetail = GoalView.extend({ stats: GoalStats }).meta({ id: "GoalDetail" });
