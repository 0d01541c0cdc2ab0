import type { z } from "zod";
import { type AnyEntity, linksOf } from "../../engine/entity.ts";
import type { ReadPlan } from "../../engine/read-plan.ts";
import { sql } from "../../engine/sql.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { validationError } from "../../kernel/contract.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import type { Day } from "../../kernel/time.ts";
import { debtPaymentEntity } from "../finance/debts/payments/entity.ts";
import { transactionEntity } from "../finance/transactions/entity.ts";
import { taskEntity } from "../planner/tasks/entity.ts";
import { occurrenceId, type RecurringEntity } from "./rules.ts";

export type Fields = Record<string, unknown>;

/** What a recurrence can make, and which fields of it the date and the time of day fill. */
interface Target {
  entity: AnyEntity;
  day: string;
  time: string | null;
}

const TARGETS: Readonly<Record<RecurringEntity, Target>> = {
  tasks: { entity: taskEntity, day: "dueDate", time: "timeOfDay" },
  transactions: { entity: transactionEntity, day: "date", time: "time" },
  debtPayments: { entity: debtPaymentEntity, day: "paymentDate", time: null },
};

export const targetOf = (entity: RecurringEntity): AnyEntity => TARGETS[entity].entity;

/** What belongs to one row alone, or comes from the recurrence. */
const OF_ONE_ROW = ["id", "idempotencyKey", "recurringId", "dependencies"];

/** What of a recurrence makes its occurrences. */
export interface Mould {
  entity: RecurringEntity;
  template: Fields;
  timeOfDay: string | null;
  overrides: Readonly<Record<string, Fields>>;
}

/** A row to make: the date of the rule it stands for, its id, and its creation body. */
export interface Draft {
  date: Day;
  id: string;
  body: Fields;
}

export function draftOf(recurrenceId: string, mould: Mould, date: Day): Draft {
  const id = occurrenceId(recurrenceId, date);
  return { date, id, body: { ...bodyOn(mould, date), id, recurringId: recurrenceId } };
}

const bodyOn = ({ entity, template, timeOfDay, overrides }: Mould, date: Day): Fields => {
  const { day, time } = TARGETS[entity];
  const clock = time === null || timeOfDay === null ? {} : { [time]: timeOfDay };
  return { ...template, [day]: date, ...clock, ...overrides[date] };
};

/**
 * A mould with a template and overrides as their entity's own contract reads them: defaults stay open, unknown fields go.
 * @param date any day
 * @throws invalid_input on `template.…` or `overrides.…`
 */
export function checkedMould(mould: Mould, date: Day): Mould {
  const { day, time } = TARGETS[mould.entity];
  if (mould.timeOfDay !== null && time === null) throw invalid("timeOfDay", `${mould.entity} have no time of day`);
  const { [day]: _date, ...sent } = mould.template;
  const template = parse({ ...mould, template: cleaned(sent), overrides: {} }, date, "template");
  const overrides = Object.entries(mould.overrides).map(([on, fields]): [Day, Fields] => {
    const changed = cleaned(fields);
    const whole = parse({ ...mould, template, overrides: { [on]: changed } }, on, `overrides.${on}`);
    return [on, pick(whole, Object.keys(changed))];
  });
  return { ...mould, template: pick(template, Object.keys(cleaned(sent))), overrides: Object.fromEntries(overrides) };
}

/** What changes a row that is there already, as its entity's contract reads it. @throws invalid_input on `data.…` */
export function readChanges(entity: RecurringEntity, data: Fields): Fields {
  return parsed(targetOf(entity).contract.patch, cleaned(data), "data");
}

/** The rows that these bodies link to, whatever they make. */
export function planTemplateLinks(plan: ReadPlan, bodies: readonly Fields[]): void {
  for (const { entity } of Object.values(TARGETS)) plan.linksOfInputs(entity.table, bodies);
}

/** The rows that a stored recurrence links to: a series that goes on from it is checked like a new one. */
export function planLinksOf(plan: ReadPlan, recurrenceId: string): void {
  const texts = sql`SELECT part.atom
    FROM recurrences r, json_tree(json_array(json(r.template), json(r.overrides))) part
    WHERE r.userId = ${plan.userId} AND r.id = ${recurrenceId} AND part.type = 'text'`;
  const targets = new Set(Object.values(TARGETS).flatMap(({ entity }) => linksOf(entity).map(([, target]) => target)));
  for (const target of targets) {
    const table = plan.tableOf(target);
    if (table) plan.rows(table, texts);
  }
}

/** An error of an occurrence as one of the template that it is made from. */
export function inTemplate(error: AppError<string>): AppError<string> {
  const details = error.details?.map(({ field, message }) => ({ field: `template.${field}`, message }));
  return new AppError<string>(error.code, { message: error.message, ...(details && { details }) });
}

/** Without what belongs to one row: ids of parts, too. */
const cleaned = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !OF_ONE_ROW.includes(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(withoutId) : value]),
  );

function withoutId(item: unknown): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
  const { id: _own, ...rest } = unsafeCast<Fields>(item);
  return rest;
}

const parse = (mould: Mould, date: Day, at: string): Fields =>
  parsed(targetOf(mould.entity).contract.create, bodyOn(mould, date), at);

function parsed(contract: z.ZodObject, fields: Fields, at: string): Fields {
  const result = contract.safeParse(fields);
  if (result.success) return result.data;
  throw validationError(result.error, `${at}.`);
}

const pick = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name]]] : [])));
