import type { OwnColumns } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { customFilter, equals } from "../../../engine/list.ts";
import { listedIds, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { idOf } from "../../../kernel/contract.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { invalid } from "../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../kernel/quantity.ts";
import { accounts } from "../../finance/accounts/table.ts";
import { planGoals } from "../goals/reads.ts";
import { goals } from "../goals/table.ts";
import { PRIORITIES } from "../tasks/rules.ts";
import { withPause } from "./calendar.ts";
import { HabitCreate, HabitPatch, HabitView } from "./contract.ts";
import { storedRule, viewOfRule } from "./finance-rule.ts";
import { requireRoomForRule, ruledHabits } from "./ruled-habits.ts";
import { DIFFICULTIES, isActive } from "./rules.ts";
import { withSchedule } from "./schedule.ts";
import { type Habit, habitGoalLinks, habits } from "./table.ts";
import { Timeline } from "./timeline.ts";

/** The parameters are the id of the goal, twice. */
const IS_LINKED_TO_GOAL = `(goalId = ? OR EXISTS (
  SELECT 1 FROM habitGoals link
  WHERE link.owner = habits.owner AND link.habitId = habits.id AND link.goalId = ?))`;

/** Habits (spec 3.3). Completions record which of their days are done or missed. */
export const habitEntity = defineEntity({
  name: "habits",
  table: habits,
  contract: { create: HabitCreate, patch: HabitPatch, view: HabitView },
  links: { goalId: "goals" },
  derived: ["startedOn", "marks", "pauses", "pastSchedules", "historyVersion", "judgedThrough"],
  counted: [
    {
      feature: "habits",
      table: habits,
      where: "showStatus = 'active' AND status <> 'archived'",
      counts: ({ showStatus, status }: Habit) => showStatus === "active" && status !== "archived",
    },
  ],
  list: {
    filters: {
      status: equals(HabitView.shape.status, "status"),
      habitType: equals(HabitView.shape.habitType, "habitType"),
      frequency: equals(HabitView.shape.frequency, "frequency"),
      countingType: equals(HabitView.shape.countingType, "countingType"),
      difficulty: equals(HabitView.shape.difficulty, "difficulty", (name) => DIFFICULTIES.indexOf(name)),
      priority: equals(HabitView.shape.priority, "priority", (name) => PRIORITIES.indexOf(name)),
      goalId: customFilter(idOf("Goal"), (goalId) => ({
        sql: IS_LINKED_TO_GOAL,
        params: [storedId(goalId), storedId(goalId)],
      })),
    },
    sorts: ["title", "priority", "difficulty"],
  },

  search: ({ title, description, unit }) => [title, description, unit],

  reads(plan, rows) {
    const { inputs } = rows;
    plan.lookup(ruledHabits, null);
    const linkedGoalIds = inputs.flatMap((input) => input.linkedGoalIds ?? []);
    // A completion of the same push moves these goals before the habit's new links are stored.
    planGoals(plan, union([rows.givenValues("goalId"), listedIds(linkedGoalIds)]));
    plan.rows(
      accounts,
      inputs.flatMap(({ financeRule }) =>
        financeRule?.type === "has_any_transactions" ? (financeRule.accountIds ?? []) : [],
      ),
    );
  },

  create(work, input) {
    const { today } = work.at;
    const financeRule = storedRule(work, null, input.financeRule) ?? null;
    const row = newRow(habits, input, {
      status: input.status ?? "active",
      linkedGoalIds: linkedGoals(work, [], input.linkedGoalIds ?? []),
      frequency: input.frequency ?? "daily",
      daysOfWeek: sortedWeekdays(input.daysOfWeek) ?? null,
      completionMode: input.completionMode ?? "boolean",
      targetPerDay: quantityOf(input.targetPerDay) ?? null,
      countingType: input.countingType ?? "create",
      difficulty: input.difficulty ?? "medium",
      priority: input.priority ?? "medium",
      reminderEnabled: input.reminderEnabled ?? false,
      financeRule,
      startedOn: today,
      marks: {},
      pauses: [],
      pastSchedules: [],
      historyVersion: 0,
      judgedThrough: financeRule === null ? null : today,
    });
    requireConsistent(row);
    return row;
  },

  update(work, row, patch) {
    const { linkedGoalIds } = patch;
    const changed = changedFields(habits, patch, {
      linkedGoalIds: linkedGoalIds && linkedGoals(work, row.linkedGoalIds, linkedGoalIds),
      daysOfWeek: sortedWeekdays(patch.daysOfWeek),
      targetPerDay: quantityOf(patch.targetPerDay),
      financeRule: storedRule(work, row.financeRule, patch.financeRule),
    });
    requireConsistent({ ...row, ...changed });
    return changed;
  },

  effects(work, before, after) {
    requireRoomForRule(work, before, after);
    storeLinks(work, before, after);
    const dayOfEdit = work.madeAt.today;
    const [wasPaused, isPaused] = [before !== null && !isActive(before), !isActive(after)];
    if (wasPaused !== isPaused) {
      work.update(habits, after.id, { pauses: withPause(after.pauses, isPaused, dayOfEdit) });
    }
    if (before !== null) {
      work.update(habits, after.id, { pastSchedules: withSchedule(before, after, dayOfEdit) });
    }
    if (after.financeRule === null) work.update(habits, after.id, { judgedThrough: null });
    else if (before && (before.financeRule === null || (wasPaused && !isPaused))) {
      work.update(habits, after.id, { judgedThrough: dayOfEdit });
    }
  },

  view(row, at) {
    const timeline = new Timeline(row, at.today);
    return {
      targetPerDay: row.targetPerDay === null ? null : fromQuantity(row.targetPerDay),
      financeRule: row.financeRule && viewOfRule(row.financeRule),
      ...timeline.streaks(),
      completionRate30d: timeline.completionRate30d(),
      isDoneToday: timeline.statusOf(at.today) === "done",
    };
  },
});

const quantityOf = (decimal: number | null | undefined): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, "targetPerDay") : decimal;

