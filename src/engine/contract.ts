import { z } from "zod";
import { idOf, instant, uuid } from "../kernel/contract.ts";
import { toIso, type UserMoment } from "../kernel/time.ts";
import { type EntityRow, SHOW_STATUSES } from "./columns.ts";

// Building blocks of an entity's contract.

const ShowStatus = z.enum(SHOW_STATUSES).meta({ id: "ShowStatus", example: "active" });
/** What lists show, and what a client may set. */
export const ListedStatus = z.enum(SHOW_STATUSES).exclude(["deleted"]).meta({ id: "ListedStatus" });
const SyncStatus = z.enum(["local", "synced", "pending", "conflict"]).meta({ id: "SyncStatus", example: "synced" });

/**
 * What a client may send to create an entity: `TaskCreate`.
 * @param name of the entity in the OpenAPI document: `Task`
 * @param example of the whole body, where those of its fields do not make one together
 */
export const creation = <Shape extends z.ZodRawShape>(name: string, shape: Shape, example?: object) =>
  z.object({ id: idOf(name).optional(), ...shape }).meta({ id: `${name}Create`, example });

/** What a client may change, `TaskPatch`: every field optional, and `showStatus` between active and archived. */
export const changes = <Shape extends z.ZodRawShape>(name: string, shape: Shape, example?: object) =>
  z
    .object({ showStatus: ListedStatus, ...shape })
    .partial()
    .meta({ id: `${name}Patch`, example });

/**
 * An entity as on the wire: spec 1.5's common fields and its own.
 * @param example of a row, where those of its fields do not make one together; the document completes what it leaves out
 */
export const view = <Shape extends z.ZodRawShape>(name: string, shape: Shape, example?: object) =>
  z
    .object({
      id: idOf(name),
      userId: uuid(),
      showStatus: ShowStatus,
      syncStatus: SyncStatus,
      idempotencyKey: z.string().nullable().meta({ example: null }),
      ...shape,
      createdAt: instant(),
      updatedAt: instant(),
    })
    .meta({ id: name, example });

/** What the OpenAPI document calls an entity: `Task`. */
export const nameOf = ({ contract }: { contract: { view: z.ZodType } }): string => String(contract.view.meta()?.id);

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
