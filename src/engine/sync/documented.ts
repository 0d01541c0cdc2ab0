import { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { idOf } from "../../kernel/contract.ts";
import { nameOf } from "../contract.ts";
import type { AnyEntity } from "../entity.ts";
import {
  CHANGES_MAX,
  minimalPushReply,
  minimalResult,
  PulledChange,
  PullReply,
  PushBody,
  PushedChange,
  pushReply,
  pushResult,
} from "./contract.ts";
import type { SyncProduct } from "./product.ts";

// What the OpenAPI document says of push and pull: changes and results with the fields of their entity, which `entity` tells apart.
// Requests are validated by contract.ts, change by change, so that a malformed one is rejected alone.

type Shape = (entity: AnyEntity) => z.ZodObject;

/** A row as a pull sends it: what may be null or a list may also be absent, as it is with `nulls=omit`. */
function syncedRow(entity: AnyEntity): z.ZodObject {
  const view = unsafeCast<z.ZodObject>(entity.contract.view);
  const fields = Object.entries(view.shape).map(([name, schema]) => [
    name,
    schema instanceof z.ZodNullable || schema instanceof z.ZodArray ? schema.optional() : schema,
  ]);
  return z.object(Object.fromEntries(fields)).meta({ id: `${nameOf(entity)}Row` });
}

/** The schemas of a push, a pull and their replies for the entities of a product. */
export function documentedSync({ registry, errorFormat: { schema: error }, pushExample }: SyncProduct) {
  /** An entity's fields, any of which may be absent. */
  const fields = new Map(
    registry.entities.map((entity) => [
      entity.name,
      unsafeCast<z.ZodObject>(entity.contract.view)
        .partial()
        .meta({ id: `${nameOf(entity)}Fields` }),
    ]),
  );
  const fieldsOf = ({ name }: AnyEntity) => unsafeCast<z.ZodObject>(fields.get(name));
  /** One schema per entity, with `entity` as a constant, and the union of them: `PushedTask`, … and `PushedChange`. */
  const byEntity = (union: string, prefix: string, shapeOf: Shape) => {
    const members = registry.entities.map((entity) =>
      shapeOf(entity)
        .extend({ entity: z.literal(entity.name), id: idOf(nameOf(entity)) })
        .meta({ id: prefix + nameOf(entity) }),
    );
    type Members = [(typeof members)[number], ...typeof members];
    return z.discriminatedUnion("entity", unsafeCast<Members>(members)).meta({ id: union });
  };
  const pushedChange = byEntity("PushedChange", "Pushed", ({ contract: { create, patch }, isServerMade }) =>
    z.object({ ...PushedChange.shape, data: (isServerMade ? patch : z.union([create, patch])).optional() }),
  );
  const pulledChange = byEntity("PulledChange", "Pulled", (entity) => PulledChange.extend({ data: syncedRow(entity) }));
  const malformed = pushResult(error)
    .omit({ original: true, ignoredFields: true, conflictId: true })
    .extend({ status: z.literal("rejected"), rev: z.null(), data: z.null() })
    .meta({ id: "MalformedChangeResult" });
  const result = byEntity("PushResult", "PushResult", ({ contract: { view } }) =>
    pushResult(error).extend({ data: view.nullable() }),
  );
  const shortResult = byEntity("MinimalPushResult", "MinimalPushResult", (entity) =>
    minimalResult(error).extend({ set: fieldsOf(entity).nullish(), data: entity.contract.view.nullish() }),
  );
  const common = z
    .object(
      Object.fromEntries(
        registry.entities.map((entity) => [
          entity.name,
          fieldsOf(entity)
            .optional()
            .meta({ description: `What all results of \`${entity.name}\` have alike` }),
        ]),
      ),
    )
    .meta({ id: "CommonFields" });

  return {
    push: {
      body: PushBody.extend({ changes: z.array(pushedChange).max(CHANGES_MAX) }).meta({
        id: "Push",
        example: pushExample,
      }),
      reply: pushReply(error)
        .extend({ results: z.array(z.union([result, malformed])), changes: z.array(pulledChange) })
        .meta({ id: "PushReply" }),
      minimalReply: minimalPushReply(error)
        .extend({ results: z.array(z.union([shortResult, malformed])), common, changes: z.array(pulledChange) })
        .meta({ id: "MinimalPushReply" }),
    },
    pull: {
      reply: PullReply.extend({ changes: z.array(pulledChange) }).meta({ id: "PullReply" }),
    },
  };
}