/** Each weekday once, in order; an empty list means the same as none. */
const sortedWeekdays = (days: readonly number[] | null | undefined): number[] | null | undefined =>
  days?.length === 0 ? null : days && [...new Set(days)].toSorted();

/** @throws invalid_input when the columns contradict each other */
function requireConsistent(row: OwnColumns<typeof habits>): void {
  if (row.reminderEnabled && row.reminderTime === null && row.timeOfDay === null) {
    throw invalid("reminderTime", "A reminder needs a reminderTime or a timeOfDay");
  }
  if (row.targetPerDay !== null && row.targetPerDay <= 0) throw invalid("targetPerDay", "Must be greater than 0");
}

/**
 * The linked goals after an input, each once.
 * @throws not_found or invalid_state unless those that are new are active goals of the user
 */
function linkedGoals(work: UnitOfWork, known: readonly string[], wanted: readonly string[]): string[] {
  for (const [index, id] of wanted.entries()) {
    if (!known.includes(id)) work.requireActive(goals, id, `linkedGoalIds.${index}`);
  }
  return [...new Set(wanted)];
}

/** Updates the table by which the habits of a goal are found. A deleted habit is linked to nothing. */
function storeLinks(work: UnitOfWork, before: Habit | null, after: Habit): void {
  const { id: habitId, owner } = after;
  const [linkedBefore, linked] = [linksOf(before), linksOf(after)];
  const links = work.owned(habitGoalLinks);
  for (const goalId of linked) if (!linkedBefore.includes(goalId)) links.put({ habitId, goalId });
  for (const goalId of linkedBefore) if (!linked.includes(goalId)) links.remove({ owner, habitId, goalId });
}

const linksOf = (habit: Habit | null): string[] =>
  habit === null || habit.showStatus === "deleted" ? [] : habit.linkedGoalIds;
