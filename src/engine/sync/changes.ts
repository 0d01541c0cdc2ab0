import type { z } from "zod";
import { validationError } from "../../kernel/contract.ts";
import { canonicalJson, sha256Hex } from "../../kernel/crypto.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import type { UserMoment } from "../../kernel/time.ts";
import type { EntityRow } from "../columns.ts";
import type { AnyEntity } from "../entity.ts";
import { fieldsWhere } from "../fields-where.ts";
import type { Registry } from "../registry.ts";
import { PushedChange } from "./contract.ts";

type Fields = Record<string, unknown>;

/** A well-formed change of a push, before the rules have seen it. */
export interface Change {
  readonly entity: AnyEntity;
  readonly id: string;
  readonly operation: "create" | "update" | "delete";
  readonly key: string;
  /** Hash of what the key stands for: entity, id, operation and data. */
  readonly fingerprint: string;
  readonly localUpdatedAt: number;
  readonly baseRev: number | null;
  /** \`data\` as it was sent; \`local\` has those of its fields that the contract takes. */
  readonly sent: Fields;
  readonly local: Fields;
  /** What the entity's contract makes of `data`; a change whose data breaks it is rejected when its turn comes. */
  readonly input: Fields | AppError<string>;
  /** Fields sent that only the server writes. */
  readonly ignoredFields: string[];
}

/** One element of a push: a change, or the error that makes it none. In both cases the other fields say which row it names. */
export interface Received {
  readonly entity: AnyEntity | undefined;
  readonly id: string | null;
  readonly echo: { entity: string | null; id: string | null; idempotencyKey: string | null };
  readonly change: Change | AppError<string>;
}

/** Reads the elements of a push, each for itself. */
export const receive = (registry: Registry, elements: readonly unknown[]): Promise<Received[]> =>
  Promise.all(elements.map((element) => receiveOne(registry, element)));

async function receiveOne(registry: Registry, element: unknown): Promise<Received> {
  const raw = (element ?? {}) as Fields;
  const entity = typeof raw.entity === "string" ? registry.byName(raw.entity) : undefined;
  const parsed = PushedChange.safeParse(element);
  const id = parsed.data?.id ?? PushedChange.shape.id.safeParse(raw.id).data ?? null;
  const echo = { entity: textOf(raw.entity), id: id ?? textOf(raw.id), idempotencyKey: textOf(raw.idempotencyKey) };
  return { entity, id, echo, change: await read(entity, parsed) };
}

async function read(
  entity: AnyEntity | undefined,
  parsed: z.ZodSafeParseResult<z.output<typeof PushedChange>>,
): Promise<Change | AppError<string>> {
  if (!parsed.success) return validationError(parsed.error);
  if (!entity) return invalid("entity", "No such entity");
  try {
    return await changeOf(entity, parsed.data);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Names the fields that only the server writes, if any were sent. */
export const ignoredFieldsOf = ({ ignoredFields }: Change) => (ignoredFields.length > 0 ? { ignoredFields } : {});

async function changeOf(entity: AnyEntity, sent: z.output<typeof PushedChange>): Promise<Change> {
  const { id, operation, localUpdatedAt, idempotencyKey: key, baseRev = null } = sent;
  const content = { entity: entity.name, id, operation, data: sent.data ?? null };
  const fingerprint = await sha256Hex(canonicalJson(content));
  const change = { entity, id, operation, key, fingerprint, localUpdatedAt, baseRev, sent: sent.data ?? {} };
  if (operation === "delete") return { ...change, local: { id, showStatus: "deleted" }, input: {}, ignoredFields: [] };
  const data = operation === "create" ? { ...sent.data, id } : (sent.data ?? {});
  const contract = entity.contract[operation === "create" ? "create" : "patch"];
  const parsed = contract.safeParse(data);
  return {
    ...change,
    local: fieldsWhere(data, (_, field) => Object.hasOwn(contract.shape, field)),
    input: parsed.success ? parsed.data : validationError(parsed.error),
    // The row's own id does not count as ignored: every change has it.
    ignoredFields: Object.keys(data).filter(
      (field) =>
        field !== "id" && Object.hasOwn(entity.contract.view.shape, field) && !Object.hasOwn(contract.shape, field),
    ),
  };
}

/** Fields that an entity's contract accepts as a patch. @throws invalid_input; `at` is the path of the fields */
export function readPatch(entity: AnyEntity, data: Readonly<Fields>, at: string): Fields {
  const parsed = entity.contract.patch.safeParse(data);
  if (parsed.success) return parsed.data;
  throw validationError(parsed.error, at);
}

/** The fields of a row on the wire that a change may set, in the form of such a change, so that the two can be compared. */
export function settable({ contract }: AnyEntity, view: Readonly<Fields>): Fields {
  const fields: Fields = {};
  for (const [name, schema] of Object.entries(contract.patch.shape)) {
    const parsed = (schema as z.ZodType).safeParse(view[name]);
    fields[name] = parsed.success ? parsed.data : view[name];
  }
  return fields;
}

/** The same for a stored row. */
export const copyOf = (entity: AnyEntity, row: EntityRow, at: UserMoment): Fields =>
  settable(entity, entity.wireView(row as never, at));

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
