import { z } from "zod";
import { idOf, instant, moment } from "../../kernel/contract.ts";

/** How many changes a push may have. */
export const CHANGES_MAX = 500;
const KEY_MAX = 255;

const entity = () => z.string().meta({ example: "tasks" });
const id = () => idOf("Task");
const conflictId = () => idOf("Conflict");
const rev = () => z.int().min(0).meta({ example: 42 });
/** A device and its 17th change. */
const KEY_EXAMPLE = "phone-1:17";
const key = () => z.string().min(1).max(KEY_MAX).meta({ example: KEY_EXAMPLE });
const cursor = () => z.string().min(1).max(200).meta({ example: "MS40Mi4xNzk3NTAzNDAwMDAwLjA" });
const row = () => z.record(z.string(), z.unknown()).meta({ example: { title: "Kitob o'qish" } });
const operation = z.enum(["create", "update", "delete"]).meta({ id: "SyncOperation" });

/** One pushed change. It is checked alone: a malformed one is rejected and stops nobody else. */
export const PushedChange = z
  .object({
    entity: entity(),
    id: id(),
    operation,
    data: row().nullish(),
    localUpdatedAt: moment(),
    idempotencyKey: key(),
    baseRev: rev().nullish(),
  })
  .refine(({ operation, data }) => operation === "delete" || data, {
    path: ["data"],
    message: "Expected the row's fields",
  });

/** The body of a push. Its changes are validated one by one, so that a malformed one is rejected alone. */
export const PushBody = z.object({
  changes: z.array(z.unknown()).max(CHANGES_MAX),
  lastSyncedAt: moment().nullish(),
  cursor: cursor().nullish(),
});

const PushStatus = z.enum(["applied", "merged", "duplicate", "conflict", "rejected"]).meta({ id: "PushStatus" });
/** The answers that a repeated change gets again. */
const FinalStatus = z.enum(["applied", "merged", "conflict"]).meta({ id: "PushFinalStatus" });

/**
 * The server's row after a change; `data` of a deleted one is its tombstone, of an unknown one null. It is null beside a
 * `rev`, too, once the rows of the results take 4 MiB: a pull brings those. `error` is in the product's format.
 */
export const pushResult = <ErrorSchema extends z.ZodType>(error: ErrorSchema) =>
  z.object({
    entity: entity().nullable(),
    id: z.string().nullable(),
    idempotencyKey: z.string().nullable().meta({ example: KEY_EXAMPLE }),
    status: PushStatus,
    original: FinalStatus.optional(),
    rev: rev().nullable(),
    data: row().nullable(),
    error: error.optional(),
    ignoredFields: z
      .array(z.string())
      .meta({ example: ["focusTotalMinutes"] })
      .optional(),
    conflictId: conflictId().optional(),
  });

/**
 * A result with `Prefer: return=minimal`. When the row took the change and is not deleted, `set` is in the place of `data`:
 * the fields of the row that differ from what was sent, where absent counts as null. `set` is null where `data` would be.
 */
export const minimalResult = <ErrorSchema extends z.ZodType>(error: ErrorSchema) =>
  pushResult(error).extend({ set: row().nullable().optional(), data: row().nullable().optional() });

/** A row, or the tombstone of one, as a pull returns it. */
export const PulledChange = z.object({
  entity: entity(),
  id: id(),
  operation,
  rev: rev(),
  data: row(),
  serverUpdatedAt: instant(),
});

const progress = {
  changes: z.array(PulledChange),
  cursor: cursor(),
  hasMore: z.boolean(),
  serverTime: instant(),
};

/** The reply of a pull: one page of changes, and the cursor after it. */
export const PullReply = z.object(progress);
/** The reply of a push: an answer for each change, and what a pull would return. @param error the schema of its errors */
export const pushReply = <ErrorSchema extends z.ZodType>(error: ErrorSchema) =>
  z.object({ results: z.array(pushResult(error)), ...progress });
/**
 * The same with `Prefer: return=minimal`. `common` has by entity what belongs to the `set` of all its results; `changes` has no
 * rows of this push that its results have.
 */
export const minimalPushReply = <ErrorSchema extends z.ZodType>(error: ErrorSchema) =>
  z.object({ results: z.array(minimalResult(error)), common: z.record(z.string(), row()), ...progress });

/** The query parameters of a pull. */
export const PullQuery = z.object({
  cursor: cursor().optional(),
  since: moment().optional(),
  entities: z.string().max(1000).meta({ example: "tasks,transactions" }).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  nulls: z.enum(["omit"]).optional(),
});

/** How to resolve the conflicts of a row: see `resolve`. Without `conflictId`: all of them. */
export const ResolveBody = z
  .object({
    entity: entity(),
    id: id(),
    resolution: z.enum(["use_server", "use_local", "merge"]).meta({ id: "ConflictResolution" }),
    data: row().nullish(),
    conflictId: conflictId().nullish(),
    expectedRev: rev().nullish(),
  })
  .meta({ id: "ConflictDecision" });
/** The row after its conflicts are resolved. */
export const ResolveReply = z
  .object({ entity: entity(), id: id(), rev: rev(), data: row() })
  .meta({ id: "ConflictResolved" });

/** A change that waits for a decision, with the base that it was made on and the row that the server has now. */
export const ConflictView = z
  .object({
    conflictId: conflictId(),
    entity: entity(),
    id: id(),
    operation: z.enum(["update", "delete"]).meta({ id: "WaitingOperation" }),
    local: row(),
    server: row(),
    base: row(),
    localUpdatedAt: instant(),
    createdAt: instant(),
  })
  .meta({ id: "Conflict" });

/** The query parameters of the list of conflicts. */
export const ConflictQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
