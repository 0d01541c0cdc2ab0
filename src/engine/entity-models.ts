import type { EntityTable } from "./columns.ts";
import type { PlanLimits } from "./counted-feature.ts";
import type { ReadingEntity, ReadingReaction, ReadModels } from "./read-plan.ts";
import type { TrackedEntity } from "./tracked-row.ts";

// What a unit of work needs of entities and of the product's registry. Method parameters are bivariant, so that every definition
// fits; the unit passes itself as `work`.

export interface EntityModel extends ReadingEntity, TrackedEntity {
  effects?(work: never, before: never, after: never): void;
}

export interface EntityModels extends ReadModels {
  byName(name: string): EntityModel | undefined;
  /** @throws Error when the table belongs to no entity of the product. */
  byTable(table: EntityTable): EntityModel;
  reactionsTo(
    table: EntityTable,
  ): readonly (ReadingReaction & { effects(work: never, before: never, after: never): void })[];
  readonly planLimits?: PlanLimits;
}
