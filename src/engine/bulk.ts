import { z } from "zod";
import { unsafeCast } from "../kernel/cast.ts";
import type { Context } from "../kernel/context.ts";
import { uuid, validationError } from "../kernel/contract.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import { newId } from "../kernel/id.ts";
import { shownData } from "./commit.ts";
import type { AnyEntity } from "./entity.ts";
import type { Registry } from "./registry.ts";
import { createRow, removeRow, updateRow } from "./rows.ts";
import { runUnitOfWork } from "./run.ts";
import { ShownBytes } from "./shown-bytes.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

type Fields = Record<string, unknown>;

const OPERATIONS = ["create", "update", "delete"] as const;
type Operation = (typeof OPERATIONS)[number];

/** What an item does to its row. */
export const Operation = z.enum(OPERATIONS).meta({ id: "BulkOperation" });

/** What the items of a bulk request have in common; an item's fields, in `data` or beside `id`, are the contract's. */
const Item = z.object({
  operation: Operation.default("create"),
  id: uuid().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** An item with the row it is about, and the fields it sets or why it is refused. */
interface Read {
  operation: Operation;
  id: string | null;
  input: Fields | AppError<string>;
}

/**
 * What became of an item. `data`: its row after the whole request, of a deleted one the tombstone; left out once the rows
 * of the results take `LIMITS.engine.resultBytes`.
 */
export interface BulkResult {
  index: number;
  id: string | null;
  status: "applied" | "rejected";
  operation: Operation;
  data?: unknown;
  error?: AppError<string>;
}

/**
 * Creates, changes and deletes rows of one entity, in order and in one unit of work: two D1 calls. An item that breaks a
 * rule is rejected alone and leaves no trace; later items see what earlier ones did.
 * @param toWire makes of a result what the reply holds, and what is kept for the idempotency key
 */
export function applyBulk<Result>(
  ctx: Context,
  registry: Registry,
  entity: AnyEntity,
  items: readonly unknown[],
  toWire: (result: BulkResult) => Result,
): Promise<Result[]> {
  const read = items.map((item) => readItem(ctx, entity, item));
  const ids = read.flatMap(({ id, operation }) => (operation === "create" || id === null ? [] : [id]));
  const inputs = read.flatMap(({ input }) => (input instanceof AppError ? [] : [input]));
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(entity.table, ids, inputs),
    apply(work) {
      const tried = read.map((item) => ({ ...item, error: tryItem(work, entity, item) }));
      const shown = new ShownBytes();
      const views = new Map<string, unknown>();
      return tried.map(({ id, operation, error }, index) => {
        if (error) return toWire({ index, id, operation, status: "rejected", error });
        const row = id === null ? undefined : work.find(entity.table, id);
        const view = row && (views.get(row.id) ?? shownData(entity, unsafeCast(row), work.at));
        if (row) views.set(row.id, view);
        return toWire({ index, id, operation, status: "applied", data: shown.take(view) });
      });
    },
  });
}

function readItem(ctx: Context, entity: AnyEntity, item: unknown): Read {
  const parsed = Item.safeParse(item);
  if (!parsed.success) return { operation: operationIn(item), id: null, input: validationError(parsed.error) };
  const { operation, data } = parsed.data;
  const fields = data ?? unsafeCast<Fields>(item);
  const within = data ? "data." : "";
  if (operation === "create") {
    const id = parsed.data.id ?? uuid().safeParse(fields.id).data ?? newId(ctx.now);
    const checked = checkedBy(entity.contract.create, { ...fields, id }, within);
    return { operation, id, input: checked instanceof AppError ? checked : { ...checked, ...keyOf(ctx) } };
  }
  const { id } = parsed.data;
  if (!id) return { operation, id: null, input: invalid("id", "Required") };
  return { operation, id, input: operation === "delete" ? {} : checkedBy(entity.contract.patch, fields, within) };
}

const operationIn = (item: unknown): Operation =>
  Operation.safeParse(unsafeCast<Fields | null>(item)?.operation).data ?? "create";

const keyOf = ({ idempotency }: Context): Fields => ({ idempotencyKey: idempotency?.key });

function checkedBy(contract: z.ZodObject, fields: Fields, within: string): Fields | AppError {
  const parsed = contract.safeParse(fields);
  return parsed.success ? parsed.data : validationError(parsed.error, within);
}

/** Applies one item. Returns the error that refuses it. */
function tryItem(work: UnitOfWork, entity: AnyEntity, { operation, id, input }: Read): AppError<string> | undefined {
  if (input instanceof AppError) return input;
  try {
    work.withSavepoint(() => {
      if (operation === "create") createRow(work, entity, input);
      else if (id !== null && operation === "update") updateRow(work, entity, id, input);
      else if (id !== null) removeRow(work, entity, id);
      work.requireExact();
    });
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
