import { safeParse } from "zod";
import { type AnyEntity, linksOf } from "../../engine/entity.ts";
import type { ReadPlan } from "../../engine/read-plan.ts";
import { sql } from "../../engine/sql.ts";
import type { Day } from "../../kernel/time.ts";
import { occurrenceId, RECURRING_ENTITIES, type RecurringEntity } from "./rules.ts";
import { recurrences } from "./table.ts";
import { TARGETS, targetOf } from "./targets.ts";
import { changesIfValid, type Fields, type NewOccurrence } from "./template.ts";

// What writing recurrences and their occurrences reads. Where the entity of a recurrence is known only once it is read, the
// rows of all the entities that can recur are asked for: ids are unique, so at most one of them has any.

/** What creating these occurrences reads. */
export function planOccurrences(plan: ReadPlan, entity: RecurringEntity, occurrences: readonly NewOccurrence[]): void {
  if (occurrences.length === 0) return;
  const ids = occurrences.map(({ id }) => id);
  const inputs = occurrences.map(({ input }) => input);
  plan.writesInputs(targetOf(entity).table, ids, inputs);
}

/** The recurrence, the row that was created for the date, and what `data` links to. */
export function planOccurrence(plan: ReadPlan, recurrenceId: string, date: Day, data: Fields): void {
  plan.writesInputs(recurrences, [recurrenceId], [{ template: data }]);
  for (const entity of RECURRING_ENTITIES) {
    const changes = changesIfValid(entity, data);
    plan.writesInputs(targetOf(entity).table, [occurrenceId(recurrenceId, date)], changes ? [changes] : []);
  }
}

/** The rows that these templates, as clients send them, link to. */
export function planTemplateLinks(plan: ReadPlan, templates: readonly Fields[]): void {
  for (const { entity } of Object.values(TARGETS)) {
    plan.linksOfInputs(
      entity.table,
      templates.map((template) => linksIn(entity, template)),
    );
  }
}

/** The links of a template as the entity's contract reads them, which turns ids into lower case. */
function linksIn(entity: AnyEntity, template: Fields): Fields {
  const { shape } = entity.contract.create;
  const links = linksOf(entity).map(([field]) => [
    field,
    shape[field] && safeParse(shape[field], template[field]).data,
  ]);
  return Object.fromEntries(links);
}

/** The rows that a stored recurrence links to: they are checked again when a new series continues it. */
export function planLinksOfStored(plan: ReadPlan, recurrenceId: string): void {
  const texts = sql`SELECT part.atom
    FROM recurrences r, json_tree(json_array(json(r.template), json(r.overrides))) part
    WHERE r.userId = ${plan.userId} AND r.id = ${recurrenceId} AND part.type = 'text'`;
  const targets = new Set(Object.values(TARGETS).flatMap(({ entity }) => linksOf(entity).map(([, target]) => target)));
  for (const target of targets) {
    const table = plan.tableOf(target);
    if (table) plan.rows(table, texts);
  }
}
