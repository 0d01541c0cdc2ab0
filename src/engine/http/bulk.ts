import { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { idOf } from "../../kernel/contract.ts";
import type { EndpointList } from "../../kernel/http/endpoint.ts";
import type { ErrorFormat } from "../../kernel/http/wire.ts";
import { applyBulk, Operation } from "../bulk.ts";
import { Deleted, nameOf } from "../contract.ts";
import type { AnyEntity } from "../entity.ts";
import type { Registry } from "../registry.ts";

const ITEMS_MAX = 500;
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(ITEMS_MAX);
/** Items are validated one by one, so that one that breaks a rule is rejected alone. */
const Body = z.object({ items: listOf(z.unknown()) });

const BulkStatus = z.enum(["applied", "rejected"]).meta({ id: "BulkStatus" });

interface Naming {
  /** `/tasks` */
  path: string;
  /** The `data` of an item that creates a row. */
  example: object;
}

/** `POST {path}/bulk`: up to 500 rows of an entity created, changed and deleted in one write. */
export const bulkEndpoints =
  (registry: Registry, errorFormat: ErrorFormat) =>
  (routes: Pick<EndpointList, "user">, entity: AnyEntity, { path, example }: Naming): void => {
    const name = nameOf(entity);
    const result = z
      .object({
        index: z.int().meta({ example: 0 }),
        id: z.string().nullable(),
        operation: Operation,
        status: BulkStatus,
        data: z.union([entity.contract.view, Deleted]).optional(),
        error: errorFormat.schema.optional(),
      })
      .meta({ id: `BulkResult${name}` });
    const documented = () => {
      const item = z
        .object({
          operation: Operation.optional(),
          id: idOf(name).nullish(),
          data: z.union([entity.contract.create, entity.contract.patch]).nullish(),
        })
        .meta({ id: `BulkItem${name}`, example: { operation: "create", data: example } });
      return { body: Body.extend({ items: listOf(item) }).meta({ id: `Bulk${name}` }) };
    };
    routes.user("post", `${path}/bulk`, {
      summary: `Create, change and delete many ${entity.name}`,
      description:
        "All items are one write, applied in order: later ones see what earlier ones did. An item that breaks a rule is rejected alone, leaves no trace and holds up nobody else. `data` is the item's row after the whole request; it is left out once all of them take more than 4 MiB. " +
        `As \`data\` of an item, \`create\`, which is the default, takes what \`POST ${path}\` takes, \`update\` what \`PATCH ${path}/{id}\` ` +
        "takes, `delete` nothing. Without `data` the fields stand in the item itself.",
      body: Body,
      documented,
      reply: z
        .object({ results: z.array(result), appliedCount: z.int(), rejectedCount: z.int() })
        .meta({ id: `BulkReply${name}` }),
      async handle(ctx, { body }) {
        const results = await applyBulk(ctx, registry, entity, body.items, ({ error, ...rest }) => ({
          ...rest,
          ...(error && { error: errorFormat.of(error) }),
        }));
        const appliedCount = results.filter(({ status }) => status === "applied").length;
        return unsafeCast({ results, appliedCount, rejectedCount: results.length - appliedCount });
      },
    });
  };
