import { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { endpointsOf } from "../../kernel/http/endpoint.ts";
import type { SyncCounts } from "../../kernel/metrics/measurement.ts";
import type { EngineErrorCode } from "../errors.ts";
import { listConflicts } from "./conflicts.ts";
import {
  ConflictQuery,
  ConflictView,
  minimalPushReply,
  PullQuery,
  PullReply,
  PushBody,
  pushReply,
  ResolveBody,
  ResolveReply,
} from "./contract.ts";
import { documentedSync } from "./documented.ts";
import type { SyncProduct } from "./product.ts";
import { pullPage } from "./pull.ts";
import { resolve } from "./resolve.ts";

/** Push, pull and conflicts of a product's entities over HTTP (spec 6.2). The push runs as the hub's command `sync.push`. */
export function syncEndpoints(product: SyncProduct) {
  const { registry, errorFormat } = product;
  const routes = endpointsOf<EngineErrorCode>("Sync");
  let schemas: ReturnType<typeof documentedSync> | undefined;
  // Made once, when a document is asked for, so that push and pull have the same union of changes.
  const documented = () => {
    schemas ??= documentedSync(product);
    return schemas;
  };

  const planCodes = unsafeCast<EngineErrorCode[]>(registry.planLimits ? [registry.planLimits.code] : []);
  routes.user("post", "/sync/push", {
    summary: "Send local changes, get remote ones",
    description:
      "Changes apply in order, by the same rules as their endpoints; each gets a final answer of its own in `results`. " +
      "`changes` is what the server has beyond `cursor`, the pushed rows included. " +
      "With `Prefer: return=minimal` a row that took its change is told by `common` and `set`, the fields that differ from " +
      "what was sent (absent counts as null), and is left out of `changes`.",
    bucket: "sync",
    command: "sync.push",
    // Each change has its own key.
    idempotent: false,
    body: PushBody,
    reply: pushReply(errorFormat.schema),
    minimalReply: minimalPushReply(errorFormat.schema),
    documented: () => documented().push,
    errors: ["cursor_expired"],
    syncCounts: ({ results }) => countsOf(results),
  });

  routes.user("get", "/sync/pull", {
    summary: "Get remote changes",
    description:
      "Rows and tombstones after `cursor` (or, with overlap, since a moment), oldest first, never splitting one write. " +
      "Without either: everything that is not deleted, to replace what the device had. A cursor belongs to the `entities` it was asked with.",
    bucket: "sync",
    query: PullQuery,
    reply: PullReply,
    documented: () => documented().pull,
    errors: ["cursor_expired"],
    handle: (ctx, { query }) => pullPage(registry, ctx, query),
  });

  routes.user("post", "/sync/resolve-conflict", {
    summary: "Resolve conflicts of a row",
    description:
      "`use_server` drops the waiting change, `use_local` applies it, `merge` takes what only one side changed and the " +
      "later value of the rest; with `data`, exactly that is set. Without `conflictId` all of the row's conflicts close.",
    bucket: "sync",
    body: ResolveBody,
    reply: ResolveReply,
    errors: ["not_found", "invalid_state", "limit_reached", ...planCodes],
    handle: (ctx, { body }) => resolve(registry, ctx, body),
  });

  routes.user("get", "/sync/conflicts", {
    summary: "List changes that wait for a person",
    description: "Oldest first, a page at a time, of all entities. Each keeps both copies and their base.",
    bucket: "sync",
    query: ConflictQuery,
    reply: z.array(ConflictView),
    paged: true,
    handle: (ctx, { query }) => listConflicts(registry, ctx, query),
  });

  return routes.list;
}

function countsOf(results: readonly { status: keyof SyncCounts }[]): SyncCounts {
  const counts = { applied: 0, merged: 0, duplicate: 0, conflict: 0, rejected: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
