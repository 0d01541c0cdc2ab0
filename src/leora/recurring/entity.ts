import { Buffer } from "node:buffer";
import type { z } from "zod";
import type { OwnColumns, RowOf } from "../../engine/columns.ts";
import { defineEntity } from "../../engine/entity.ts";
import { changedFields, newRow } from "../../engine/fields.ts";
import { atLeast, atMost, customFilter, equals } from "../../engine/list.ts";
import { checkLinks } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { day, definedFields } from "../../kernel/contract.ts";
import { limitReached } from "../../kernel/errors.ts";
import { addDays, type Day, type Moment } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import { RecurrenceCreate, RecurrencePatch, RecurrenceView } from "./contract.ts";
import { linkedIdsOf, planLinksOfStored, planTemplateLinks } from "./reads.ts";
import { countedEndOf, scheduleOf } from "./schedule.ts";
import { type SearchBudget, searchOf } from "./search.ts";
import { recurrences } from "./table.ts";
import { CHECKED_BY, targetOf } from "./targets.ts";
import { requireMakeable, withValidTemplate } from "./template.ts";

export type Recurrence = RowOf<typeof recurrences>;
type Own = OwnColumns<typeof recurrences>;

/** SQL of the status as on the wire: a series that has no date left is completed, whatever people set. */
const STATUS = "CASE WHEN status = 'active' AND nextDate IS NULL THEN 'completed' ELSE status END";

/**
 * Issue 4, "Recurring". The rows that a recurrence creates link back to it by `recurringId`. They are created by cron
 * (`maintenance.ts`) and, where the first ones are due at once, together with their recurrence over REST (`service.ts`).
 */
export const recurrenceEntity = defineEntity({
  name: "recurrences",
  table: recurrences,
  contract: { create: RecurrenceCreate, patch: RecurrencePatch, view: RecurrenceView },
  links: {},
  derived: ["nextDate", "lastDate", "occurrencesCount", "countedEnd", "doneThrough", "dueOn", "linkedIds"],
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

  reads(plan, { inputs, stored }) {
    const templates = inputs.flatMap(({ template, overrides }) => [template, ...Object.values(overrides ?? {})]);
    const sent = templates.filter((template) => template !== undefined);
    planTemplateLinks(plan, sent);
    if (sent.length > 0) planLinksOfStored(plan, stored, CHECKED_BY);
  },

  create(work, input) {
    const own = newRecurrence(searchOf(work), input, work.at);
    requireLinks(work, own, null);
    requireMakeable(work, own, null);
    requireFits(own, null);
    return own;
  },

  update(work, row, patch) {
    const patched = { ...row, ...definedFields(patch) };
    const isNewRule = patched.rrule !== row.rrule || patched.startDate !== row.startDate;
    const isResumed = isActive(patched) && !isActive(row);
    // Dates before today that a pause left out, or that a new rule has as well, are not created afterwards.
    const startsToday = isResumed || (isNewRule && row.doneThrough !== null);
    const doneThrough = startsToday ? latest(row.doneThrough, addDays(work.at.today, -1)) : row.doneThrough;
    const countedEnd = isNewRule ? countedEndOf(searchOf(work), patched, work.at) : row.countedEnd;
    if (patch.template || patch.overrides) searchOf(work).spendOnOverrides(patched.overrides);
    const own = withValidTemplate({ ...patched, doneThrough, countedEnd }, row);
    requireLinks(work, own, row);
    requireMakeable(work, own, row);
    requireFits(own, row);
    const { template, overrides } = own;
    return changedFields(recurrences, patch, {
      template,
      overrides,
      linkedIds: linkedIdsOf(own),
      countedEnd,
      doneThrough,
      ...scheduleOf(searchOf(work), own, work.at),
    });
  },

  view: (row) => ({
    status: row.status === "active" && row.nextDate === null ? "completed" : row.status,
  }),
});

/** The columns of a new recurrence, before anything is created by it. @throws invalid_input, limit_reached */
export function newRecurrence(search: SearchBudget, input: z.output<typeof RecurrenceCreate>, at: Moment): Own {
  search.spendOnOverrides(input.overrides ?? {});
  const own = withValidTemplate(
    newRow(recurrences, input, {
      leadDays: input.leadDays ?? 0,
      exceptions: input.exceptions ?? [],
      overrides: input.overrides ?? {},
      status: input.status ?? "active",
      occurrencesCount: 0,
      linkedIds: [],
      countedEnd: countedEndOf(search, input, at),
    }),
    null,
  );
  return { ...own, linkedIds: linkedIdsOf(own), ...scheduleOf(search, own, at) };
}

/** Checks that new links of template and overrides name active rows. @throws not_found, invalid_state on `template.…`, `overrides.…` */
function requireLinks(work: UnitOfWork, { entity, template, overrides }: Own, before: Own | null): void {
  const target = targetOf(entity);
  checkLinks(work, target, template, before?.template ?? {}, "template.");
  for (const [date, fields] of Object.entries(overrides)) {
    checkLinks(work, target, fields, before?.overrides[date] ?? {}, `overrides.${date}.`);
  }
}

/** @throws limit_reached when template and overrides are larger than they may be, and than they were */
function requireFits(own: Own, before: Own | null): void {
  const bytes = templateBytes(own);
  if (bytes <= LIMITS.recurring.overrideBytes || (before && bytes <= templateBytes(before))) return;
  throw limitReached(`Template and overrides take more than ${LIMITS.recurring.overrideBytes} bytes`, "overrides");
}

const templateBytes = ({ template, overrides }: Own): number =>
  Buffer.byteLength(JSON.stringify(template)) + Buffer.byteLength(JSON.stringify(overrides));

const isActive = ({ status, showStatus }: Pick<Recurrence, "status" | "showStatus">): boolean =>
  status === "active" && showStatus === "active";

const latest = (day: Day | null, bound: Day): Day => (day !== null && day > bound ? day : bound);

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
