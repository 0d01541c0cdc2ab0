import type { z } from "zod";
import { sameValue } from "../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { validationError } from "../../kernel/contract.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import type { Day } from "../../kernel/time.ts";
import { occurrenceId, type RecurringEntity } from "./rules.ts";
import { TARGETS, targetOf } from "./targets.ts";

// A recurrence keeps a template: the input that creates a row of its entity, without the date. Overrides hold, by date, the
// fields in which a single occurrence differs from it. Both are validated by the entity's own contract.

export type Fields = Record<string, unknown>;

/** The columns of a recurrence that decide what its occurrences look like. */
export interface OccurrenceTemplate {
  entity: RecurringEntity;
  template: Fields;
  timeOfDay: string | null;
  overrides: Readonly<Record<string, Fields>>;
}

/** An occurrence whose row is to be created: the date that it stands for, its id, and the input of its creation. */
export interface NewOccurrence {
  date: Day;
  id: string;
  input: Fields;
}

/** Fields that belong to one row alone, or that the recurrence itself sets. */
const FIELDS_OF_ONE_ROW = ["id", "idempotencyKey", "recurringId", "dependencies"];

/** The occurrence of a date as the template and the date's overrides make it. */
export function newOccurrence(recurrenceId: string, columns: OccurrenceTemplate, date: Day): NewOccurrence {
  const id = occurrenceId(recurrenceId, date);
  return { date, id, input: { ...inputOn(columns, date), id, recurringId: recurrenceId } };
}

const inputOn = ({ entity, template, timeOfDay, overrides }: OccurrenceTemplate, date: Day): Fields => {
  const { dateField, timeField } = TARGETS[entity];
  const time = timeField === null || timeOfDay === null ? {} : { [timeField]: timeOfDay };
  return { ...template, [dateField]: date, ...time, ...overrides[date] };
};

/**
 * The columns with template and overrides as their entity's contract reads them: unknown fields and those of one row are
 * dropped, and what the client leaves open stays open, so that defaults are taken when a row is created.
 * @param before the columns as stored, of which nothing is read again; null for a new recurrence
 * @throws invalid_input on `template.…`, `overrides.…` or `timeOfDay`
 */
export function withValidTemplate<Columns extends OccurrenceTemplate & { startDate: Day }>(
  columns: Columns,
  before: OccurrenceTemplate | null,
): Columns {
  const { entity, timeOfDay } = columns;
  const { dateField, timeField } = TARGETS[entity];
  if (timeOfDay !== null && timeField === null) throw invalid("timeOfDay", `${entity} have no time of day`);
  const { [dateField]: _date, ...sent } = columns.template;
  const wanted = withoutFieldsOfOneRow(sent);
  const validate = (fields: Pick<OccurrenceTemplate, "template" | "overrides">, date: Day, path: string): Fields =>
    parse(targetOf(entity).contract.create, inputOn({ entity, timeOfDay, ...fields }, date), path);
  const isKnown = before !== null && sameValue(columns.template, before.template);
  // The contract demands a date: the series' first day is used for the check.
  const template = isKnown ? wanted : validate({ template: wanted, overrides: {} }, columns.startDate, "template");
  const overrides = Object.entries(columns.overrides).map(([date, fields]): [Day, Fields] => {
    if (before !== null && sameValue(fields, before.overrides[date])) return [date, fields];
    const changed = withoutFieldsOfOneRow(fields);
    const occurrence = validate({ template, overrides: { [date]: changed } }, date, `overrides.${date}`);
    return [date, pick(occurrence, Object.keys(changed))];
  });
  return { ...columns, template: pick(template, Object.keys(wanted)), overrides: Object.fromEntries(overrides) };
}

/** The changes of a row that exists already, as its entity's contract reads them. @throws invalid_input on `data.…` */
export const readChanges = (entity: RecurringEntity, data: Fields): Fields =>
  parse(targetOf(entity).contract.patch, withoutFieldsOfOneRow(data), "data");

/** What `readChanges` returns; undefined where it throws. */
export const changesIfValid = (entity: RecurringEntity, data: Fields): Fields | undefined =>
  targetOf(entity).contract.patch.safeParse(withoutFieldsOfOneRow(data)).data;

/**
 * Checks that the entity would take the rows of the template and of each override merged over it. What was stored before
 * is not checked again, as long as neither the template nor the override changes: nor are overrides of dates whose rows
 * are made, or refused, already.
 * @param before the columns as stored; null for a new recurrence
 * @throws what creating a row throws, on `template.…` and `overrides.<date>.…`
 */
export function requireMakeable(work: UnitOfWork, columns: CheckedColumns, before: CheckedColumns | null): void {
  const { entity, overrides, doneThrough } = columns;
  const { check } = TARGETS[entity];
  const isKnown = before !== null && sameValue(columns.template, before.template);
  if (!isKnown) within("template.", () => check(work, inputOn({ ...columns, overrides: {} }, columns.startDate)));
  for (const [date, fields] of Object.entries(overrides)) {
    const isPending = doneThrough === null || date > doneThrough;
    const isKnownOverride = before !== null && sameValue(fields, before.overrides[date]);
    if (isKnownOverride && (isKnown || !isPending)) continue;
    within(`overrides.${date}.`, () => check(work, inputOn(columns, date)));
  }
}

type CheckedColumns = OccurrenceTemplate & { startDate: Day; doneThrough: Day | null };

/** Runs a step about a part of the request: its errors name their fields within that part. */
export function within<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw error instanceof AppError ? errorWithin(path, error) : error;
  }
}

/** The error of a part of the request, such as `template.`, with its fields named from there. */
export function errorWithin(path: string, error: AppError<string>): AppError<string> {
  const details = error.details?.map(({ field, message }) => ({ field: `${path}${field}`, message }));
  return new AppError<string>(error.code, { message: error.message, ...(details && { details }) });
}

/** Ids of a row's parts, such as the items of a checklist, are left out as well. */
const withoutFieldsOfOneRow = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !FIELDS_OF_ONE_ROW.includes(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(withoutId) : value]),
  );

function withoutId(part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  const { id: _id, ...fields } = unsafeCast<Fields>(part);
  return fields;
}

/** @param path of the fields in the request, for errors */
function parse(contract: z.ZodObject, fields: Fields, path: string): Fields {
  const result = contract.safeParse(fields);
  if (result.success) return result.data;
  throw validationError(result.error, `${path}.`);
}

const pick = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name]]] : [])));
