import type { EntityTable } from "./columns.ts";
import type { PlanLimits } from "./counted.ts";
import type { AnyEntity, AnyReaction } from "./entity.ts";

type Named<Name extends string> = AnyEntity & { readonly name: Name };

/** A product's entities, by wire name and by table. */
export interface Registry<Name extends string = string> {
  readonly entities: readonly Named<Name>[];
  byName(name: string): AnyEntity | undefined;
  /** @throws Error when the table belongs to no entity of the product. */
  byTable(table: EntityTable): AnyEntity;
  /** What other entities do about this table's rows, in the order of the entities. */
  reactionsTo(table: EntityTable): readonly AnyReaction[];
  /** Absent: the product has no plans. */
  readonly planLimits?: PlanLimits;
}

/**
 * The registry of a product's entities. **Their order matters**: when a row changes, the reactions to it run in the order
 * in which their entities are listed, and a later reaction sees what an earlier one has done.
 */
export function createRegistry<Name extends string>(
  entities: readonly Named<Name>[],
  planLimits?: PlanLimits,
): Registry<Name> {
  const names = new Map<string, AnyEntity>(entities.map((entity) => [entity.name, entity]));
  const tables = new Map<EntityTable, AnyEntity>(entities.map((entity) => [entity.table, entity]));
  const reactions = Map.groupBy(
    entities.flatMap((entity) => entity.reactions ?? []),
    ({ to }) => to,
  );
  return {
    entities,
    byName: (name) => names.get(name),
    byTable(table) {
      const entity = tables.get(table);
      if (!entity) throw new Error("This table belongs to no entity of the product");
      return entity;
    },
    reactionsTo: (table) => reactions.get(table) ?? [],
    ...(planLimits && { planLimits }),
  };
}
