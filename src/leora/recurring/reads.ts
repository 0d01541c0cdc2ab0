import { safeParse } from "zod";
import { type AnyEntity, linksOf } from "../../engine/entity.ts";
import type { ReadPlan } from "../../engine/read-plan.ts";
import { ifAny, type Sql, sql, union } from "../../engine/sql.ts";
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

/**
 * The rows that stored recurrences link to, or those among them that checking a template needs: a change merges what is
 * stored with what the client sends, and a series that is split is checked anew as a whole.
 * @param ids query of one column
 */
export function planLinksOfStored(plan: ReadPlan, ids: Sql, names?: readonly string[]): void {
  const links = Object.values(TARGETS).flatMap(({ entity }) => linksOf(entity));
  for (const [target, linksTo] of Map.groupBy(links, ([, target]) => target)) {
    const table = plan.tableOf(target);
    if (!table || (names && !names.includes(target))) continue;
    const fields = new Set(linksTo.map(([field]) => field));
    plan.rows(table, ifAny(ids, union([...fields].map((field) => storedLinks(plan.owner, ids, field)))));
  }
}

const storedLinks = (owner: number, ids: Sql, field: string): Sql =>
  sql`SELECT part.value ->> ${field} AS value
    FROM recurrences r, json_each(json_insert(r.overrides, '$.template', json(r.template))) part
    WHERE r.owner = ${owner} AND r.id IN (${ids})`;
