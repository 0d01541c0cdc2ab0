import type { OwnColumns } from "../../../../engine/columns.ts";
import { commonView } from "../../../../engine/contract.ts";
import { defineEntity } from "../../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../../engine/list.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { day, definedFields, uuid } from "../../../../kernel/contract.ts";
import { AppError, notFound } from "../../../../kernel/errors.ts";
import { fromQuantity, toQuantity } from "../../../../kernel/quantity.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { habitCompletions } from "../../habits/table.ts";
import { tasks } from "../../tasks/table.ts";
import { CheckInCreate, CheckInPatch, CheckInView } from "../contract.ts";
import { followCheckIn } from "../progress.ts";
import { planGoals, planHistories } from "../reads.ts";
import { defaultMode } from "../rules.ts";
import { goalCheckIns, goals } from "../table.ts";

/** What a check-in may be due to, by its `sourceType`. */
const SOURCES = { manual: null, task: tasks, habit: habitCompletions, finance: transactions };

/** Spec 3.2. The value is in the goal's direction, or the new reading: see `mode`. */
export const goalCheckInEntity = defineEntity({
  name: "goalCheckIns",
  table: goalCheckIns,
  contract: { create: CheckInCreate, patch: CheckInPatch, view: CheckInView },
  links: { goalId: "goals" },
  derived: ["isBuried"],
  list: {
    filters: {
      goalId: equals(uuid(), "goalId"),
      sourceType: equals(CheckInView.shape.sourceType, "sourceType"),
      sourceId: equals(uuid(), "sourceId"),
      dateFrom: atLeast(day(), "dateKey"),
      dateTo: atMost(day(), "dateKey"),
    },
    sorts: ["dateKey"],
  },

  search: ({ note }) => [note],

  reads(plan, rows) {
    const { inputs } = rows;
    const goalIds = rows.values("goalId");
    planGoals(plan, goalIds);
    if (inputs.some(({ mode }) => mode === "absolute")) planHistories(plan, goalIds);
    const sourced = inputs.flatMap((input) => ("sourceId" in input && input.sourceId ? [input] : []));
    for (const { sourceType = "manual", sourceId } of sourced) {
      const source = SOURCES[sourceType];
      if (source) plan.rows(source, [sourceId]);
    }
    plan.rowsBy(goalCheckIns, ["sourceId"], rows.givenValues("sourceId"));
  },

  create(work, input) {
    const { goalId, sourceType = "manual" } = input;
    const sourceId = sourceType === "manual" ? null : (input.sourceId ?? null);
    if (sourceId !== null) requireSource(work, goalId, sourceType, sourceId);
    return {
      goalId,
      value: toQuantity(input.value, "value"),
      mode: input.mode ?? defaultMode(work.require(goals, goalId, "goalId")),
      note: input.note ?? null,
      sourceType,
      sourceId,
      dateKey: input.dateKey ?? work.at.today,
      isBuried: false,
    };
  },

  update(_work, row, { showStatus: _kernel, value, ...plain }): Partial<OwnColumns<typeof goalCheckIns>> {
    return { ...definedFields(plain), value: value === undefined ? row.value : toQuantity(value, "value") };
  },

  effects: followCheckIn,

  view: (row) => ({
    ...commonView(row),
    goalId: row.goalId,
    value: fromQuantity(row.value),
    mode: row.mode,
    note: row.note,
    sourceType: row.sourceType,
    sourceId: row.sourceId,
    dateKey: row.dateKey,
  }),
});

/** A source counts once in a goal. @throws not_found, already_exists */
function requireSource(work: UnitOfWork, goalId: string, sourceType: keyof typeof SOURCES, sourceId: string): void {
  const table = SOURCES[sourceType];
  if (table && !work.find(table, sourceId)) throw notFound("sourceId");
  const known = work.rowsBy(goalCheckIns, { sourceId });
  if (known.some((checkIn) => checkIn.goalId === goalId && checkIn.showStatus !== "deleted")) {
    throw new AppError("already_exists", { details: [{ field: "sourceId", message: "It is checked in already" }] });
  }
}
