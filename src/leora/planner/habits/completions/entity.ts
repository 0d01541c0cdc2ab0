import type { OwnColumns, RowOf } from "../../../../engine/columns.ts";
import { commonView } from "../../../../engine/contract.ts";
import { defineEntity } from "../../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../../engine/list.ts";
import type { ReadPlan } from "../../../../engine/read-plan.ts";
import { sql } from "../../../../engine/sql.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import type { WrittenRows } from "../../../../engine/written-rows.ts";
import { day, uuid } from "../../../../kernel/contract.ts";
import { invalid } from "../../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../../kernel/quantity.ts";
import { addDays, type Day } from "../../../../kernel/time.ts";
import { withMark } from "../calendar.ts";
import { CompletionCreate, CompletionPatch, CompletionView } from "../contract.ts";
import { habitCompletions, habits } from "../table.ts";
import { settled } from "./evaluation.ts";
import { completionReactions } from "./reactions.ts";

export type Completion = RowOf<typeof habitCompletions>;
type Own = OwnColumns<typeof habitCompletions>;

/** How far back a day may lie; the habit carries them all. */
const HISTORY_DAYS = 3653;

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

  reads(plan, rows) {
    plan.rows(habits, rows.values("habitId"));
    if (rows.areNamed) plan.writes(sameDays(plan, rows));
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

/** A completion takes the place of the one that its habit had on that day. */
function sameDays(plan: ReadPlan, { stored, inputs }: WrittenRows): WrittenRows {
  const { userId, at } = plan;
  const days = inputs.flatMap(({ habitId, dateKey = at.today }) => (habitId === undefined ? [] : [[habitId, dateKey]]));
  return plan.reached(habitCompletions, {
    stored: sql`SELECT id FROM habitCompletions WHERE userId = ${userId} AND (habitId, dateKey) IN (
      SELECT habitId, dateKey FROM habitCompletions WHERE userId = ${userId} AND id IN (${stored})
      UNION SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(days)}))`,
  });
}

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
