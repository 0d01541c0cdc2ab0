import type { z } from "zod";
import { createRow, removeRow, updateRow } from "../../engine/rows.ts";
import { runUnitOfWork } from "../../engine/run.ts";
import { listedIds } from "../../engine/sql.ts";
import { tableSql } from "../../engine/table-sql.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { statement } from "../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../kernel/db/stored-id.ts";
import { type AppError, invalid, notFound } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import { addDays, type Day, daysBetween, type Moment } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import { registry } from "../registry.ts";
import type {
  EditedOccurrence,
  Occurrence,
  OccurrenceEdit,
  OccurrencesQuery,
  RecurrenceCreate,
  RecurrenceView,
} from "./contract.ts";
import { newRecurrence, type Recurrence, recurrenceEntity } from "./entity.ts";
import { createOccurrences } from "./occurrences.ts";
import { planLinksOfStored, planOccurrence, planOccurrences } from "./reads.ts";
import { explicitRule, occurrenceId, RECURRING_ENTITIES, ruleText } from "./rules.ts";
import { dueOccurrences, endOf, scheduleOf } from "./schedule.ts";
import { SearchBudget, searchOf } from "./search.ts";
import { datesBetween, datesFrom, seriesOf } from "./series.ts";
import { recurrences } from "./table.ts";
import { targetOf } from "./targets.ts";
import { errorWithin, type Fields, newOccurrence, readChanges, within } from "./template.ts";

type View = z.output<typeof RecurrenceView>;

/** Occurrences that are created together with their recurrence; cron creates the others. */
const FIRST_MAX = 31;
const PREVIEW_DAYS = 90;

/**
 * Creates a recurrence and, in the same write, its occurrences that are due by today.
 * @throws invalid_input, not_found, invalid_state, fx_rate_unavailable on `template.…` when the entity's rules refuse it
 */
export async function create(ctx: Context, input: z.output<typeof RecurrenceCreate>): Promise<View> {
  const at = await momentOf(ctx);
  const id = input.id ?? newId(ctx.now);
  const search = new SearchBudget();
  const own = newRecurrence(search, input, at);
  const due = dueOccurrences(search, id, own, at, FIRST_MAX);
  const first = newOccurrence(id, own, own.nextDate ?? own.startDate);
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.writesInputs(recurrenceEntity.table, [id], [input]);
      planOccurrences(plan, own.entity, due.length > 0 ? due : [first]);
    },
    apply(work) {
      createRow(work, recurrenceEntity, { ...input, id, idempotencyKey: ctx.idempotency?.key });
      if (due.length === 0) requireCreatable(work, own.entity, first.input);
      createOccurrences(work, work.require(recurrences, id), due, (_date, error) => {
        throw errorWithin("template.", error);
      });
      return viewOf(work, id);
    },
  });
}

/** The dates of the series in a range of days (default: the next 90), each with its state. One D1 call. */
export async function previewOccurrences(
  ctx: Context,
  id: string,
  query: z.output<typeof OccurrencesQuery>,
): Promise<z.output<typeof Occurrence>[]> {
  // `?1` user, `?2` the recurrence as columns of ids store it, `?3` as others do: transactions may name anything there.
  const nameOf = (name: (typeof RECURRING_ENTITIES)[number]) =>
    tableSql(targetOf(name).table).isId("recurringId") ? "?2" : "?3";
  const queries = RECURRING_ENTITIES.map(
    (name) => `SELECT id FROM ${name} WHERE owner = ?1 AND recurringId = ${nameOf(name)}`,
  );
  const [[raw] = [], created = []] = await ctx.db.batch([
    tableSql(recurrences).byId(ctx.owner, id),
    statement(queries.join(" UNION ALL "), ctx.owner, storedId(id), id),
  ]);
  if (!raw) throw notFound();
  const at = await momentOf(ctx);
  const row = unsafeCast<Recurrence>(tableSql(recurrences).decode(raw));
  const from = query.from ?? at.today;
  const to = query.to ?? addDays(from, PREVIEW_DAYS);
  if (to < from) throw invalid("to", "Must not be before from");
  if (daysBetween(from, to) > LIMITS.recurring.previewDays)
    throw invalid("to", `At most ${LIMITS.recurring.previewDays} days after from`);
  const createdIds = new Set(created.map((occurrence) => idOfStored(String(occurrence.id))));
  return datesOf(new SearchBudget(), row, at, from, to).map((date) =>
    occurrenceOf(row, date, createdIds.has(occurrenceId(id, date))),
  );
}

/**
 * Skips a date; a row that was created for it is deleted.
 * @throws not_found; invalid_input on `date` when the series has no such date
 */
export const skip = (ctx: Context, id: string, date: Day): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => planOccurrence(plan, id, date, {}),
    apply(work) {
      const row = work.require(recurrences, id);
      requireDate(searchOf(work), row, work.at, date, invalid("date", "The series has no such date"));
      const createdId = createdRowId(work, row, date);
      if (createdId) removeRow(work, targetOf(row.entity), createdId);
      const { [date]: _skipped, ...overrides } = row.overrides;
      updateRow(work, recurrenceEntity, id, { exceptions: [...new Set([...row.exceptions, date])].sort(), overrides });
      return viewOf(work, id);
    },
  });

