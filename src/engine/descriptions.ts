import type { Descriptions } from "../kernel/openapi/descriptions.ts";

const ROW = { entity: "The kind of row", id: "The id of the row" };

/** How far a device has read, in the reply of a push or pull. */
const PROGRESS = {
  cursor: "How far the device has read its rows: send it with the next push or pull",
  hasMore: "Whether there is more to pull",
  serverTime: "The time of the server",
};

/** What became of a pushed change. */
const RESULT = {
  ...ROW,
  idempotencyKey: "The name of the change, made once by the device: sent again, the change has no second effect",
  status: "What became of the change",
  original: "Of a `duplicate`: what became of it the first time",
  rev: "The version of the row now; null when there is no row",
  error: "Of a `rejected` change: why",
  ignoredFields: "Fields that were sent and that only the server writes",
  conflictId: "Of a `conflict`: the id under which the change waits",
  results: "One result per change, in order",
};

/** A row that changed. */
const CHANGE = {
  ...ROW,
  ...PROGRESS,
  operation: "`create` when the row is new after the cursor, `delete` when it is deleted, else `update`",
  rev: "The version of the row: the number of the write that changed it last",
  serverUpdatedAt: "When the server wrote the row",
  changes: "Rows that changed after the cursor, oldest write first",
};

/** What all synced entities have, what bulk requests have, and what sync says about entities. */
export const ENGINE_DESCRIPTIONS: Descriptions = {
  components: {
    ShowStatus: "`active`: lists show the row; `archived`: they show it on request; `deleted`: never.",
    ListedStatus: "`archived`: lists leave the row out unless they are asked for archived ones.",
    SyncStatus: "The server's rows are always `synced`; the other values are for the copy on a device.",
    Deleted: "What is left of a deleted row.",
    BulkOperation: "`create`: a new row; `update`: change a row; `delete`: delete a row.",
    BulkStatus: "`applied`: the item was written; `rejected`: it broke a rule, and left no trace.",
    SyncOperation: "`create`: a new row; `update`: a changed row; `delete`: a deleted row.",
    PushStatus:
      "`applied`: as it was sent; `merged`: beside another device's change of other fields; `duplicate`: its key was answered before, see " +
      "`original`; `conflict`: another device set the same field, both copies are kept until a person decides; `rejected`: see `error`.",
    PushFinalStatus: "How a change was answered the first time.",
    WaitingOperation: "What a waiting change wanted: `update` or `delete` the row.",
    ConflictResolution:
      "`use_server`: drop the waiting change; `use_local`: apply it; `merge`: take what only one side changed, and the later value of the rest.",
    CommonFields: "By entity, the fields that `set` would say alike in all of its results.",
    MalformedChangeResult: "The answer to what is no change: its entity is unknown, or its id or key is missing.",
  },
  fields: {
    "*": {
      id: "The id of the row, a UUID; a client may choose it when it creates the row",
      userId: "Whose row it is",
      showStatus: "Whether lists show the row",
      syncStatus: "Always `synced`; a device uses the other values for its own copy",
      idempotencyKey: "The key under which the row was created; null when there was none",
    },
    Bulk: {
      items: "Up to 500 items, applied in order as one write; each is validated alone",
      operation: "What to do; `create` unless stated",
      data: "The fields of the row; `delete` needs none",
      results: "One result per item, in order",
      appliedCount: "How many items were written",
      rejectedCount: "How many items were refused",
      index: "The place of the item in the request, from 0",
      status: "Whether the item was written",
      error: "Why the item was refused",
    },
    BulkItem: { id: "The row to change or delete; the client's own id of a new one" },
    BulkResult: { data: "The row after the whole request", operation: "What the item asked for" },
    Push: {
      ...RESULT,
      ...PROGRESS,
      operation: "What the device did to the row",
      changes: "What the server has after the cursor, the rows of this push included",
      lastSyncedAt: "Without a cursor: the `serverTime` of the last reply",
    },
    Pushed: {
      data: "The fields that the device set; a deletion needs none",
      localUpdatedAt: "When the change was made on the device",
      baseRev: "The version of the row that its author saw; 0 when the device created it",
    },
    PushResult: { data: "The row now; null when there is none, or no room for it: then the next pull brings it" },
    MinimalPush: {
      ...RESULT,
      ...PROGRESS,
      set: "The fields of the row that differ from what was sent, where absent counts as null; null when there is no room for them",
      data: "The row, in place of `set` when it did not take the change or is deleted",
      common: "By entity, fields that belong to the `set` of all of its results",
      changes: "What the server has after the cursor, without the rows that the results tell",
    },
    MalformedChange: {
      entity: "What was sent as `entity`, if it was text",
      id: "What was sent as `id`, if it was text",
      idempotencyKey: "What was sent as key, if it was text",
      status: "Always `rejected`",
      rev: "There is no row",
      data: "There is no row",
      error: "What is wrong with the change",
    },
    Pull: {
      ...CHANGE,
      data: "The row; a deleted one has `showStatus: deleted`. With `nulls=omit` it lacks fields that are null or an empty list",
    },
    Conflict: {
      entity: "The kind of row",
      id: "The id of the row",
      resolution: "How to decide",
      data: "For `merge` or `use_local`: exactly the fields to set",
      conflictId: "Which conflict of the row; all of them when absent",
      expectedRev: "The version of the row that the person saw: another one is refused with fresh copies",
      rev: "The version of the row now",
      operation: "What the waiting change wanted",
      local: "The fields of the waiting change",
      server: "The row as the server has it now",
      base: "The row as the author of the waiting change saw it",
      localUpdatedAt: "When the waiting change was made on its device",
    },
  },
  parameters: {
    "*": { showStatus: "`archived`: only archived rows, which lists leave out otherwise" },
    "GET /sync/pull": {
      cursor: "Where the last reply ended; without it and `since`, everything that is not deleted",
      since: "In place of a cursor: a moment, the `serverTime` of an earlier reply",
      entities: "Only these kinds of rows, separated by commas; a cursor belongs to the kinds that it was given for",
      limit: "How many rows to send; the last write is not split",
      nulls: "`omit` leaves out the fields of `data` that are null or an empty list",
    },
  },
};
