import { z } from "zod";
import { instant, uuid } from "../kernel/contract.ts";
import { toIso, type UserMoment } from "../kernel/time.ts";
import type { EntityRow } from "./columns.ts";

// Building blocks of an entity's contract.

/** What a client may send to create an entity. */
export const creation = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ id: uuid().optional(), ...shape });

/** What a client may change: every field optional, and `showStatus` between active and archived. */
export const changes = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ showStatus: z.enum(["active", "archived"]), ...shape }).partial();

/** An entity as on the wire: spec 1.5's common fields and its own. `name` is its name in the OpenAPI document. */
export const view = <Shape extends z.ZodRawShape>(name: string, shape: Shape) =>
  z
    .object({
      id: uuid(),
      userId: uuid(),
      showStatus: z.enum(["active", "archived", "deleted"]),
      syncStatus: z.enum(["local", "synced", "pending", "conflict"]),
      idempotencyKey: z.string().nullable(),
      ...shape,
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: name });

/** The fields that every view has, of a stored row of this user. */
export const commonView = (
  { id, showStatus, idempotencyKey, createdAt, updatedAt }: EntityRow,
  { userId }: UserMoment,
) => ({
  id,
  userId,
  showStatus,
  syncStatus: "synced" as const,
  idempotencyKey,
  createdAt: toIso(createdAt),
  updatedAt: toIso(updatedAt),
});

export type CommonView = ReturnType<typeof commonView>;

/** What deleting a row replies. */
export const Deleted = z.object({ id: uuid(), showStatus: z.literal("deleted") }).meta({ id: "Deleted" });
