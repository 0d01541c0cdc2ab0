import { defineEntity } from "../../../../engine/entity.ts";
import { newRow } from "../../../../engine/fields.ts";
import { atLeast, atMost, equals, linksTo } from "../../../../engine/list.ts";
import type { ReadPlan } from "../../../../engine/read-plan.ts";
import { sql } from "../../../../engine/sql.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import type { WrittenRows } from "../../../../engine/written-rows.ts";
import { day } from "../../../../kernel/contract.ts";
import { storedId } from "../../../../kernel/db/stored-id.ts";
import { fromQuantity, toQuantity } from "../../../../kernel/quantity.ts";
import { withMark } from "../calendar.ts";
import { scheduleOn } from "../schedule.ts";
import { habits } from "../table.ts";
import { CompletionCreate, CompletionPatch, CompletionView } from "./contract.ts";
import { completionReactions } from "./reactions.ts";
import { outcomeColumns, requireRecordable } from "./rules.ts";
import { type Completion, habitCompletions } from "./table.ts";

/** Completions of habits (spec 3.3). A habit has at most one per day: a new one replaces it. */
export const habitCompletionEntity = defineEntity({
  name: "habitCompletions",
  table: habitCompletions,
  contract: { create: CompletionCreate, patch: CompletionPatch, view: CompletionView },
  links: { habitId: "habits" },
  derived: ["isCounted", "sourceType", "sourceId"],
  list: {
    filters: {
      habitId: linksTo("habitId"),
      status: equals(CompletionView.shape.status, "status"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["dateKey"],
  },

  search: () => [],

  reads(plan, rows) {
    // Completions change only derived columns of habits, which no reaction depends on.
    plan.rows(habits, rows.values("habitId"));
    if (rows.areNamed) plan.writes(completionsOfSameDays(plan, rows));
  },

  create(work, input) {
    const { habitId, dateKey = work.at.today, status = "done", value } = input;
    const habit = work.require(habits, habitId, "habitId");
    requireRecordable(dateKey, work.at.today);
    return newRow(habitCompletions, input, {
      dateKey,
      ...outcomeColumns(scheduleOn(habit, dateKey), { status, value: quantityOf(value) ?? null }),
      sourceType: "manual",
      sourceId: null,
    });
  },

  update(work, row, patch) {
    const status = patch.status ?? row.status;
    const value = quantityOf(patch.value);
    if (status === row.status && value === undefined) return {};
    const habit = work.find(habits, row.habitId);
    if (!habit) return {};
    const outcome = { status, value: value === undefined ? row.value : value };
    return { ...outcomeColumns(scheduleOn(habit, row.dateKey), outcome), sourceType: "manual", sourceId: null };
  },

  effects(work, before, after) {
    const isDeleted = after.showStatus === "deleted";
    if (!isDeleted) deleteOthersOfDay(work, after);
    const habit = work.find(habits, after.habitId);
    if (!habit) return;
    if (isDeleted && (before === null || before.showStatus === "deleted")) return;
    const mark = isDeleted ? null : after.isCounted ? "done" : after.status === "miss" ? "miss" : null;
    work.update(habits, habit.id, {
      marks: withMark(habit.marks, after.dateKey, mark),
      historyVersion: habit.historyVersion + 1,
    });
  },

  reactions: completionReactions,

  view: (row) => ({ value: row.value === null ? null : fromQuantity(row.value) }),
});

/** The completions that the named ones may replace: those of the same habits and days. */
function completionsOfSameDays(plan: ReadPlan, { stored, inputs }: WrittenRows): WrittenRows {
  const { owner, at } = plan;
  const given = inputs.flatMap(({ habitId, dateKey = at.today }) =>
    typeof habitId === "string" ? [[storedId(habitId), dateKey]] : [],
  );
  return plan.reached(habitCompletions, {
    // A join: for a list of pairs, SQLite would go through all completions of the user.
    where: sql`id IN (
      SELECT c.id FROM (
        SELECT habitId, dateKey FROM habitCompletions WHERE owner = ${owner} AND id IN (${stored})
        UNION ALL SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(given)})
      ) d CROSS JOIN habitCompletions c ON c.owner = ${owner} AND c.habitId = d.habitId AND c.dateKey = d.dateKey)`,
  });
}

const quantityOf = (decimal: number | null | undefined): number | null | undefined =>
  typeof decimal === "number" ? toQuantity(decimal, "value") : decimal;

/** Deletes the completion of the same habit and day that this one replaces. */
function deleteOthersOfDay(work: UnitOfWork, { id, habitId, dateKey }: Completion): void {
  for (const completion of work.allBy(habitCompletions, { habitId, dateKey })) {
    if (completion.id !== id && completion.showStatus !== "deleted") {
      work.update(habitCompletions, completion.id, { showStatus: "deleted" });
    }
  }
}
