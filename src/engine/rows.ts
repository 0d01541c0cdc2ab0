import { unsafeCast } from "../kernel/cast.ts";
import { searchFields } from "../kernel/db/search.ts";
import { AppError, invalidState, notFound } from "../kernel/errors.ts";
import type { EntityRow, EntityTable, OwnColumns, RowOf, ShowStatus } from "./columns.ts";
import { type AnyEntity, linksOf } from "./entity.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

type Input = Record<string, unknown>;
type AnyOwn = OwnColumns<AnyEntity["table"]>;

/** Whether a new or restored row is active or archived. */
type Standing = Exclude<ShowStatus, "deleted">;

/**
 * Creates a row by its entity's rules.
 * @throws already_exists when the user has a row with this id, deleted ones included; invalid_state when only the server makes
 * such rows
 */
export function createRow(
  work: UnitOfWork,
  entity: AnyEntity,
  input: Input,
  showStatus: Standing = "active",
): EntityRow {
  requireClientMade(entity);
  const id = typeof input.id === "string" ? input.id : work.newId();
  if (work.find(entity.table, id))
    throw new AppError("already_exists", { details: [{ field: "id", message: "This id exists" }] });
  checkLinks(work, entity, input, {});
  const own = entity.create(work, input as never, id) as AnyOwn;
  const idempotencyKey = typeof input.idempotencyKey === "string" ? input.idempotencyKey : null;
  return insertRow(work, entity.table, id, own, { idempotencyKey, showStatus });
}

/**
 * Inserts a row whose columns were not made by its entity's `create` but, for instance, by a reaction. It is active unless
 * `showStatus` says otherwise.
 */
export function insertRow<Table extends EntityTable>(
  work: UnitOfWork,
  table: Table,
  id: string,
  own: OwnColumns<Table>,
  { idempotencyKey = null, showStatus = "active" }: { idempotencyKey?: string | null; showStatus?: Standing } = {},
): EntityRow {
  const row = {
    owner: work.user.owner,
    id,
    showStatus,
    idempotencyKey,
    seq: 0,
    rev: 0,
    editRev: 0,
    createdRev: 0,
    ...searchFields(work.registry.byTable(table).search(own as never)),
    createdAt: work.now,
    updatedAt: work.now,
    ...own,
  };
  work.insert(table, unsafeCast<RowOf<Table>>(row));
  return unsafeCast<EntityRow>(row);
}

/** Changes a row by its entity's rules. `patch` holds only known fields; null clears. @throws not_found */
export function updateRow(work: UnitOfWork, entity: AnyEntity, id: string, patch: Input): EntityRow {
  const row = work.require(entity.table, id);
  return changeRow(work, entity, unsafeCast<EntityRow>(row), patch);
}

/**
 * Brings a deleted row back, active unless the last argument says otherwise, with these fields changed. What `patch` says
 * of the `showStatus` does not count. @throws not_found
 */
export function restoreRow(
  work: UnitOfWork,
  entity: AnyEntity,
  id: string,
  patch: Input,
  showStatus: Standing = "active",
): EntityRow {
  const row = unsafeCast<EntityRow | undefined>(work.find(entity.table, id));
  if (!row) throw notFound();
  return changeRow(work, entity, row, { ...patch, showStatus });
}

function changeRow(work: UnitOfWork, entity: AnyEntity, row: EntityRow, patch: Input): EntityRow {
  checkLinks(work, entity, patch, unsafeCast<Input>(row));
  const { showStatus } = patch;
  const own = entity.update(work, row as never, patch as never) as Input;
  const changes = { ...own, ...(showStatus !== undefined && { showStatus }) };
  return unsafeCast<EntityRow>(work.update(entity.table, row.id, unsafeCast(changes)));
}

/** Soft delete: the row becomes a tombstone and its effects are undone. @throws not_found, invalid_state */
export function removeRow(work: UnitOfWork, entity: AnyEntity, id: string): void {
  work.require(entity.table, id);
  requireClientMade(entity);
  work.update(entity.table, id, { showStatus: "deleted" } as never);
}

/** @throws invalid_state when only the server makes and deletes such rows */
export function requireClientMade({ isServerMade, name }: AnyEntity): void {
  if (isServerMade) throw invalidState(`Only the server makes and deletes ${name}`);
}

/**
 * Checks that the links of an input name active rows. Links that `known` has already are not checked.
 * @param at the path of the input, for errors
 * @throws not_found, invalid_state on `at` and the field
 */
export function checkLinks(work: UnitOfWork, entity: AnyEntity, input: Input, known: Input, at = ""): void {
  for (const [field, target] of linksOf(entity)) {
    const id = input[field];
    if (typeof id !== "string" || known[field] === id) continue;
    const linked = work.registry.byName(target);
    if (!linked) throw notFound(`${at}${field}`);
    work.requireActive(linked.table, id, `${at}${field}`);
  }
}
