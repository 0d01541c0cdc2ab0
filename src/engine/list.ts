import { z } from "zod";
import { uuid } from "../kernel/contract.ts";
import type { Condition } from "../kernel/db/condition.ts";
import { storedId } from "../kernel/db/stored-id.ts";

/** Query parameters arrive as text: a schema that takes only booleans or numbers would refuse all of them. */
type TextSchema = z.ZodType<unknown, string>;

/** A query parameter of a list: how it is validated and which rows fulfil it. */
export interface Filter {
  readonly schema: TextSchema;
  where(value: never): Condition;
}

export interface ListSpec {
  readonly filters: Readonly<Record<string, Filter>>;
  /** Keys that `sortBy` accepts beside `createdAt` and `updatedAt`; each column has its `sortIndex`. */
  readonly sorts: readonly string[];
  /** The columns of sort keys that are not named like theirs. */
  readonly sortColumns?: Readonly<Record<string, string>>;
  /** The columns that rows with the same value of a sort key are ordered by, before their ids. */
  readonly sortTies?: Readonly<Record<string, string>>;
}

const filter = <Schema extends TextSchema>(schema: Schema, where: (value: z.output<Schema>) => Condition): Filter => ({
  schema,
  where,
});

/** Rows whose `column` has the value; `store` turns the wire value into the stored one. */
export const equals = <Schema extends TextSchema>(
  schema: Schema,
  column: string,
  store: (value: z.output<Schema>) => unknown = (value) => value,
) => filter(schema, (value) => ({ sql: `${column} = ?`, params: [store(value)] }));

/** Rows for which `condition`, a column with a boolean or SQL, is true or false, as the parameter says. */
export const flag = (condition: string) =>
  filter(z.enum(["true", "false"]).meta({ example: "false" }), (value) => ({
    sql: `(${condition}) = ?`,
    params: [value === "true" ? 1 : 0],
  }));

/** Rows that link to a row in `column`. */
export const linksTo = (column: string) => equals(uuid(), column, storedId);

/** Rows whose `column` has the value or a greater one. */
export const atLeast = <Schema extends TextSchema>(schema: Schema, column: string) =>
  filter(schema, (value) => ({ sql: `${column} >= ?`, params: [value] }));

/** Rows whose `column` has the value or a smaller one. */
export const atMost = <Schema extends TextSchema>(schema: Schema, column: string) =>
  filter(schema, (value) => ({ sql: `${column} <= ?`, params: [value] }));

/** Rows that link to a row in one of several columns. */
export const linksToIn = (columns: readonly string[]) =>
  filter(uuid(), (value) => ({
    sql: `(${columns.map((column) => `${column} = ?`).join(" OR ")})`,
    params: columns.map(() => storedId(value)),
  }));

/** Rows whose JSON list `column` holds any of the comma-separated values. */
export const anyTag = (column: string) =>
  filter(z.string().min(1).max(1000).meta({ example: "food,home" }), (value) => ({
    sql: `EXISTS (SELECT 1 FROM json_each(${column}) tag JOIN json_each(?) wanted ON tag.value = wanted.value)`,
    params: [JSON.stringify(value.split(",").map((tag) => tag.trim()))],
  }));

/** A filter whose condition fits none of the shapes above. */
export const customFilter = filter;
