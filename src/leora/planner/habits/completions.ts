import type { OwnColumns, RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../engine/list.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { day, uuid } from "../../../kernel/contract.ts";
import { invalid } from "../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../kernel/quantity.ts";
import { addDays, type Day } from "../../../kernel/time.ts";
import { withMark } from "./calendar.ts";
import { CompletionCreate, CompletionPatch, CompletionView } from "./contract.ts";
import { settled } from "./judge.ts";
import { completionReactions } from "./reactions.ts";
import { habitCompletions, habits } from "./table.ts";

export type Completion = RowOf<typeof habitCompletions>;
type Own = OwnColumns<typeof habitCompletions>;

/** How far back a day may lie; the habit carries them all. */
const HISTORY_DAYS = 3653;

/** Completions of the same day as the stored ones `?2`, and of the habits' days `?3`. */
const SAME_DAY = `(habitId, dateKey) IN (
  SELECT habitId, dateKey FROM habitCompletions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?2))
  UNION SELECT value ->> 0, value ->> 1 FROM json_each(?3))`;
const HABITS = `id IN (
  SELECT habitId FROM habitCompletions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?2)))`;

/** Spec 3.3. A habit has one completion a day: another one of that day takes its place. */
export const habitCompletionEntity = defineEntity({
  name: "habitCompletions",
  table: habitCompletions,
  contract: { create: CompletionCreate, patch: CompletionPatch, view: CompletionView },
  links: { habitId: "habits" },
  derived: ["isCounted", "sourceType", "sourceId"],
  list: {
    filters: {
      habitId: equals(uuid(), "habitId"),
      status: equals(CompletionView.shape.status, "status"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["dateKey"],
  },

  search: () => [],

  reads(plan, ids, inputs) {
    const days = inputs.flatMap((input) =>
      "habitId" in input ? [[input.habitId, input.dateKey ?? plan.at.today]] : [],
    );
    plan.where(habitCompletions, SAME_DAY, JSON.stringify(ids), JSON.stringify(days));
    if (ids.length > 0) plan.where(habits, HABITS, JSON.stringify(ids));
  },

  create(work, { habitId, dateKey = work.at.today, status = "done", value }): Own {
    const habit = work.require(habits, habitId, "habitId");
    requireRecordable(dateKey, work.at.today);
    return {
      habitId,
      dateKey,
      ...settled(habit, { status, value: quantityOf(value) ?? null }),
      sourceType: "manual",
      sourceId: null,
    };
  },

  update(work, row, patch): Partial<Own> {
    const status = patch.status ?? row.status;
    const value = quantityOf(patch.value);
    if (status === row.status && value === undefined) return {};
    const habit = work.find(habits, row.habitId);
    if (!habit) return {};
    const outcome = { status, value: value === undefined ? row.value : value };
    return { ...settled(habit, outcome), sourceType: "manual", sourceId: null };
  },

  effects(work, before, after) {
    const isGone = after.showStatus === "deleted";
    if (!isGone) supersede(work, after);
    const habit = work.find(habits, after.habitId);
    if (!habit) return;
    const mark = isGone ? null : after.isCounted ? "done" : after.status === "miss" ? "miss" : null;
    if (isGone && (before === null || before.showStatus === "deleted")) return;
    work.update(habits, habit.id, {
      marks: withMark(habit.marks, after.dateKey, mark),
      historyVersion: habit.historyVersion + 1,
    });
  },

  reactions: completionReactions,

  view: (row) => ({
    ...commonView(row),
    habitId: row.habitId,
    dateKey: row.dateKey,
    status: row.status,
    value: row.value === null ? null : fromQuantity(row.value),
    isCounted: row.isCounted,
    sourceType: row.sourceType,
    sourceId: row.sourceId,
  }),
});

const quantityOf = (decimal: number | null | undefined): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, "value") : decimal;

/** @throws invalid_input for a day that has not come yet in the user's zone, or is long gone */
function requireRecordable(dateKey: Day, today: Day): void {
  if (dateKey > today) throw invalid("dateKey", "This day has not come yet");
  if (dateKey < addDays(today, -HISTORY_DAYS)) throw invalid("dateKey", "Must be within the last ten years");
}

/** The completion that the habit had on that day makes room. */
function supersede(work: UnitOfWork, { id, habitId, dateKey }: Completion): void {
  for (const other of work.all(habitCompletions)) {
    if (other.id !== id && other.habitId === habitId && other.dateKey === dateKey) {
      work.update(habitCompletions, other.id, { showStatus: "deleted" });
    }
  }
}
