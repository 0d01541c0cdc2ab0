import type { OwnColumns, RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { customFilter, equals } from "../../../engine/list.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { definedFields, uuid } from "../../../kernel/contract.ts";
import { invalid } from "../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../kernel/quantity.ts";
import { accounts } from "../../finance/accounts/table.ts";
import { goals } from "../goals/table.ts";
import { withPause } from "./calendar.ts";
import { HabitCreate, HabitPatch, HabitView } from "./contract.ts";
import { readRule, showRule } from "./finance-rule.ts";
import { DIFFICULTIES, PRIORITIES } from "./kinds.ts";
import { Timeline } from "./rules.ts";
import { habitGoalLinks, habits } from "./table.ts";

export type Habit = RowOf<typeof habits>;
type Own = OwnColumns<typeof habits>;

/** Spec 3.3. */
export const habitEntity = defineEntity({
  name: "habits",
  table: habits,
  contract: { create: HabitCreate, patch: HabitPatch, view: HabitView },
  links: { goalId: "goals" },
  derived: ["startedOn", "marks", "pauses", "historyVersion", "judgedThrough"],
  list: {
    filters: {
      status: equals(HabitView.shape.status, "status"),
      habitType: equals(HabitView.shape.habitType, "habitType"),
      frequency: equals(HabitView.shape.frequency, "frequency"),
      countingType: equals(HabitView.shape.countingType, "countingType"),
      difficulty: equals(HabitView.shape.difficulty, "difficulty", (one) => DIFFICULTIES.indexOf(one)),
      priority: equals(HabitView.shape.priority, "priority", (one) => PRIORITIES.indexOf(one)),
      goalId: customFilter(uuid(), (id) => ({
        sql: "(goalId = ? OR EXISTS (SELECT 1 FROM habitGoals g WHERE g.userId = habits.userId AND g.habitId = habits.id AND g.goalId = ?))",
        params: [id, id],
      })),
    },
    sorts: ["title", "priority", "difficulty"],
  },

  search: ({ title, description, unit }) => [title, description, unit],

  reads(plan, { inputs }) {
    plan.rows(
      goals,
      inputs.flatMap(({ linkedGoalIds = [] }) => linkedGoalIds),
    );
    plan.rows(
      accounts,
      inputs.flatMap(({ financeRule }) =>
        financeRule?.type === "has_any_transactions" ? (financeRule.accountIds ?? []) : [],
      ),
    );
  },

  create(work, input): Own {
    const { today } = work.at;
    const financeRule = readRule(work, null, input.financeRule) ?? null;
    return checked({
      title: input.title,
      description: input.description ?? null,
      iconId: input.iconId ?? null,
      habitType: input.habitType,
      status: input.status ?? "active",
      goalId: input.goalId ?? null,
      linkedGoalIds: linkedGoals(work, [], input.linkedGoalIds ?? []),
      frequency: input.frequency ?? "daily",
      daysOfWeek: weekdays(input.daysOfWeek) ?? null,
      timesPerWeek: input.timesPerWeek ?? null,
      timeOfDay: input.timeOfDay ?? null,
      completionMode: input.completionMode ?? "boolean",
      targetPerDay: target(input.targetPerDay) ?? null,
      unit: input.unit ?? null,
      countingType: input.countingType ?? "create",
      difficulty: input.difficulty ?? "medium",
      priority: input.priority ?? "medium",
      challengeLengthDays: input.challengeLengthDays ?? null,
      reminderEnabled: input.reminderEnabled ?? false,
      reminderTime: input.reminderTime ?? null,
      financeRule,
      startedOn: today,
      marks: {},
      pauses: [],
      historyVersion: 0,
      judgedThrough: financeRule === null ? null : today,
    });
  },

  update(work, row, patch): Partial<Own> {
    const { showStatus: _kernel, linkedGoalIds, daysOfWeek, targetPerDay, financeRule, ...plain } = patch;
    const own = {
      ...definedFields(plain),
      ...definedFields({
        daysOfWeek: weekdays(daysOfWeek),
        targetPerDay: target(targetPerDay),
        financeRule: readRule(work, row.financeRule, financeRule),
      }),
      ...(linkedGoalIds && { linkedGoalIds: linkedGoals(work, row.linkedGoalIds, linkedGoalIds) }),
    };
    checked({ ...row, ...own });
    return own;
  },

  effects(work, before, after) {
    storeGoals(work, before, after);
    const { today } = work.at;
    const [wasPaused, isPaused] = [before !== null && isAtRest(before), isAtRest(after)];
    if (wasPaused !== isPaused) work.update(habits, after.id, { pauses: withPause(after.pauses, isPaused, today) });
    const isJudgedAnew = before !== null && !sameValue(before.financeRule, after.financeRule);
    if (isJudgedAnew || (wasPaused && !isPaused)) {
      work.update(habits, after.id, { judgedThrough: after.financeRule === null ? null : today });
    }
  },

  view(row, at) {
    const timeline = new Timeline(row, at.today);
    return {
      ...commonView(row),
      title: row.title,
      description: row.description,
      iconId: row.iconId,
      habitType: row.habitType,
      status: row.status,
      goalId: row.goalId,
      linkedGoalIds: row.linkedGoalIds,
      frequency: row.frequency,
      daysOfWeek: row.daysOfWeek,
      timesPerWeek: row.timesPerWeek,
      timeOfDay: row.timeOfDay,
      completionMode: row.completionMode,
      targetPerDay: row.targetPerDay === null ? null : fromQuantity(row.targetPerDay),
      unit: row.unit,
      countingType: row.countingType,
      difficulty: row.difficulty,
      priority: row.priority,
      challengeLengthDays: row.challengeLengthDays,
      reminderEnabled: row.reminderEnabled,
      reminderTime: row.reminderTime,
      financeRule: row.financeRule && showRule(row.financeRule),
      ...timeline.streaks(),
      completionRate30d: timeline.completionRate30d(),
      isDoneToday: timeline.statusOf(at.today) === "done",
    };
  },
});

/** A habit that is paused or put away asks for nothing. */
const isAtRest = ({ status, showStatus }: Habit): boolean => status !== "active" || showStatus !== "active";

const target = (decimal: number | null | undefined): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, "targetPerDay") : decimal;

