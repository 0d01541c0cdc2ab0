import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { clockTime, currency, day, label, note, uuid } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import {
  COMPLETION_MODES,
  COUNTING_TYPES,
  DIFFICULTIES,
  FREQUENCIES,
  HABIT_STATUSES,
  HABIT_TYPES,
  PRIORITIES,
} from "./rules.ts";

const { linksOfHabit, challengeDays } = LIMITS.planner;

const category = () => z.string().trim().min(1).max(64).meta({ example: "food" });
const categoryIds = z.array(category()).min(1).max(linksOfHabit);
const positive = (example: number) => z.number().positive().meta({ example });

const ruleOf = <Currency extends z.ZodType>(ruleCurrency: Currency) =>
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("no_spend_in_categories"), categoryIds }),
    z.object({
      type: z.literal("spend_in_categories"),
      categoryIds,
      minAmount: positive(50000).nullish(),
      currency: ruleCurrency,
    }),
    z.object({ type: z.literal("has_any_transactions"), accountIds: z.array(uuid()).max(linksOfHabit).optional() }),
    z.object({ type: z.literal("daily_spend_under"), amount: positive(100000), currency: ruleCurrency }),
  ]);

const required = {
  title: label(500, "Ertalab yugurish"),
  habitType: z.enum(HABIT_TYPES).meta({ example: "health" }),
};
const defaulted = {
  status: z.enum(HABIT_STATUSES).meta({ example: "active" }),
  frequency: z.enum(FREQUENCIES).meta({ example: "daily" }),
  completionMode: z.enum(COMPLETION_MODES).meta({ example: "numeric" }),
  countingType: z.enum(COUNTING_TYPES).meta({ example: "create" }),
  difficulty: z.enum(DIFFICULTIES).meta({ example: "medium" }),
  priority: z.enum(PRIORITIES).meta({ example: "medium" }),
  reminderEnabled: z.boolean().meta({ example: true }),
};
const weekdays = z
  .array(z.int().min(0).max(6))
  .max(7)
  .meta({ example: [1, 2, 3, 4, 5] });
const optional = {
  description: note(5000, "Parkda, nonushtadan oldin").nullish(),
  iconId: note(100, "running").nullish(),
  goalId: uuid().nullish(),
  daysOfWeek: weekdays.nullish(),
  timesPerWeek: z.int().min(1).max(7).meta({ example: 3 }).nullish(),
  timeOfDay: clockTime().nullish(),
  targetPerDay: positive(3).nullish(),
  unit: note(50, "km").nullish(),
  challengeLengthDays: z.int().min(1).max(challengeDays).meta({ example: 30 }).nullish(),
  reminderTime: clockTime().nullish(),
  /** Without a currency: the user's primary one. */
  financeRule: ruleOf(currency().optional()).nullish(),
};
const linkedGoalIds = z.array(uuid()).max(linksOfHabit);

export const HabitCreate = creation("Habit", {
  ...required,
  ...z.object(defaulted).partial().shape,
  ...optional,
  linkedGoalIds: linkedGoalIds.optional(),
});

export const HabitPatch = changes("Habit", { ...required, ...defaulted, ...optional, linkedGoalIds });

const percent = z.number().min(0).max(100).meta({ example: 86.7 });
const count = (example: number) => z.int().min(0).meta({ example });

export const HabitView = view("Habit", {
  ...required,
  ...defaulted,
  description: z.string().nullable(),
  iconId: z.string().nullable(),
  goalId: uuid().nullable(),
  linkedGoalIds,
  daysOfWeek: weekdays.nullable(),
  timesPerWeek: z.int().nullable(),
  timeOfDay: clockTime().nullable(),
  targetPerDay: z.number().meta({ example: 3 }).nullable(),
  unit: z.string().nullable(),
  challengeLengthDays: z.int().nullable(),
  reminderTime: clockTime().nullable(),
  financeRule: ruleOf(currency()).nullable(),
  streakCurrent: count(12),
  streakBest: count(30),
  completionRate30d: percent,
  isDoneToday: z.boolean(),
});

const tally = { done: count(4), scheduled: count(5) };

export const HabitStats = z
  .object({
    habitId: uuid(),
    streakCurrent: count(12),
    streakBest: count(30),
    streakUnit: z.enum(["days", "weeks"]),
    completionRate30d: percent,
    firstDay: day(),
    doneDays: count(120),
    missedDays: count(4),
    thisWeek: z.object(tally),
    thisMonth: z.object(tally),
    challenge: z
      .object({
        lengthDays: count(30),
        startDate: day(),
        endDate: day(),
        day: count(12),
        remainingDays: count(18),
        ...tally,
        isCompleted: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: "HabitStats" });
