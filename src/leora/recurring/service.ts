import type { z } from "zod";
import type { ReadPlan } from "../../engine/read-plan.ts";
import { createRow, removeRow, updateRow } from "../../engine/rows.ts";
import { runUnitOfWork } from "../../engine/run.ts";
import { tableSql } from "../../engine/table-sql.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { statement } from "../../kernel/db/database.ts";
import { AppError, invalid, notFound } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import { addDays, type Day, daysBetween, type Moment } from "../../kernel/time.ts";
import { registry } from "../registry.ts";
import type {
  EditedOccurrence,
  Occurrence,
  OccurrenceEdit,
  OccurrencesQuery,
  RecurrenceCreate,
  RecurrenceView,
} from "./contract.ts";
import { datesBetween } from "./dates.ts";
import { newRecurrence, type Recurrence, recurrenceEntity } from "./entity.ts";
import { materialize, planDrafts } from "./materialize.ts";
import { dueDrafts, endOf, planOf, seriesOf } from "./plan.ts";
import { explicitRule, occurrenceId, RECURRING_ENTITIES, ruleText } from "./rules.ts";
import { recurrences } from "./table.ts";
import { draftOf, type Fields, inTemplate, planLinksOf, readChanges, targetOf } from "./templates.ts";

type View = z.output<typeof RecurrenceView>;

/** Occurrences that a recurrence's own creation makes; cron makes the others. */
const FIRST_MAX = 31;
const PREVIEW_DAYS = 90;
const PREVIEW_MAX = 366;

/**
 * Creates a recurrence and, in the same write, what is due of it by today. A template that its entity's rules refuse is
 * refused here. @throws invalid_input, not_found, invalid_state, fx_rate_unavailable on `template.…`
 */
export async function create(ctx: Context, input: z.output<typeof RecurrenceCreate>): Promise<View> {
  const at = await momentOf(ctx);
  const id = input.id ?? newId(ctx.now);
  const own = newRecurrence(input, at);
  const due = dueDrafts(id, own, at, FIRST_MAX);
  const trial = draftOf(id, own, own.nextDate ?? own.startDate);
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.writesInputs(recurrenceEntity.table, [id], [input]);
      planDrafts(plan, own.entity, due.length > 0 ? due : [trial]);
    },
    apply(work) {
      createRow(work, recurrenceEntity, { ...input, id, idempotencyKey: ctx.idempotency?.key });
      if (due.length === 0) tryOut(work, own.entity, trial.body);
      materialize(work, work.require(recurrences, id), due, (_date, error) => {
        throw inTemplate(error);
      });
      return viewOf(work, id);
    },
  });
}

/** The series' dates of a time, with what became of each; the next 90 days unless asked otherwise. One D1 call. */
export async function occurrences(
  ctx: Context,
  id: string,
  query: z.output<typeof OccurrencesQuery>,
): Promise<z.output<typeof Occurrence>[]> {
  const rows = RECURRING_ENTITIES.map((name) => `SELECT id FROM ${name} WHERE userId = ?1 AND recurringId = ?2`);
  const [[raw] = [], made = []] = await ctx.db.batch([
    tableSql(recurrences).byId(ctx.userId, id),
    statement(rows.join(" UNION ALL "), ctx.userId, id),
  ]);
  if (!raw) throw notFound();
  const at = await momentOf(ctx);
  const row = unsafeCast<Recurrence>(tableSql(recurrences).decode(raw));
  const from = query.from ?? at.today;
  const to = query.to ?? addDays(from, PREVIEW_DAYS);
  if (to < from) throw invalid("to", "Must not be before from");
  if (daysBetween(from, to) > PREVIEW_MAX) throw invalid("to", `At most ${PREVIEW_MAX} days after from`);
  const ids = new Set(made.map((one) => one.id));
  return datesOf(row, at, from, to).map((date) => occurrenceOf(row, date, ids.has(occurrenceId(id, date))));
}

/**
 * Leaves a date out; a row that stands for it already is deleted.
 * @throws not_found; invalid_input on `date` when the series has no such date
 */
export const skip = (ctx: Context, id: string, date: Day): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => planOccurrence(plan, id, date, {}),
    apply(work) {
      const row = work.require(recurrences, id);
      requireDate(row, work.at, date, invalid("date", "The series has no such date"));
      const made = madeRow(work, row, date);
      if (made) removeRow(work, targetOf(row.entity), made);
      const { [date]: _dropped, ...overrides } = row.overrides;
      updateRow(work, recurrenceEntity, id, { exceptions: [...new Set([...row.exceptions, date])].sort(), overrides });
      return viewOf(work, id);
    },
  });

/**
 * Changes what one date stands for, or everything from it on: then the series ends the day before and a new one, with the
 * changed template and rule, goes on from the date. Rows that are there already stay as they are, but for the date's own.
 * @throws not_found; what the entity's rules say against `data`
 */
