import { z } from "zod";
import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { listConflicts } from "./conflicts.ts";
import {
  ConflictQuery,
  ConflictView,
  PullQuery,
  PullReply,
  PushBody,
  PushReply,
  ResolveBody,
  ResolveReply,
} from "./contract.ts";
import { pullPage } from "./pull.ts";
import { resolve } from "./resolve.ts";

const routes = endpointsOf("Sync");

routes.user("post", "/sync/push", {
  summary: "Send local changes, get remote ones",
  description:
    "Changes apply in order, by the same rules as their endpoints; each gets a final answer of its own in `results`. " +
    "`changes` is what the server has beyond `cursor`, the pushed rows included.",
  bucket: "sync",
  command: "sync.push",
  // Each change has its own key.
  idempotent: false,
  body: PushBody,
  reply: PushReply,
  errors: ["cursor_expired"],
});

routes.user("get", "/sync/pull", {
  summary: "Get remote changes",
  description:
    "Rows and tombstones after `cursor` (or, with overlap, since a moment), oldest first, never splitting one write. " +
    "Without either: everything that is not deleted, to replace what the device had. A cursor belongs to the `entities` it was asked with.",
  bucket: "sync",
  query: PullQuery,
  reply: PullReply,
  errors: ["cursor_expired"],
  handle: (ctx, { query }) => pullPage(ctx, query),
});

routes.user("post", "/sync/resolve-conflict", {
  summary: "Resolve conflicts of a row",
  description:
    "`use_server` drops the waiting change, `use_local` applies it, `merge` takes what only one side changed and the " +
    "later value of the rest; with `data`, exactly that is set. Without `conflictId` all of the row's conflicts close.",
  bucket: "sync",
  body: ResolveBody,
  reply: ResolveReply,
  errors: ["not_found", "invalid_state"],
  handle: (ctx, { body }) => resolve(ctx, body),
});

routes.user("get", "/sync/conflicts", {
  summary: "List changes that wait for a person",
  bucket: "sync",
  query: ConflictQuery,
  reply: z.array(ConflictView),
  paged: true,
  handle: (ctx, { query }) => listConflicts(ctx, query),
});

export const syncEndpoints = routes.list;
