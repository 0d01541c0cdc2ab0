import { defineEntity } from "../../../../engine/entity.ts";
import { changedFields, newRow } from "../../../../engine/fields.ts";
import { atLeast, atMost, equals, linksTo } from "../../../../engine/list.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { day } from "../../../../kernel/contract.ts";
import { AppError, notFound } from "../../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../../kernel/quantity.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { habitCompletions } from "../../habits/completions/table.ts";
import { tasks } from "../../tasks/table.ts";
import { applyCheckIn } from "../progress.ts";
import { planGoals, planHistories } from "../reads.ts";
import { goals } from "../table.ts";
import { CheckInCreate, CheckInPatch, CheckInView } from "./contract.ts";
import { checkInReactions } from "./reactions.ts";
import { defaultMode } from "./rules.ts";
import { goalCheckIns } from "./table.ts";

/** The entity that the source of a check-in is a row of, by `sourceType`. */
const SOURCES = { manual: null, task: tasks, habit: habitCompletions, finance: transactions };

/** Check-ins of goals (spec 3.2). The value is a step in the goal's direction, or the new reading: see `mode`. */
export const goalCheckInEntity = defineEntity({
  name: "goalCheckIns",
  table: goalCheckIns,
  contract: { create: CheckInCreate, patch: CheckInPatch, view: CheckInView },
  links: { goalId: "goals" },
  derived: ["isBuried"],
  list: {
    filters: {
      goalId: linksTo("goalId"),
      sourceType: equals(CheckInView.shape.sourceType, "sourceType"),
      sourceId: linksTo("sourceId"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["dateKey"],
  },

  search: ({ note }) => [note],

  reads(plan, rows) {
    const { inputs } = rows;
    const goalIds = rows.values("goalId");
    // Check-ins change only derived columns of goals, which no reaction depends on.
    planGoals(plan, goalIds);
    if (inputs.some(({ mode }) => mode === "absolute")) planHistories(plan, goalIds);
    for (const input of inputs) {
      const source = "sourceId" in input ? SOURCES[input.sourceType ?? "manual"] : null;
      if (source && "sourceId" in input) plan.rows(source, [input.sourceId]);
    }
    plan.rowsBy(goalCheckIns, ["sourceId"], rows.givenValues("sourceId"));
  },

  create(work, input) {
    const { goalId, sourceType = "manual" } = input;
    const sourceId = sourceType === "manual" ? null : (input.sourceId ?? null);
    if (sourceId !== null) requireSource(work, goalId, sourceType, sourceId);
    return newRow(goalCheckIns, input, {
      value: toQuantity(input.value, "value"),
      mode: input.mode ?? defaultMode(work.require(goals, goalId, "goalId")),
      sourceType,
      sourceId,
      dateKey: input.dateKey ?? work.at.today,
      isBuried: false,
    });
  },

  update: (_work, _row, patch) =>
    changedFields(goalCheckIns, patch, {
      value: patch.value === undefined ? undefined : toQuantity(patch.value, "value"),
    }),

  effects: applyCheckIn,

  reactions: checkInReactions,

  view: (row) => ({ value: fromQuantity(row.value) }),
});

/** Checks that a source exists and counts once in a goal. @throws not_found, already_exists */
function requireSource(work: UnitOfWork, goalId: string, sourceType: keyof typeof SOURCES, sourceId: string): void {
  const table = SOURCES[sourceType];
  if (table && !work.find(table, sourceId)) throw notFound("sourceId");
  const checkIns = work.rowsBy(goalCheckIns, { sourceId });
  if (checkIns.some((checkIn) => checkIn.goalId === goalId && checkIn.showStatus !== "deleted")) {
    throw new AppError("already_exists", { details: [{ field: "sourceId", message: "It is checked in already" }] });
  }
}
