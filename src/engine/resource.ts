import { type Context, momentOf } from "../kernel/context.ts";
import { notFound } from "../kernel/errors.ts";
import type { EntityRow } from "./columns.ts";
import type { AnyEntity } from "./entity.ts";
import type { Registry } from "./registry.ts";
import { createRow, removeRow, updateRow } from "./rows.ts";
import { runUnitOfWork } from "./run.ts";
import { tableSql } from "./table-sql.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

type Input = Record<string, unknown>;

/** The row as on the wire, with everything that this write has done to it. */
const viewOf = (work: UnitOfWork, entity: AnyEntity, { id }: EntityRow): unknown =>
  entity.view(work.require(entity.table, id) as never, work.at);

/** The verbs every entity has over REST, as wire views. Each write is one unit of work. */
export const resource = (registry: Registry, entity: AnyEntity) => ({
  /** One D1 call. @throws not_found */
  async get(ctx: Context, id: string): Promise<unknown> {
    const [raw] = await ctx.db.all(tableSql(entity.table).byId(ctx.owner, id));
    if (!raw) throw notFound();
    return entity.wireView(tableSql(entity.table).decode(raw) as never, await momentOf(ctx));
  },

  create: (ctx: Context, input: Input): Promise<unknown> =>
    runUnitOfWork(ctx, registry, {
      reads: (plan) => plan.writesInputs(entity.table, [], [input]),
      apply: (work) =>
        viewOf(work, entity, createRow(work, entity, { ...input, idempotencyKey: ctx.idempotency?.key })),
    }),

  update: (ctx: Context, id: string, patch: Input): Promise<unknown> =>
    runUnitOfWork(ctx, registry, {
      reads: (plan) => plan.writesInputs(entity.table, [id], [patch]),
      apply: (work) => viewOf(work, entity, updateRow(work, entity, id, patch)),
    }),

  remove: (ctx: Context, id: string): Promise<{ id: string; showStatus: "deleted" }> =>
    runUnitOfWork(ctx, registry, {
      reads: (plan) => plan.writesInputs(entity.table, [id], []),
      apply(work) {
        removeRow(work, entity, id);
        return { id, showStatus: "deleted" as const };
      },
    }),
});
