import { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { ById } from "../../kernel/contract.ts";
import type { KernelErrorCode } from "../../kernel/errors.ts";
import { type AnyEndpoint, endpointsOf } from "../../kernel/http/endpoint.ts";
import { Deleted } from "../contract.ts";
import { type AnyEntity, linksOf } from "../entity.ts";
import { type ListQuery, listQuery, listRows } from "../list-query.ts";
import type { Registry } from "../registry.ts";
import { resource } from "../resource.ts";

interface Naming {
  /** `/tasks`, `/focus-sessions` */
  path: string;
  tag: string;
  /** Singular, for summaries: `task`. */
  singular: string;
  /** What creating and deleting one does to other rows, in whole sentences for the OpenAPI document. */
  effects?: { create?: string; delete?: string };
}

/**
 * The endpoints every entity has: list, get, create, update, delete; returns the builder for the entity's own verbs, which
 * may declare the kernel's errors and those of `Code`.
 */
export function crudEndpoints<Code extends string = KernelErrorCode>(
  registry: Registry,
  entity: AnyEntity,
  { path, tag, singular, effects = {} }: Naming,
) {
  const routes = rowEndpointsOf<Code>(tag);
  const rows = resource(registry, entity);
  const withArticle = `${/^[aeiou]/.test(singular) ? "an" : "a"} ${singular}`;
  const { create, patch, view } = entity.contract;
  const query = listQuery(entity);
  // Making a row, and taking it out of the archive, may be more than the user's plan includes.
  const planCodes = unsafeCast<Code[]>(entity.counted && registry.planLimits ? [registry.planLimits.code] : []);
  const plural = entity.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  routes.user("get", path, {
    summary: `List ${plural}`,
    description: `The user's ${plural}, a page at a time, newest first unless ordered otherwise. Archived ones come only with \`showStatus=archived\`, deleted ones never.`,
    query,
    reply: z.array(view),
    paged: true,
    handle: (ctx, input) => unsafeCast(listRows(ctx, entity, unsafeCast<ListQuery>(input.query))),
  });
  routes.user("get", `${path}/{id}`, {
    summary: `Get one ${singular}`,
    description: "An archived one is found as well; a deleted one is no more.",
    params: ById,
    reply: view,
    handle: (ctx, { params }) => unsafeCast(rows.get(ctx, params.id)),
  });
  routes.user("post", path, {
    summary: `Create ${withArticle}`,
    description: [
      "The server gives it an id unless the client sends its own, as it does for what was created offline. Fields that only the server writes are ignored.",
      ...(effects.create ? [effects.create] : []),
    ].join(" "),
    body: create,
    reply: view,
    status: 201,
    errors: [
      "already_exists",
      "invalid_state",
      ...(linksOf(entity).length > 0 ? (["not_found"] as const) : []),
      ...planCodes,
    ],
    handle: (ctx, { body }) => unsafeCast(rows.create(ctx, body)),
  });
  routes.user("patch", `${path}/{id}`, {
    summary: `Change ${withArticle}`,
    description:
      "Only the fields that are sent change; `null` clears an optional one. `showStatus` archives it and takes it out of the archive.",
    params: ById,
    body: patch,
    reply: view,
    errors: ["invalid_state", ...planCodes],
    handle: (ctx, { params, body }) => unsafeCast(rows.update(ctx, params.id, body)),
  });
  routes.user("delete", `${path}/{id}`, {
    summary: `Delete ${withArticle}`,
    description: [
      effects.delete ?? "What it had caused elsewhere, such as a balance or progress, is taken back.",
      "Other devices learn of it by sync, for 180 days.",
    ].join(" "),
    params: ById,
    reply: Deleted,
    handle: (ctx, { params }) => rows.remove(ctx, params.id),
  });
  return routes;
}

/** `endpointsOf` for what writes rows of entities: its writes declare that a quota may refuse them. */
export function rowEndpointsOf<Code extends string = KernelErrorCode>(tag: string) {
  const routes = endpointsOf<Code | KernelErrorCode>(tag);
  type Declaration = { errors?: readonly string[] };
  const user = (method: AnyEndpoint["method"], path: string, declaration: Declaration) => {
    const errors = [...(declaration.errors ?? []), ...(method === "get" ? [] : ["limit_reached"])];
    routes.user(method, path, unsafeCast<Parameters<typeof routes.user>[2]>({ ...declaration, errors }));
  };
  return { ...routes, user: unsafeCast<typeof routes.user>(user) };
}
