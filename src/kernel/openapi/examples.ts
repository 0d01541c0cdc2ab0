import { type Components, type JsonSchema, referredName, resolve } from "./json-schema.ts";

// Makes example values for the OpenAPI document from JSON Schemas.

/** Schemas may refer to themselves, so values nested deeper than this are null. */
const DEPTH_MAX = 12;

/** Which properties of an object an example has. */
type Choice = (name: string, property: JsonSchema, isRequired: boolean) => boolean;

/** A value that fulfils the schema, made from the examples of its fields where they have any, with all of its fields. */
export const exampleOf = (schema: JsonSchema, components: Components): unknown =>
  makeExample(schema, components, () => true, 0);

/**
 * A body that a new user can send as it is. It leaves out what links to rows that such a user does not have, unless it is
 * required: then an earlier example of the document creates that row, whose id all examples share (`idOf`).
 */
export function bodyExampleOf(schema: JsonSchema, components: Components): unknown {
  const isSent: Choice = (name, property, isRequired) =>
    isRequired || (name === "id" ? true : !linksSomewhere(property, components));
  return makeExample(schema, components, isSent, 0);
}

/** True for the id of a row, and for whatever cannot be given without one. */
function linksSomewhere(schema: JsonSchema, components: Components): boolean {
  const { format, items, anyOf = [], properties = {}, required = [] } = resolve(schema, components);
  if (format === "uuid") return true;
  const needed = required.flatMap((name) => properties[name] ?? []);
  return [...(items ? [items] : []), ...anyOf, ...needed].some((part) => linksSomewhere(part, components));
}

function makeExample(schema: JsonSchema, components: Components, has: Choice, depth: number): unknown {
  if (depth > DEPTH_MAX) return null;
  const same = (part: JsonSchema) => makeExample(part, components, has, depth);
  const inner = (part: JsonSchema) => makeExample(part, components, has, depth + 1);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.$ref) return same(resolve(schema, components));
  if (schema.enum) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(same));
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return same(choice);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name, property]) => has(name, property, schema.required?.includes(name) ?? false))
          .map(([name, property]) => [name, inner(property)]),
      );
    case "array":
      return schema.items ? [inner(schema.items)] : [];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "string":
      return "text";
    default:
      return null;
  }
}

/**
 * Adds to the examples of components the required fields that they leave out: null where a field may be null, else the field's
 * own example. So a contract states only what belongs together.
 */
export function completeExamples(components: Components): void {
  for (const component of Object.values(components)) {
    const { example, properties = {}, required = [] } = component;
    if (typeof example !== "object" || example === null) continue;
    const missing = required.filter((name) => !Object.hasOwn(example, name));
    if (missing.length === 0) continue;
    const ownExample = (field: JsonSchema) => (takesNull(field) ? null : exampleOf(field, components));
    const named = Object.keys(properties).filter((name) => Object.hasOwn(example, name) || missing.includes(name));
    component.example = Object.fromEntries(
      named.map((name) => [
        name,
        missing.includes(name) ? ownExample(properties[name] ?? {}) : Reflect.get(example, name),
      ]),
    );
  }
}

const takesNull = ({ type, anyOf = [] }: JsonSchema): boolean =>
  type === "null" || (Array.isArray(type) && type.includes("null")) || anyOf.some(takesNull);

/**
 * Fields of what a reply shows have the examples of the same fields in what creates it: `Task.context` that of
 * `TaskCreate.context`. So a contract states an example once.
 */
export function shareExamples(components: Components): void {
  for (const [name, component] of Object.entries(components)) {
    const fields = components[`${name}Create`]?.properties ?? {};
    for (const [field, property] of Object.entries(component.properties ?? {})) {
      const example = fields[field]?.example;
      if (example !== undefined && referredName(property) === undefined) property.example ??= example;
    }
  }
}