/** Each weekday once, in order; an empty list narrows nothing. */
const weekdays = (days: readonly number[] | null | undefined): number[] | null | undefined =>
  days?.length === 0 ? null : days && [...new Set(days)].toSorted();

/** @throws invalid_input when the row as a whole makes no sense */
function checked<Row extends Own>(row: Row): Row {
  if (row.reminderEnabled && row.reminderTime === null && row.timeOfDay === null) {
    throw invalid("reminderTime", "A reminder needs a reminderTime or a timeOfDay");
  }
  if (row.targetPerDay !== null && row.targetPerDay <= 0) throw invalid("targetPerDay", "Must be greater than 0");
  return row;
}

/** The goals as asked, each once; those that are new must be active rows of the user. */
function linkedGoals(work: UnitOfWork, kept: readonly string[], wanted: readonly string[]): string[] {
  for (const [index, id] of wanted.entries()) {
    if (!kept.includes(id)) work.requireActive(goals, id, `linkedGoalIds.${index}`);
  }
  return [...new Set(wanted)];
}

/** Keeps the table that finds habits by the goals they name. A deleted habit names none. */
function storeGoals(work: UnitOfWork, before: Habit | null, after: Habit): void {
  const { id: habitId, userId } = after;
  const [was, is] = [goalsOf(before), goalsOf(after)];
  const links = work.owned(habitGoalLinks);
  for (const goalId of is) if (!was.includes(goalId)) links.put({ habitId, goalId });
  for (const goalId of was) if (!is.includes(goalId)) links.remove({ userId, habitId, goalId });
}

const goalsOf = (habit: Habit | null): string[] =>
  habit === null || habit.showStatus === "deleted" ? [] : habit.linkedGoalIds;
