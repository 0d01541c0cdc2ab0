import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { clockTime, day, exampleIdOf, idOf, label, note } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { Priority } from "../tasks/contract.ts";
import { HabitFinanceRule, HabitFinanceRuleCreate } from "./finance-rule-contract.ts";
import {
  COMPLETION_MODES,
  COUNTING_TYPES,
  DIFFICULTIES,
  FREQUENCIES,
  HABIT_STATUSES,
  HABIT_TYPES,
  STREAK_UNITS,
} from "./rules.ts";

const { linksOfHabit, challengeDays } = LIMITS.planner;

const HabitType = z.enum(HABIT_TYPES).meta({ id: "HabitType" });
const HabitStatus = z.enum(HABIT_STATUSES).meta({ id: "HabitStatus" });
const HabitFrequency = z.enum(FREQUENCIES).meta({ id: "HabitFrequency" });
const HabitCompletionMode = z.enum(COMPLETION_MODES).meta({ id: "HabitCompletionMode" });
const HabitCountingType = z.enum(COUNTING_TYPES).meta({ id: "HabitCountingType" });
const HabitDifficulty = z.enum(DIFFICULTIES).meta({ id: "HabitDifficulty" });
const HabitStreakUnit = z.enum(STREAK_UNITS).meta({ id: "HabitStreakUnit" });

const EXAMPLE = {
  title: "Ertalab yugurish",
  habitType: "health",
  frequency: "daily",
  daysOfWeek: [1, 2, 3, 4, 5],
  timeOfDay: "06:00",
  completionMode: "numeric",
  targetPerDay: 3,
  unit: "km",
  countingType: "create",
  difficulty: "medium",
  reminderEnabled: true,
  reminderTime: "05:45",
};

const required = {
  title: label(500, EXAMPLE.title),
  habitType: HabitType,
};
const defaulted = {
  status: HabitStatus,
  frequency: HabitFrequency,
  completionMode: HabitCompletionMode,
  countingType: HabitCountingType,
  difficulty: HabitDifficulty,
  priority: Priority,
  reminderEnabled: z.boolean().meta({ example: true }),
};
const weekdays = z.array(z.int().min(0).max(6)).max(7).meta({ example: EXAMPLE.daysOfWeek });
const optional = {
  description: note(5000, "Parkda, nonushtadan oldin").nullish(),
  iconId: note(100, "running").nullish(),
  goalId: idOf("Goal").nullish(),
  daysOfWeek: weekdays.nullish(),
  timesPerWeek: z.int().min(1).max(7).meta({ example: 3 }).nullish(),
  timeOfDay: clockTime().meta({ example: EXAMPLE.timeOfDay }).nullish(),
  targetPerDay: z.number().positive().meta({ example: 3 }).nullish(),
  unit: note(50, "km").nullish(),
  challengeLengthDays: z.int().min(1).max(challengeDays).meta({ example: 30 }).nullish(),
  reminderTime: clockTime().meta({ example: EXAMPLE.reminderTime }).nullish(),
  financeRule: HabitFinanceRuleCreate.nullish(),
};
const linkedGoalIds = z.array(idOf("Goal")).max(linksOfHabit);

export const HabitCreate = creation(
  "Habit",
  {
    ...required,
    ...z.object(defaulted).partial().shape,
    ...optional,
    linkedGoalIds: linkedGoalIds.optional(),
  },
  { id: exampleIdOf("Habit"), ...EXAMPLE },
);

export const HabitPatch = changes(
  "Habit",
  { ...required, ...defaulted, ...optional, linkedGoalIds },
  { targetPerDay: 5, reminderTime: "06:15" },
);

const percent = z.number().min(0).max(100).meta({ example: 86.7 });
const count = (example: number) => z.int().min(0).meta({ example });

export const HabitView = view(
  "Habit",
  {
    ...required,
    ...defaulted,
    description: z.string().nullable(),
    iconId: z.string().nullable(),
    goalId: idOf("Goal").nullable(),
    linkedGoalIds,
    daysOfWeek: weekdays.nullable(),
    timesPerWeek: z.int().nullable(),
    timeOfDay: clockTime().nullable(),
    targetPerDay: z.number().nullable(),
    unit: z.string().nullable(),
    challengeLengthDays: z.int().nullable(),
    reminderTime: clockTime().nullable(),
    financeRule: HabitFinanceRule.nullable(),
    streakCurrent: count(12),
    streakBest: count(30),
    completionRate30d: percent,
    isDoneToday: z.boolean(),
  },
  {
    ...EXAMPLE,
    status: "active",
    linkedGoalIds: [],
    priority: "medium",
    streakCurrent: 12,
    streakBest: 30,
    completionRate30d: 86.7,
    isDoneToday: true,
  },
);

const HabitTally = z.object({ done: count(4), scheduled: count(5) }).meta({ id: "HabitTally" });

const HabitChallenge = z
  .object({
    lengthDays: count(180),
    startDate: day().meta({ example: "2026-01-10" }),
    endDate: day().meta({ example: "2026-07-08" }),
    day: count(150),
    remainingDays: count(30),
    done: count(100),
    scheduled: count(128),
    isCompleted: z.boolean().meta({ example: false }),
  })
  .meta({ id: "HabitChallenge" });

export const HabitStats = z
  .object({
    habitId: idOf("Habit"),
    streakCurrent: count(12),
    streakBest: count(30),
    streakUnit: HabitStreakUnit,
    completionRate30d: percent,
    firstDay: day().meta({ example: "2026-01-10" }),
    doneDays: count(120),
    missedDays: count(4),
    thisWeek: HabitTally,
    thisMonth: HabitTally,
    challenge: HabitChallenge.nullable(),
  })
  .meta({ id: "HabitStats" });
