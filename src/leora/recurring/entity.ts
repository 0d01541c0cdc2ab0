import type { z } from "zod";
import type { OwnColumns, RowOf } from "../../engine/columns.ts";
import { commonView } from "../../engine/contract.ts";
import { defineEntity } from "../../engine/entity.ts";
import { atLeast, atMost, customFilter, equals } from "../../engine/list.ts";
import { checkLinks } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { day, definedFields } from "../../kernel/contract.ts";
import { addDays, type Day, type Moment } from "../../kernel/time.ts";
import { RecurrenceCreate, RecurrencePatch, RecurrenceView } from "./contract.ts";
import { countedEnd } from "./dates.ts";
import { planOf, seriesOf } from "./plan.ts";
import { recurrences } from "./table.ts";
import { checkedMould, planTemplateLinks, targetOf } from "./templates.ts";

export type Recurrence = RowOf<typeof recurrences>;
export type Own = OwnColumns<typeof recurrences>;

/** A series that has no date left is completed, whatever people set. */
const STATUS = "CASE WHEN status = 'active' AND nextDate IS NULL THEN 'completed' ELSE status END";

/**
 * Issue 4, "Recurring". The rows it makes link back by `recurringId`. They are made by cron (`maintenance.ts`) and, where the
 * first are due at once, by their recurrence's creation over REST (`service.ts`).
 */
export const recurrenceEntity = defineEntity({
  name: "recurrences",
  table: recurrences,
  contract: { create: RecurrenceCreate, patch: RecurrencePatch, view: RecurrenceView },
  links: {},
  derived: ["nextDate", "lastDate", "occurrencesCount", "countedEnd", "doneThrough", "dueOn"],
  list: {
    filters: {
      entity: equals(RecurrenceView.shape.entity, "entity"),
      status: customFilter(RecurrenceView.shape.status, (status) => ({ sql: `${STATUS} = ?`, params: [status] })),
      nextDateFrom: atLeast(day(), "nextDate"),
      nextDateTo: atMost(day(), "nextDate"),
    },
    sorts: ["nextDate"],
  },

  search: ({ template }) => ["title", "name", "note"].map((field) => textOf(template[field])),

  reads(plan, { inputs }) {
    planTemplateLinks(
      plan,
      inputs.flatMap(({ template, overrides }) => [template ?? {}, ...Object.values(overrides ?? {})]),
    );
  },

  create(work, input) {
    const own = newRecurrence(input, work.at);
    requireLinks(work, own, null);
    return own;
  },

  update(work, row, patch) {
    const next = { ...row, ...definedFields(patch) };
    const isRunning = (one: Pick<Recurrence, "status" | "showStatus">) =>
      one.status === "active" && one.showStatus === "active";
    const isNewRule = next.rrule !== row.rrule || next.startDate !== row.startDate;
    // What a pause or another rule leaves out stays out: it goes on from today.
    const isRestarted = isRunning({ ...row, ...definedFields(patch) }) && !isRunning(row);
    const goesOn = isRestarted || (isNewRule && row.doneThrough !== null);
    const doneThrough = goesOn ? later(row.doneThrough, addDays(work.at.today, -1)) : row.doneThrough;
    const own = completed({
      ...next,
      doneThrough,
      countedEnd: isNewRule ? countedEnd(seriesOf(next)) : row.countedEnd,
    });
    requireLinks(work, own, row);
    const { showStatus: _kernel, ...fields } = definedFields(patch);
    const { template, overrides, countedEnd: end } = own;
    return { ...fields, template, overrides, countedEnd: end, doneThrough, ...planOf(own, work.at) };
  },

  view: (row) => ({
    ...commonView(row),
    entity: row.entity,
    template: row.template,
    rrule: row.rrule,
    startDate: row.startDate,
    timeOfDay: row.timeOfDay,
    leadDays: row.leadDays,
    exceptions: row.exceptions,
    overrides: row.overrides,
    status: row.status === "active" && row.nextDate === null ? "completed" : row.status,
    nextDate: row.nextDate,
    lastDate: row.lastDate,
    occurrencesCount: row.occurrencesCount,
  }),
});

/** The columns of a new recurrence, before anything is made of it. @throws invalid_input */
export function newRecurrence(input: z.output<typeof RecurrenceCreate>, at: Moment): Own {
  const own = completed({
    entity: input.entity,
    template: input.template,
    rrule: input.rrule,
    startDate: input.startDate,
    timeOfDay: input.timeOfDay ?? null,
    leadDays: input.leadDays ?? 0,
    exceptions: input.exceptions ?? [],
    overrides: input.overrides ?? {},
    status: input.status ?? "active",
    nextDate: null,
    lastDate: null,
    occurrencesCount: 0,
    countedEnd: countedEnd(seriesOf(input)),
    doneThrough: null,
    dueOn: null,
  });
  return { ...own, ...planOf(own, at) };
}

/** With template and overrides as their entity's contract reads them. */
const completed = (own: Own): Own => {
  const { template, overrides } = checkedMould(own, own.startDate);
  return { ...own, template, overrides };
};

function requireLinks(work: UnitOfWork, { entity, template, overrides }: Own, before: Own | null): void {
  const target = targetOf(entity);
  checkLinks(work, target, template, before?.template ?? {}, "template.");
  for (const [date, fields] of Object.entries(overrides)) {
    checkLinks(work, target, fields, before?.overrides[date] ?? {}, `overrides.${date}.`);
  }
}

const later = (one: Day | null, other: Day): Day => (one !== null && one > other ? one : other);

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
