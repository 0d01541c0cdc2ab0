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
type Field = [path: Path, schema: Schema];

/**
 * Every field that a body may have, with its schema; the first element stands for all of an array.
 * @param body where a union says which field tells its members apart, only the fields of the member that fits this body
 */
export function fieldsOf(schema: Schema, schemas: Schemas, body: unknown, at: Path = []): Field[] {
  const { properties, items, anyOf = [], oneOf = [], allOf = [], discriminator } = resolve(schema, schemas);
  const own = Object.entries(properties ?? {}).map(([name, member]): Field => [[...at, name], member]);
  const element: Field[] = items ? [[[...at, 0], items]] : [];
  const members = [...own, ...element];
  const fitting = discriminator?.mapping[String(valueAt(body, [discriminator.propertyName]))];
  const choices = fitting ? [{ $ref: fitting }] : [...anyOf, ...oneOf, ...allOf];
  return [
    ...members,
    ...members.flatMap(([path, member]) => fieldsOf(member, schemas, valueAt(body, path.slice(at.length)), path)),
    ...choices.flatMap((choice) => fieldsOf(choice, schemas, body, at)),
  ];
}

/** The paths of the fields that are such ones, each once: the members of a union have some of them in common. */
export function pathsWhere(
  schema: Schema,
  schemas: Schemas,
  body: unknown,
  isSuch: (field: Schema) => boolean,
): Path[] {
  return distinct(fieldsOf(schema, schemas, body).flatMap(([path, field]) => (isSuch(field) ? [path] : [])));
}

export const distinct = (paths: readonly Path[]): Path[] => [
  ...new Map(paths.map((path) => [JSON.stringify(path), path])).values(),
];

/** A field that holds the id of some row. */
export const isId = ({ format, anyOf }: Schema): boolean => format === "uuid" || (anyOf?.some(isId) ?? false);

/** A body from the schema's examples. Ids are left out where they may be: an example's id is no row's. */
export function exampleBody(schema: Schema, schemas: Schemas): object {
  const { properties = {}, required = [] } = resolve(schema, schemas);
  const usable = Object.entries(properties).filter(([name, member]) => {
    const holdsIds = isId(member) || fieldsOf(member, schemas, undefined).some(([, inner]) => isId(inner));
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

export const valueAt = (body: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value ? Reflect.get(value, key) : undefined),
    body,
  );

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
