import type { SyncProduct } from "../engine/sync/product.ts";
import { exampleIdOf } from "../kernel/contract.ts";
import { registry } from "./registry.ts";
import { errorFormat } from "./wire.ts";

/** A task that no other example of the document is about. */
const id = exampleIdOf("Pushed");

/** A phone was offline while a task was written down and done. It has no cursor yet, and has seen no version of the row. */
const pushExample = {
  changes: [
    {
      entity: "tasks",
      id,
      operation: "create",
      data: { title: "Kitob o'qish", dueDate: "2026-12-25", priority: "high" },
      localUpdatedAt: "2026-11-29T10:00:00.000Z",
      idempotencyKey: "phone-1:1",
      baseRev: 0,
    },
    {
      entity: "tasks",
      id,
      operation: "update",
      data: { status: "completed" },
      localUpdatedAt: "2026-11-29T10:20:00.000Z",
      idempotencyKey: "phone-1:2",
      baseRev: 0,
    },
  ],
};

/** What the engine's sync needs of Leora: the entities that are synced, the format of errors in results, and an example. */
export const leoraSync: SyncProduct = { registry, errorFormat, pushExample };
