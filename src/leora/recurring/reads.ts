import { safeParse } from "zod";
import { type AnyEntity, linksOf } from "../../engine/entity.ts";
import type { ReadPlan } from "../../engine/read-plan.ts";
import { ifAny, type Sql, sql } from "../../engine/sql.ts";
import type { Day } from "../../kernel/time.ts";
import { occurrenceId, RECURRING_ENTITIES, type RecurringEntity } from "./rules.ts";
import { recurrences } from "./table.ts";
import { TARGETS, targetOf } from "./targets.ts";
import { changesIfValid, type Fields, type NewOccurrence, type OccurrenceTemplate } from "./template.ts";

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

/** The ids of all rows that a template and its overrides link to. */
export function linkedIdsOf({
  entity,
  template,
  overrides,
}: Pick<OccurrenceTemplate, "entity" | "template" | "overrides">): string[] {
  const target = targetOf(entity);
  const links = [template, ...Object.values(overrides)].flatMap((fields) => Object.values(linksIn(target, fields)));
  return [...new Set(links.filter((id) => typeof id === "string"))];
}

/**
 * The rows that stored recurrences link to, or those among them that checking a template needs: a change merges what is
 * stored with what the client sends, and a series that is split is checked anew as a whole.
 * @param ids query of one column
 */
export function planLinksOfStored(plan: ReadPlan, ids: Sql, names?: readonly string[]): void {
  const linked = sql`SELECT link.value FROM recurrences r, json_each(r.linkedIds) link
    WHERE r.owner = ${plan.owner} AND r.id IN (${ids})`;
  const targets = new Set(Object.values(TARGETS).flatMap(({ entity }) => linksOf(entity).map(([, target]) => target)));
  for (const target of targets) {
    const table = plan.tableOf(target);
    // Ids are unique: those of other entities find nothing here.
    if (table && (!names || names.includes(target))) plan.rows(table, ifAny(ids, linked));
  }
}