/**
 * Changes the occurrence of one date, or of it and all following ones. In the latter case the series ends the day before, and
 * a new series with the changed template and rule continues from the date on. Of the rows that were created already, only
 * the one of this date changes.
 * @throws not_found; invalid_input and whatever else the entity's rules say about `data`
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
      if (input.scope === "following") planLinksOfStored(plan, listedIds([id]));
    },
    apply(work) {
      const nextId = work.newId();
      const row = work.require(recurrences, id);
      requireDate(searchOf(work), row, work.at, date, notFound());
      const createdId = createdRowId(work, row, date);
      if (createdId) {
        const changes = readChanges(row.entity, input.data);
        within("data.", () => updateRow(work, targetOf(row.entity), createdId, changes));
      }
      const isSplit = input.scope === "following" && !isFirstDate(searchOf(work), row, date);
      if (isSplit) splitSeries(work, row, date, nextId, input);
      else if (input.scope === "following") updateRow(work, recurrenceEntity, id, editedColumns(row, input));
      else if (!createdId) overrideDate(work, row, date, input.data);
      const current = work.require(recurrences, isSplit ? nextId : id);
      return {
        recurrence: viewOf(work, current.id),
        previous: isSplit ? viewOf(work, id) : null,
        occurrence: createdId
          ? { date, id: createdId, status: "materialized" as const }
          : occurrenceOf(current, date, false),
      };
    },
  });
}

const viewOf = (work: UnitOfWork, id: string): View => recurrenceEntity.view(work.require(recurrences, id), work.at);

/** Checks that the entity's rules accept a row that is created only later. @throws their error, on `template.…` */
const requireCreatable = (work: UnitOfWork, entity: Recurrence["entity"], input: Fields): void =>
  within("template.", () => work.dryRun(() => void createRow(work, targetOf(entity), input)));

/** The id of the row that was created for the date; null when there is none, or it is deleted. */
function createdRowId(work: UnitOfWork, { id, entity }: Recurrence, date: Day): string | null {
  const row = work.find(targetOf(entity).table, occurrenceId(id, date));
  return row && row.showStatus !== "deleted" ? row.id : null;
}

/** The dates of the series from one day to another, up to the end of the series. */
function datesOf(search: SearchBudget, row: Recurrence, at: Moment, from: Day, to: Day): Day[] {
  const end = endOf(row, at);
  return datesBetween(search, seriesOf(row), from, end !== null && end < to ? end : to);
}

/** Throws `error` unless the series has this date. */
function requireDate(search: SearchBudget, row: Recurrence, at: Moment, date: Day, error: AppError): void {
  if (datesOf(search, row, at, date, date).length === 0) throw error;
}

function isFirstDate(search: SearchBudget, row: Recurrence, date: Day): boolean {
  const [first] = datesFrom(search, seriesOf(row), row.startDate, 1, date);
  return first === date;
}

/** How many dates the series has up to a day. There may be very many: it is asked of series with a COUNT only. */
const countUpTo = (search: SearchBudget, row: Recurrence, last: Day): number =>
  datesBetween(search, seriesOf(row), row.startDate, last).length;

/** A date as on the wire. @param isCreated true when a row exists for it */
function occurrenceOf(row: Recurrence, date: Day, isCreated: boolean): z.output<typeof Occurrence> {
  const id = occurrenceId(row.id, date);
  if (row.exceptions.includes(date)) return { date, id, status: "skipped" };
  if (isCreated) return { date, id, status: "materialized" };
  const isMissed = row.doneThrough !== null && date <= row.doneThrough;
  return { date, id, status: isMissed ? "missed" : "upcoming" };
}

const overrideDate = (work: UnitOfWork, { id, overrides }: Recurrence, date: Day, data: Fields) =>
  updateRow(work, recurrenceEntity, id, { overrides: { ...overrides, [date]: { ...overrides[date], ...data } } });

type Edit = z.output<typeof OccurrenceEdit>;

/** The columns of the series that an edit of all following dates changes. */
const editedColumns = ({ template, timeOfDay, rrule }: Recurrence, edit: Edit) => ({
  template: { ...template, ...edit.data },
  rrule: edit.rrule ?? rrule,
  timeOfDay: edit.timeOfDay === undefined ? timeOfDay : edit.timeOfDay,
});

/** Ends the series before `date`, and continues it from there on with the changes, as a new recurrence `nextId`. */
function splitSeries(work: UnitOfWork, row: Recurrence, date: Day, nextId: string, edit: Edit): void {
  const { rule } = seriesOf(row);
  const dayBefore = addDays(date, -1);
  const remainingCount = rule.count === null ? null : rule.count - countUpTo(searchOf(work), row, dayBefore);
  const remainingRule = { ...explicitRule(rule, row.startDate), count: remainingCount };
  const isLater = (day: Day) => day >= date;
  const { entity, leadDays, status, exceptions, overrides, doneThrough } = row;
  createRow(work, recurrenceEntity, {
    ...editedColumns({ ...row, rrule: ruleText(remainingRule) }, edit),
    id: nextId,
    entity,
    startDate: date,
    leadDays,
    status,
    exceptions: exceptions.filter(isLater),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([day]) => isLater(day))),
  });
  const endedRule = { ...rule, count: null, until: { day: dayBefore, time: null, isUtc: false } };
  updateRow(work, recurrenceEntity, row.id, {
    rrule: ruleText(endedRule),
    exceptions: exceptions.filter((day) => !isLater(day)),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([day]) => !isLater(day))),
  });
  // The new series creates no rows for dates that the old one has handled already.
  if (doneThrough !== null && isLater(doneThrough)) {
    const next = work.require(recurrences, nextId);
    work.update(recurrences, nextId, { doneThrough, ...scheduleOf(searchOf(work), { ...next, doneThrough }, work.at) });
  }
}
