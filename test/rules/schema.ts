import { exampleOf } from "../../src/kernel/openapi/examples.ts";
import { type Components, type JsonSchema, resolve } from "../../src/kernel/openapi/json-schema.ts";

export type Schema = JsonSchema;

/** A path, query or header parameter of an operation. */
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  example?: unknown;
  schema: Schema;
}

export type Schemas = Components;
/** The path of a value in a body: `["checklist", 0, "title"]`. */
export type Path = readonly (string | number)[];

/** Every field that a body may have, with its schema; the first element stands for all of an array. */
export function fieldsOf(schema: Schema, schemas: Schemas, at: Path = []): [path: Path, schema: Schema][] {
  const { properties, items, anyOf, oneOf, allOf } = resolve(schema, schemas);
  const own = Object.entries(properties ?? {}).map(([name, member]): [Path, Schema] => [[...at, name], member]);
  const element: [Path, Schema][] = items ? [[[...at, 0], items]] : [];
  const members = [...own, ...element];
  const choices = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])].flatMap((choice) =>
    fieldsOf(choice, schemas, at),
  );
  return [...members, ...members.flatMap(([path, member]) => fieldsOf(member, schemas, path)), ...choices];
}

/** A field that holds the id of some row. */
export const isId = ({ format, anyOf }: Schema): boolean => format === "uuid" || (anyOf?.some(isId) ?? false);

/** A body from the schema's examples. Ids are left out where they may be: an example's id is no row's. */
export function exampleBody(schema: Schema, schemas: Schemas): object {
  const { properties = {}, required = [] } = resolve(schema, schemas);
  const usable = Object.entries(properties).filter(([name, member]) => {
    const holdsIds = isId(member) || fieldsOf(member, schemas).some(([, inner]) => isId(inner));
    return required.includes(name) || !holdsIds;
  });
  return Object.fromEntries(usable.map(([name, member]) => [name, exampleOf(member, schemas)]));
}

/** The query that an operation cannot do without, from its examples. */
export const exampleQuery = (parameters: readonly Parameter[]): string =>
  new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === "query" && parameter.required)
      .map(({ name, schema }) => [name, String(exampleOf(schema, {}))]),
  ).toString();

/** What a parameter may be: each value of an enumeration, else its example. */
export function valuesOf(schema: Schema, schemas: Schemas): string[] {
  const { enum: choices } = resolve(schema, schemas);
  return (choices ?? [exampleOf(schema, schemas)]).map(String);
}

/** The body with another value at a path; missing objects and arrays on the way are made. */
export function withValue(body: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items = Array.isArray(body) ? [...body] : [];
    items[key] = withValue(items[key] ?? {}, rest, value);
    return items;
  }
  const fields = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
  const inner: unknown = Object.hasOwn(fields, key) ? Reflect.get(fields, key) : undefined;
  return { ...fields, [key]: withValue(inner, rest, value) };
}