export function edit(
  ctx: Context,
  id: string,
  date: Day,
  input: z.output<typeof OccurrenceEdit>,
): Promise<z.output<typeof EditedOccurrence>> {
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      planOccurrence(plan, id, date, input.data);
      if (input.scope === "following") planLinksOf(plan, id);
    },
    apply(work) {
      const nextId = work.newId();
      const row = work.require(recurrences, id);
      requireDate(row, work.at, date, notFound());
      const made = madeRow(work, row, date);
      if (made) updateRow(work, targetOf(row.entity), made, readChanges(row.entity, input.data));
      const isSplit = input.scope === "following" && datesBetween(seriesOf(row), row.startDate, date).length > 1;
      if (isSplit) split(work, row, date, nextId, input);
      else if (input.scope === "following") updateRow(work, recurrenceEntity, id, changesOf(row, input));
      else if (!made) override(work, row, date, input.data);
      const current = work.require(recurrences, isSplit ? nextId : id);
      return {
        recurrence: viewOf(work, current.id),
        previous: isSplit ? viewOf(work, id) : null,
        occurrence: made ? { date, id: made, status: "materialized" as const } : occurrenceOf(current, date, false),
      };
    },
  });
}

const viewOf = (work: UnitOfWork, id: string): View => recurrenceEntity.view(work.require(recurrences, id), work.at);

/** Runs the rules of a row that is due only later. */
function tryOut(work: UnitOfWork, entity: Recurrence["entity"], body: Fields): void {
  try {
    work.dryRun(() => createRow(work, targetOf(entity), body));
  } catch (error) {
    throw error instanceof AppError ? inTemplate(error) : error;
  }
}

/** The recurrence, the row that stands for the date in whichever entity it is, and what `data` links to. */
function planOccurrence(plan: ReadPlan, id: string, date: Day, data: Fields): void {
  plan.writesInputs(recurrenceEntity.table, [id], [{ template: data }]);
  for (const name of RECURRING_ENTITIES) {
    const read = targetOf(name).contract.patch.safeParse(data);
    plan.writesInputs(targetOf(name).table, [occurrenceId(id, date)], read.success ? [read.data] : []);
  }
}

/** The id of the row that stands for the date, if it is there. */
function madeRow(work: UnitOfWork, { id, entity }: Recurrence, date: Day): string | null {
  const row = work.find(targetOf(entity).table, occurrenceId(id, date));
  return row && row.showStatus !== "deleted" ? row.id : null;
}

function datesOf(row: Recurrence, at: Moment, from: Day, to: Day): Day[] {
  const end = endOf(row, at);
  return datesBetween(seriesOf(row), from, end !== null && end < to ? end : to);
}

function requireDate(row: Recurrence, at: Moment, date: Day, error: AppError): void {
  if (datesOf(row, at, date, date).length === 0) throw error;
}

function occurrenceOf(row: Recurrence, date: Day, isMade: boolean): z.output<typeof Occurrence> {
  const isDone = row.doneThrough !== null && date <= row.doneThrough;
  const status = row.exceptions.includes(date) ? "skipped" : isMade ? "materialized" : isDone ? "missed" : "upcoming";
  return { date, id: occurrenceId(row.id, date), status };
}

const override = (work: UnitOfWork, { id, overrides }: Recurrence, date: Day, data: Fields) =>
  updateRow(work, recurrenceEntity, id, { overrides: { ...overrides, [date]: { ...overrides[date], ...data } } });

type Edit = z.output<typeof OccurrenceEdit>;

const changesOf = ({ template, timeOfDay, rrule }: Recurrence, edit: Edit) => ({
  template: { ...template, ...edit.data },
  rrule: edit.rrule ?? rrule,
  timeOfDay: edit.timeOfDay === undefined ? timeOfDay : edit.timeOfDay,
});

function split(work: UnitOfWork, row: Recurrence, date: Day, nextId: string, edit: Edit): void {
  const series = seriesOf(row);
  const { rule } = series;
  const before = datesBetween(series, row.startDate, addDays(date, -1));
  const rest = { ...explicitRule(rule, row.startDate), count: rule.count === null ? null : rule.count - before.length };
  const isLater = (day: Day) => day >= date;
  const { entity, leadDays, status, exceptions, overrides, doneThrough } = row;
  createRow(work, recurrenceEntity, {
    ...changesOf({ ...row, rrule: ruleText(rest) }, edit),
    id: nextId,
    entity,
    startDate: date,
    leadDays,
    status,
    exceptions: exceptions.filter(isLater),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([day]) => isLater(day))),
  });
  const ended = { ...rule, count: null, until: { day: addDays(date, -1), time: null, isUtc: false } };
  updateRow(work, recurrenceEntity, row.id, {
    rrule: ruleText(ended),
    exceptions: exceptions.filter((day) => !isLater(day)),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([day]) => !isLater(day))),
  });
  // Days that the old series has dealt with are not dealt with again.
  if (doneThrough !== null && isLater(doneThrough)) {
    const next = work.require(recurrences, nextId);
    work.update(recurrences, nextId, { doneThrough, ...planOf({ ...next, doneThrough }, work.at) });
  }
}
